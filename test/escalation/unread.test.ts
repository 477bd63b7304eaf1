import { describe, expect, test } from "vitest";

import type { Domains } from "../../src/domains/domain.ts";
import { judgeUnread, type UnreadInput } from "../../src/escalation/unread.ts";
import type { MigrationStatement, SchemaOperation } from "../../src/facts/database.ts";
import type { Facts, Unread } from "../../src/facts/facts.ts";
import { changeSetOf, type Files } from "../support/change.ts";

const nowhere: Domains = {
  DBA: [],
  BACKEND: [],
  API: [],
  handoff: { QUALITY: [], FRONTEND: [], OPS: [], ENGINE: [] },
  none: [],
};
const api = (path: string): Domains => ({ ...nowhere, API: [{ path, because: ["route"] }] });

const facts = (parts: Partial<Facts> = {}): Facts => ({
  contract: { operations: [], components: new Map(), unresolved: [] },
  schema: { tables: new Map(), unresolved: [] },
  revisions: { environments: [], unresolved: [] },
  migrations: [],
  code: {
    calls: [],
    outbound: [],
    runtimeDdl: [],
    functions: [],
    settings: [],
    loopedQueries: [],
    asyncOperations: () => ({ total: 0, blocking: 0 }),
    asyncSessionProviders: () => [],
  },
  unread: [],
  ...parts,
});
const whole = (path: string, reason: Unread["reason"]): Partial<Facts> => ({
  unread: [{ path, reason, line: null, endLine: null }],
});
const span = (path: string, line: number, endLine = line): Partial<Facts> => ({
  unread: [{ path, reason: "syntax-error", line, endLine }],
});
const holding = (path: string, model: string): Partial<Facts> => {
  const where = { path, line: 1, endLine: 2 };
  return {
    contract: {
      operations: [],
      components: new Map([[model, { name: model, schema: {}, where, fields: new Map([["id", where]]) }]]),
      unresolved: [],
    },
  };
};

/** `side line reason decides`, one for each input that was not read. */
const judged = (
  before: Files,
  after: Files,
  domains: Domains,
  parts: { readonly before?: Partial<Facts>; readonly after?: Partial<Facts> },
) => {
  const input: UnreadInput = {
    changeSet: changeSetOf(before, after),
    before: facts(parts.before),
    after: facts(parts.after),
    domains,
  };
  return judgeUnread(input).map(
    ({ side, line, reason, decides }) => `${side} ${line ?? "file"} ${reason}${decides ? " decides" : ""}`,
  );
};

const path = "app/residents.py";
const old = { [path]: "import os\n\n@router.get('/')\ndef residents():\n    return []\n" };

describe("a whole file", () => {
  const broken = { [path]: "\u0000" };
  test.each([
    ["of a domain decides, whichever side it is", api(path), "after" as const, ["after file binary decides"]],
    ["on the base's side too", api(path), "before" as const, ["before file binary decides"]],
    ["of no domain does not", nowhere, "after" as const, ["after file binary"]],
    [
      "of a sibling does not",
      { ...nowhere, handoff: { ...nowhere.handoff, OPS: [path] } },
      "after" as const,
      ["after file binary"],
    ],
  ])("%s", (_, domains, side, expected) => {
    expect(judged(old, broken, domains, { [side]: whole(path, "binary") })).toEqual(expected);
  });

  test("that did not change is not asked for", () => {
    expect(judged(old, old, api(path), { after: whole(path, "binary") })).toEqual([]);
  });

  test("that is removed and could not be read before decides", () => {
    expect(judged(old, {}, api(path), { before: whole(path, "encoding") })).toEqual([
      "before file encoding decides",
    ]);
  });

  test("has the identity of path, reason and both contents", () => {
    const ids = (fresh: Files) =>
      judgeUnread({
        changeSet: changeSetOf(old, fresh),
        before: facts(),
        after: facts(whole(path, "binary")),
        domains: api(path),
      }).map(({ id }) => id);
    expect(ids(broken)).toEqual(ids({ ...broken }));
    expect(ids(broken)).not.toEqual(ids({ [path]: "\u0000\u0000" }));
    expect(ids(broken)[0]).toMatch(/^UNK-[0-9A-HJKMNP-TV-Z]{16}$/);
  });
});

