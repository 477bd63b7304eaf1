import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { domains, siblings } from "../../src/domains/domain.ts";
import { domainNames, reviewerNames } from "../../src/settings/configuration-schema.ts";
import {
  describeConfigurationErrors,
  parseConfiguration,
  type RuleIds,
} from "../../src/settings/configuration.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { specialistNames } from "../../src/specialists/specialist.ts";

const ruleIds: RuleIds = {
  configurable: new Set(["blocking-call", "column-without-migration", "response-property-removed"]),
  fixed: new Set(["workflow-changed"]),
};
const errors = (text: string) => {
  const result = parseConfiguration(text, ruleIds);
  return result.ok ? [] : result.errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
};
const settings = (text: string) => {
  const result = parseConfiguration(text, ruleIds);
  if (!result.ok) throw new Error(describeConfigurationErrors("file", result.errors));
  return result.settings;
};

describe("what is left out has its default", () => {
  test.each(["", "# nothing\n", "{}", "rules:\n", "escalation: {}\naccepted: []\n"])("%j", (text) => {
    expect(settings(text)).toEqual(defaultSettings);
  });
});

test("every key of the interface has its place", () => {
  expect(
    settings(`
domains:
  add: { DBA: ["db/**"], QUALITY: ["qa/**"] }
  remove: { API: ["app/internal/**"] }
  root: [backend/, ./services/billing]
public: { tags: [public], paths: ["/v1/**"], include_in_schema: true }
versioning:
  prefix: /api/v{}
  sunset: { "GET /v1/**": 2026-12-31 }
  unstable: { tags: [preview], paths: ["/labs/**"] }
database:
  version: 16
  tables: { residents: 1200000, constructor_log: { rows: 5 } }
  assume-large: true
  migrations: ["db/changes/*.sql"]
  escalate: all
async: { enforce: warning, sync-endpoints: forbid }
auth: { guards: [require_staff], paths: ["app/security/**"], escalate: all }
sensitive: { fields: [ssn] }
services: { billing: { root: services/billing/, hosts: [billing.internal] }, mail: {} }
sla: { "http_req_duration p95": 300 }
escalation:
  authorities:
    ARCHITECT: { users: [alice], teams: [acme/architects], min-role: maintain }
    DBA: { users: [bob, alice] }
  routes: { API: ARCHITECT, production-migration: [ARCHITECT, DBA], alembic-only: DBA }
  allow-contributors: true
  strict-authors: true
  require-reason: false
  plain-approval: true
  protected: { "infra/**": escalate, "docs/**": inform }
rules: { blocking-call: off, column-without-migration: warning }
accepted:
  - { id: esc-api-88sa89vs86fz4pmg, reason: v1 is gone, owner: alice, expires: 2026-06-01 }
  - { id: CON-6YJ4N8R0DPQ2VXK5, reason: an old cron job, owner: bob }
specialists:
  folder: .coord/cards
  tiers: { haiku: a-model }
  budgets: { DBA: 0.1 }
`),
  ).toEqual({
    path: ".github/coord-platform.yml",
    domains: {
      add: { DBA: ["db/**"], QUALITY: ["qa/**"] },
      remove: { API: ["app/internal/**"] },
      root: ["backend", "services/billing"],
    },
    public: { tags: ["public"], paths: ["/v1/**"], includeInSchema: true },
    versioning: {
      prefix: "/api/v{}",
      sunset: { "GET /v1/**": "2026-12-31" },
      unstable: { tags: ["preview"], paths: ["/labs/**"] },
    },
    database: {
      version: 16,
      tables: { residents: { rows: 1_200_000 }, constructor_log: { rows: 5 } },
      assumeLarge: true,
      migrations: ["db/changes/*.sql"],
      escalate: "all",
    },
    async: { enforce: "warning", syncEndpoints: "forbid" },
    auth: { guards: ["require_staff"], paths: ["app/security/**"], escalate: "all" },
    sensitive: { fields: ["ssn"] },
    services: {
      billing: { root: "services/billing", hosts: ["billing.internal"] },
      mail: { root: null, hosts: [] },
    },
    sla: { "http_req_duration p95": 300 },
    escalation: {
      authorities: {
        ARCHITECT: { users: ["alice"], teams: ["acme/architects"], minRole: "maintain" },
        DBA: { users: ["bob", "alice"], teams: [], minRole: null },
      },
      routes: {
        "breaking-api-change": ["ARCHITECT"],
        "production-migration": ["ARCHITECT", "DBA"],
        "alembic-only": ["DBA"],
      },
      allowContributors: true,
      strictAuthors: true,
      requireReason: false,
      plainApproval: true,
      protected: { "infra/**": "escalate", "docs/**": "inform" },
    },
    rules: { "blocking-call": "off", "column-without-migration": "warning" },
    accepted: [
      { id: "ESC-API-88SA89VS86FZ4PMG", reason: "v1 is gone", owner: "alice", expires: "2026-06-01" },
      { id: "CON-6YJ4N8R0DPQ2VXK5", reason: "an old cron job", owner: "bob", expires: null },
    ],
    specialists: { folder: ".coord/cards", tiers: { haiku: "a-model" }, budgets: { DBA: 0.1 } },
  });
});

