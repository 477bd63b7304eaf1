import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { normalizeExpression } from "../../../src/facts/alembic/column-definition.ts";
import { readMigrations } from "../../../src/facts/alembic/read-migrations.ts";
import { readRevisions } from "../../../src/facts/alembic/read-revisions.ts";
import type { ColumnSpecification, ColumnType, SchemaOperation } from "../../../src/facts/database.ts";
import { readSql } from "../../../src/facts/sql/read-sql.ts";
import { canonicalJson } from "../../../src/text/canonical.ts";
import { projectOf, syntax, type Files } from "../../support/change.ts";

/**
 * `make-golden.py` renders each fixture revision with Alembic (`upgrade --sql`, PostgreSQL). What is read from that SQL
 * must be what is read from the Python, statement by statement.
 */
const fixtures = join(import.meta.dirname, "fixtures", "golden", "versions");
const golden = join(import.meta.dirname, "golden");

const files: Record<string, string> = {
  "alembic/env.py": "from alembic import context\ncontext.configure()\n",
};
for (const name of readdirSync(fixtures).filter((file) => file.endsWith(".py"))) {
  files[`alembic/versions/${name}`] = readFileSync(join(fixtures, name), "utf8");
}

const revisions = readdirSync(golden).map((name) => name.replace(".sql", ""));

describe("a revision does what Alembic renders", () => {
  test.each(revisions)("%s", async (revision) => {
    const { parseSql } = await syntax();
    const normalize = normalizer(await enumLabels(files), (sql) => normalizeExpression(sql, parseSql));
    const rendered = readFileSync(join(golden, `${revision}.sql`), "utf8");
    const fromSql = renderedOperations(rendered, parseSql).map(normalize);
    const fromPython = (await bodyOf(files, revision)).upgrade
      .map(({ operation, segment }) => ({ operation, autocommit: segment === null }))
      .map(normalize);
    expect(fromPython).toEqual(fromSql);
  });
});

interface Observed {
  readonly operation: SchemaOperation;
  readonly autocommit: boolean;
}

/** Without Alembic's own bookkeeping; statements between COMMIT and BEGIN run on their own. */
function renderedOperations(sql: string, parseSql: Parameters<typeof readSql>[1]): readonly Observed[] {
  const observed: Observed[] = [];
  let autocommit = false;
  for (const { operation, text } of readSql(sql, parseSql)) {
    if (operation.kind === "other" && operation.command === "BEGIN") autocommit = false;
    else if (operation.kind === "other" && operation.command === "COMMIT") autocommit = true;
    else if (!text.includes("alembic_version")) observed.push({ operation, autocommit });
  }
  return observed;
}

async function bodyOf(repository: Files, revision: string) {
  const project = await projectOf(repository);
  const bodies = readMigrations(
    project,
    readRevisions(project),
    new Set(Object.keys(repository)),
    await syntax(),
  );
  const body = bodies.find((candidate) => candidate.revision === revision);
  if (body === undefined) throw new Error(`no revision ${revision}`);
  expect(body.unresolved).toEqual([]);
  return body;
}

/** Name of each enum type → its labels, from the operations that make one. */
async function enumLabels(repository: Files): Promise<ReadonlyMap<string, readonly string[]>> {
  const project = await projectOf(repository);
  const bodies = readMigrations(
    project,
    readRevisions(project),
    new Set(Object.keys(repository)),
    await syntax(),
  );
  return new Map(
    bodies
      .flatMap((body) => body.upgrade)
      .flatMap(({ operation }) =>
        operation.kind === "create-type" ? [[operation.name, operation.values] as const] : [],
      ),
  );
}

/** Removes what only one of the two sources can say. */
function normalizer(
  enums: ReadonlyMap<string, readonly string[]>,
  expression: (sql: string) => string,
): (observed: Observed) => unknown {
  const type = (value: ColumnType | null): ColumnType | null => {
    const labels = value?.opaque === true ? enums.get(value.name) : undefined;
    return labels === undefined ? value : { name: "enum", args: [...labels].sort(), opaque: false };
  };
  const column = (value: ColumnSpecification): ColumnSpecification => ({
    ...value,
    type: type(value.type),
    serverDefault: value.serverDefault === null ? null : expression(value.serverDefault),
  });
  return ({ operation, autocommit }) => {
    const normal = (): unknown => {
      switch (operation.kind) {
        case "create-table":
          return {
            ...operation,
            columns: operation.columns.map(column),
            constraints: operation.constraints.map(canonicalJson).sort(),
          };
        case "add-column":
          return { ...operation, column: column(operation.column) };
        case "alter-column":
          return {
            ...operation,
            type: type(operation.type),
            existingType: null,
            serverDefault:
              typeof operation.serverDefault === "string"
                ? expression(operation.serverDefault)
                : operation.serverDefault,
          };
        case "drop-index":
          return { ...operation, table: null };
        case "drop-constraint":
          return { ...operation, constraint: null };
        default:
          return operation;
      }
    };
    return { operation: normal(), autocommit };
  };
}