describe("a span", () => {
  const after = (lines: readonly string[]): Files => ({ [path]: ["import os", "", ...lines].join("\n") });

  test("with a route in it decides", () => {
    const fresh = after(["@router.get('/'", "def residents():", "    return []"]);
    expect(judged(old, fresh, api(path), { after: span(path, 3, 5) })).toEqual([
      "after 3 syntax-error decides",
    ]);
  });

  test("without anything that a deciding rule needs does not", () => {
    const fresh = after(["print 'hello'"]);
    expect(judged(old, fresh, api(path), { after: span(path, 3) })).toEqual(["after 3 syntax-error"]);
  });

  test("where the base's side had a fact that is gone now decides", () => {
    const fresh = after(["class Resident 1"]);
    expect(
      judged(old, fresh, api(path), { before: holding(path, "Resident"), after: span(path, 3) }),
    ).toEqual(["after 3 syntax-error decides"]);
    expect(
      judged(old, fresh, api(path), {
        before: holding(path, "Resident"),
        after: { ...span(path, 3), ...holding("app/models.py", "Resident") },
      }),
      "the fact has only moved",
    ).toEqual(["after 3 syntax-error"]);
  });

  test("that stood there before does not, wherever it stands now", () => {
    const bad = ["@router.get('/'", "def residents():"];
    const before = after(bad);
    const fresh = { [path]: ["import os", "import sys", "", ...bad].join("\n") };
    const parts = { before: span(path, 3, 4), after: span(path, 4, 5) };
    expect(judged(before, fresh, api(path), parts)).toEqual([
      "before 3 syntax-error",
      "after 4 syntax-error",
    ]);
  });

  test("of the base that the change repairs decides only by what is gone", () => {
    const route = ["@router.get('/')", "def residents():", "    return []"];
    const broken = after([...route, "  return 1"]);
    const parts = { before: span(path, 3, 6) };
    expect(judged(broken, after(route), api(path), parts)).toEqual(["before 3 syntax-error"]);
    expect(judged(broken, after(route.slice(1)), api(path), parts)).toEqual([
      "before 3 syntax-error decides",
    ]);
    expect(
      judged(broken, after(route), api(path), { ...parts, after: span(path, 1) }),
      "the head is not read in full",
    ).toEqual(["before 3 syntax-error decides", "after 1 syntax-error"]);
  });

  test("outside of the domains does not", () => {
    const fresh = after(["@router.get('/'"]);
    expect(judged(old, fresh, nowhere, { after: span(path, 3) })).toEqual(["after 3 syntax-error"]);
  });
});

describe("a statement of a migration that could not be evaluated", () => {
  const revision = "alembic/versions/5c1e_weekly.py";
  const dba: Domains = { ...nowhere, DBA: [{ path: revision, because: ["alembic-revision"] }] };
  const statement = (
    operation: SchemaOperation,
    confidence: MigrationStatement["confidence"] = "high",
  ): MigrationStatement => ({
    operation,
    where: { path: revision, line: 20, endLine: 20 },
    segment: 0,
    confidence,
    detail: "",
  });
  const unknown: SchemaOperation = { kind: "unknown", what: "`op.create_entity`" };
  const body = (upgrade: readonly MigrationStatement[], downgrade: readonly MigrationStatement[] = []) => ({
    migrations: [{ path: revision, revision: "5c1e", upgrade, downgrade, unresolved: [] }],
  });
  const environment = (dialect: "postgresql" | "sqlite"): Partial<Facts> => {
    const where = { path: revision, line: 1, endLine: 1 };
    const revisions = new Map([
      ["5c1e", { id: "5c1e", down: [], dependsOn: [], branchLabels: [], path: revision, where }],
    ]);
    return {
      revisions: {
        environments: [
          {
            path: "alembic",
            versions: ["alembic/versions"],
            transactionPerMigration: false,
            autocommit: false,
            dialect,
            heads: ["5c1e"],
            revisions,
            duplicates: [],
          },
        ],
        unresolved: [],
      },
    };
  };
  const added = [{}, { [revision]: "fresh" }] as const;

  test.each([
    [
      "decides",
      { ...body([statement(unknown)]), ...environment("postgresql") },
      ["after 20 dynamic decides"],
    ],
    ["not inside of a condition", body([statement(unknown, "medium")]), ["after 20 dynamic"]],
    ["not on SQLite", { ...body([statement(unknown)]), ...environment("sqlite") }, ["after 20 dynamic"]],
    ["not in the downgrade", body([], [statement(unknown)]), []],
    ["not what is understood", body([statement({ kind: "drop-table", table: "weekly" })]), []],
  ])("%s", (_, fresh, expected) => {
    expect(judged(...added, dba, { after: fresh })).toEqual(expected);
  });

  test("not when the revision did the same before", () => {
    const parts = { before: body([statement(unknown)]), after: body([statement(unknown)]) };
    expect(judged({ [revision]: "old" }, { [revision]: "new" }, dba, parts)).toEqual(["after 20 dynamic"]);
  });
});