describe("a mistake is named with its place, the nearest known key and what is allowed", () => {
  test.each([
    [
      "rulse:\n  blocking-call: off",
      "1:1 `rulse` is not a known key; did you mean `rules`? Allowed: domains, public, versioning, database, async, auth, sensitive, services, sla, escalation, rules, accepted, specialists",
    ],
    [
      "async:\n  enforce: auto\n  sync_endpoints: allow",
      "3:3 `async.sync_endpoints` is not a known key; did you mean `sync-endpoints`? Allowed: enforce, sync-endpoints",
    ],
    ["async:\n  enforce: hard", '2:3 `async.enforce` must be auto, error, warning or off, not "hard"'],
    [
      "rules:\n  blocking-call: of",
      '2:3 `rules.blocking-call` must be off, info, warning or error, not "of"',
    ],
    ["rules:\n  bloking-call: off", "2:3 `rules.bloking-call` is not a rule; did you mean `blocking-call`?"],
    ["rules:\n  gate-change: off", "2:3 `rules.gate-change` guards the gate itself and cannot be set here"],
    [
      "rules:\n  workflow-changed: info",
      "2:3 `rules.workflow-changed` guards the gate itself and cannot be set here",
    ],
    ["rules: off", '1:1 `rules` must be a mapping, not "off"'],
    ["[]", '1:1 the configuration must be a mapping, not "a list"'],
    ["sla: [1]", '1:1 `sla` must be a mapping, not "a list"'],
    ["async: 1", "1:1 `async` must be a mapping, not 1"],
    [
      "database:\n  version: fifteen",
      '2:3 `database.version` must be a major version of PostgreSQL, such as 15, not "fifteen"',
    ],
    [
      "database: { tables: { users: many } }",
      '1:23 `database.tables.users` must be a number of rows, or rows: and a number, not "many"',
    ],
    [
      "escalation:\n  routes:\n    APL: ARCHITECT",
      '3:5 `escalation.routes.APL` must be API, DB, AUTH, PERF, XSVC, GATE, breaking-api-change, production-migration, auth-change, sla-degradation, cross-service, gate-change, alembic-only, async-only, pydantic-validation, no-sensitive-data or versioned-breaking-changes, not "APL"',
    ],
    [
      "escalation:\n  authorities:\n    DBA: { users: [alice] }\n  routes: { DB: DBB }",
      "4:13 `escalation.routes.DB` names `DBB`, which is not in escalation.authorities; did you mean `DBA`?",
    ],
    [
      "escalation:\n  routes: { API: ARCHITECT, breaking-api-change: ARCHITECT }",
      "2:29 `escalation.routes.breaking-api-change` is the same route as `API`",
    ],
    [
      "escalation:\n  authorities:\n    ARCHITECT: { users: ['@alice'] }",
      '3:26 `escalation.authorities.ARCHITECT.users[0]` must be a GitHub login without @, not "@alice"',
    ],
    ["accepted:\n  - id: ESC-API-88SA89VS86FZ4PMG\n    owner: alice", "2:5 `accepted[0].reason` is missing"],
    [
      "accepted:\n  - { id: ESC-API-88SA89VS86FZ4PMG, reason: r, owner: o, expires: 2026-02-31 }",
      '2:58 `accepted[0].expires` must be a date that exists, not "2026-02-31"',
    ],
    [
      "versioning: { sunset: { 'GET /v1/*': soon } }",
      '1:25 `versioning.sunset.GET /v1/*` must be a date such as 2026-12-31, not "soon"',
    ],
    [
      "accepted: [{ id: UNK-88SA89VS86FZ4PMG, reason: r, owner: o }]",
      '1:14 `accepted[0].id` must be an id from a report, such as ESC-API-… or CON-…, not "UNK-88SA89VS86FZ4PMG"',
    ],
    [
      "specialists: { folder: ../cards }",
      "1:16 `specialists.folder` must be a folder inside of the repository, without `..` and not absolute",
    ],
    [
      "escalation: { protected: { '{a,b}{c,d}{e,f}{g,h}': inform } }",
      "1:28 `escalation.protected.{a,b}{c,d}{e,f}{g,h}` must be a glob with at most 3 groups of braces",
    ],
    ["rules: { blocking-call: off, blocking-call: error }", "1:30 the key `blocking-call` stands twice"],
  ])("%j", (text, expected) => {
    expect(errors(text)).toEqual([expected]);
  });

  test("all of them, in order of the file", () => {
    expect(errors("sla: { p95: fast }\ndatabase: { escalate: never }")).toHaveLength(2);
  });

  test("printed with the file's name", () => {
    expect(
      describeConfigurationErrors(".github/coord-platform.yml", [
        { line: 3, column: 5, message: "`a` is wrong" },
      ]),
    ).toBe(".github/coord-platform.yml:3:5: `a` is wrong");
  });
});

test("what will not do what its author expects is a warning", () => {
  const result = parseConfiguration(
    "escalation:\n  plain-approval: true\n  authorities: { A: { teams: [acme/dba] }, B: { min-role: read }, C: {} }",
    ruleIds,
  );
  expect(result.ok && result.warnings).toEqual([
    "Authority `A`: teams cannot be asked yet, so `acme/dba` names nobody; name users or a `min-role`.",
    "Authority `B`: with `min-role: read`, everybody who can read the repository may accept a break.",
    "Authority `C` names nobody: whoever has role `maintain` or `admin` answers.",
    "`escalation.plain-approval` has no effect yet: an answer is a comment with the ids.",
  ]);
});

test("records hold only what was written", () => {
  const read = settings("database: { tables: { users: 1 } }");
  expect(read.database.tables["constructor"]).toBeUndefined();
  expect(defaultSettings.database.tables["toString"]).toBeUndefined();
});

test("the names here are those of the domains and the specialists", () => {
  expect(domainNames).toEqual([...domains, ...siblings]);
  expect(reviewerNames).toEqual(["COORD_PLATFORM", ...specialistNames]);
});

test("any text gives settings, or errors with places", () => {
  const words = fc.constantFrom(
    "rules",
    "async",
    "enforce",
    "escalation",
    "routes",
    "API",
    "accepted",
    "id",
    "off",
    ":",
    " ",
    "\n",
    "  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "1",
    "null",
    "~",
    "&a",
    "*a",
    "!!set",
    "__proto__",
    "'",
    '"',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      const result = parseConfiguration(parts.join(""), ruleIds);
      if (result.ok) return;
      expect(result.errors.length).toBeGreaterThan(0);
      for (const error of result.errors) {
        expect(error.line).toBeGreaterThan(0);
        expect(error.column).toBeGreaterThan(0);
        expect(error.message).not.toBe("");
      }
    }),
    { numRuns: 500 },
  );
});
