import type { NamedChange } from "../../src/changes/description.ts";
import type { Report } from "../../src/report/report.ts";
import { finding } from "../support/finding.ts";
import { writeSentence } from "../../src/text/sentence.ts";
import {
  escalationOf,
  noChanges,
  noDomains,
  reportOf,
  specialistOf,
  unreadOf,
  violationOf,
} from "../support/report.ts";

/** Reports as they come up, each in one of the forms that a reader meets. */

const named = (name: string, status: NamedChange["status"], before: string | null, after: string | null) => ({
  name,
  status,
  before,
  after,
  where: null,
});
const at = (path: string, line: number, side: "before" | "after" = "after") => ({
  path,
  line,
  endLine: line,
  side,
});

const operations = ["GET /residents", "GET /residents/{}", "PATCH /residents/{}"];

const blocking = finding({
  rule: "blocking-database-call",
  kind: "constraint",
  constraint: "async-only",
  trigger: null,
  subject: "GET /residents/{}/weekly-requirements › list_weekly › Session.execute",
  reaches: ["GET /residents/{}/weekly-requirements"],
  before: null,
  after: "Session.execute",
  message:
    "`list_weekly` blocks the event loop for `GET /residents/{}/weekly-requirements`: it calls `Session.execute` inside `async def`",
  fix: "Take `AsyncSession` from `get_async_db` (`app/db.py:18`) and await its methods.",
  where: at("app/services/weekly.py", 22),
});

const emailGone = finding({
  subject: "ResidentRead.email (response)",
  reaches: operations,
  message: "`ResidentRead.email` in responses was removed",
  fix: "Keep the field with `Field(deprecated=True)` and remove it in a later change.",
  where: at("app/schemas/resident.py", 14, "before"),
});

const notNull = finding({
  rule: "column-set-not-null",
  trigger: "production-migration",
  subject: "residents.pgy_level",
  reaches: [],
  before: "nullable",
  after: "NOT NULL",
  message:
    "`residents.pgy_level` becomes NOT NULL: reads and writes of `residents` wait while every row is checked; 1,200,000 rows (configured)",
  fix: `Let a check that is validated on its own prove it first:
\`\`\`python
op.create_check_constraint("ck_pgy_level", "residents", "pgy_level IS NOT NULL", postgresql_not_valid=True)
with op.get_context().autocommit_block():
    op.execute("ALTER TABLE residents VALIDATE CONSTRAINT ck_pgy_level")
\`\`\``,
  where: at("alembic/versions/5c1e_weekly.py", 31),
});

const tableCreated = finding({
  rule: "schema-change",
  trigger: "production-migration",
  severity: "info",
  decides: false,
  subject: "weekly_requirements",
  reaches: [],
  before: null,
  after: "table created",
  message: "`weekly_requirements`: table created, index `ix_weekly_requirements_resident_id` built",
  fix: "Nothing to do: this is for the authority's information.",
  where: at("alembic/versions/5c1e_weekly.py", 12),
});

const who = ["alice", "bob"];

export const fixAndDecide: Report = reportOf({
  domains: {
    ...noDomains,
    DBA: [
      { path: "alembic/versions/5c1e_weekly.py", because: ["alembic-revision"] },
      { path: "app/models/resident.py", because: ["mapped-class"] },
      { path: "app/models/weekly_requirement.py", because: ["mapped-class"] },
    ],
    BACKEND: [{ path: "app/services/weekly.py", because: ["service", "session"] }],
    API: [
      { path: "app/api/residents.py", because: ["route"] },
      { path: "app/schemas/resident.py", because: ["request-model", "response-model"] },
    ],
    handoff: { ...noDomains.handoff, QUALITY: ["tests/test_weekly.py"] },
  },
  changes: {
    ...noChanges,
    endpoints: [
      {
        operation: "GET /residents/{resident_id}/weekly-requirements",
        status: "added",
        before: null,
        after: "(resident_id: path integer) → 200 array of WeeklyRequirementRead",
        where: at("app/api/residents.py", 40),
      },
    ],
    schemas: [
      named(
        "ResidentRead",
        "modified",
        "email: string, id: integer, name: string",
        "id: integer, name: string",
      ),
      named("WeeklyRequirementRead", "added", null, "id: integer, week: integer"),
    ],
    tables: [
      named("residents", "modified", "4 columns", "4 columns"),
      named("weekly_requirements", "added", null, "3 columns"),
    ],
    columns: [named("residents.pgy_level", "modified", "integer null", "integer not null")],
    indexes: [
      named("ix_weekly_requirements_resident_id", "added", null, "on weekly_requirements (resident_id)"),
    ],
    migrations: [
      {
        ...named("5c1e", "added", null, "create-table, alter-column"),
        where: at("alembic/versions/5c1e_weekly.py", 3),
      },
    ],
    models: [
      named("Resident", "modified", "table residents", "table residents"),
      named("WeeklyRequirement", "added", null, "table weekly_requirements"),
    ],
    services: [named("weekly.list_weekly", "added", null, null)],
    validation: [],
  },
  findings: [blocking, emailGone, notNull, tableCreated],
  violations: [violationOf(blocking, { who })],
  escalations: [
    escalationOf(emailGone, { who }),
    escalationOf(notNull, { id: `ESC-DB-${notNull.id}`, who }),
    escalationOf(tableCreated, { id: `ESC-DB-${tableCreated.id}`, who, state: "informed" }),
  ],
  checks: [
    { check: "alembic-migration", state: "pass", evidence: ["revision `5c1e` covers both model changes"] },
    { check: "async", state: "fail", evidence: ["1 finding: `app/services/weekly.py:22`"] },
    {
      check: "pydantic-validation",
      state: "pass",
      evidence: ["1 input of 1 changed operation, none without validation"],
    },
    { check: "sensitive-data", state: "pass", evidence: ["1 changed operation and 2 changed schemas read"] },
    {
      check: "tests",
      state: "fail",
      evidence: ["no test of this change calls `GET /residents/{}/weekly-requirements`"],
    },
  ],
  performance: {
    measured: [{ metric: "p95", base: 180, head: 210, threshold: 300, unit: "ms", state: "ok" }],
    expectedLoad: "120 requests/s in the load test",
    database: ["1 index added"],
  },
  approach:
    "DBA for 1 migration and 2 tables; BACKEND_ENGINEER for 1 service; API_DEVELOPER for 1 operation and 2 schemas.",
  handoff: {
    ARCHITECT: [
      `ESC-API-${emailGone.id}: ${writeSentence(emailGone.message)}`,
      `ESC-DB-${notNull.id}: ${writeSentence(notNull.message)}`,
    ],
    COORD_QUALITY: ["no test of this change calls `GET /residents/{}/weekly-requirements`"],
  },
  specialists: [
    specialistOf("DBA", {
      remarks: [
        {
          text: "The downgrade drops weekly_requirements with its rows.",
          quote: 'op.drop_table("weekly_requirements")',
          where: { path: "alembic/versions/5c1e_weekly.py", line: 44, side: "after" },
          severity: "warning",
        },
      ],
    }),
    specialistOf("BACKEND_ENGINEER"),
    specialistOf("API_DEVELOPER", { reason: "1 remark dropped, quoting no line of the change" }),
    specialistOf("COORD_PLATFORM", {
      model: "claude-sonnet-5-5",
      usd: 0.0371,
      remarks: [
        {
          text: "No schema serves pgy_level, which the migration makes mandatory.",
          quote: 'op.alter_column("residents", "pgy_level", nullable=False)',
          where: { path: "alembic/versions/5c1e_weekly.py", line: 31, side: "after" },
          severity: "info",
        },
      ],
    }),
  ],
  verdict: {
    status: "blocked",
    reasons: [
      `\`CON-${blocking.id}\` breaks the constraint \`async-only\`.`,
      `\`ESC-API-${emailGone.id}\` (breaking-api-change) has to be acknowledged.`,
      `\`ESC-DB-${notNull.id}\` (production-migration) has to be acknowledged.`,
    ],
  },
});

const notRun = (reason: string) => [
  specialistOf("DBA", { status: "not-run", reason, model: null, tokens: null, usd: null }),
  specialistOf("BACKEND_ENGINEER", { status: "not-needed", model: null, tokens: null, usd: null }),
  specialistOf("API_DEVELOPER", { status: "not-run", reason, model: null, tokens: null, usd: null }),
  specialistOf("COORD_PLATFORM", { status: "not-run", reason, model: null, tokens: null, usd: null }),
];

const addition: Partial<Report> = {
  domains: {
    ...noDomains,
    DBA: [{ path: "app/models/weekly_requirement.py", because: ["mapped-class"] }],
    API: [{ path: "app/api/residents.py", because: ["route"] }],
    handoff: { ...noDomains.handoff, QUALITY: ["tests/test_weekly.py"] },
  },
  changes: {
    ...noChanges,
    endpoints: fixAndDecide.changes.endpoints,
    tables: [named("weekly_requirements", "added", null, "3 columns")],
    models: [named("WeeklyRequirement", "added", null, "table weekly_requirements")],
  },
  checks: [
    { check: "alembic-migration", state: "pass", evidence: ["revision `5c1e` covers the model change"] },
    { check: "async", state: "not-applicable", evidence: [] },
    {
      check: "tests",
      state: "pass",
      evidence: ["`tests/test_weekly.py:12` calls `GET /residents/{}/weekly-requirements`"],
    },
  ],
  approach: "DBA for 1 table; API_DEVELOPER for 1 operation.",
  specialists: notRun("no key"),
};

export const green: Report = reportOf({
  ...addition,
  findings: [tableCreated],
  escalations: [escalationOf(tableCreated, { state: "informed" })],
});

const answer = { by: "alice", reason: "v1 clients are gone since May", at: "2026-01-07" };
const renamed = finding({
  subject: "ResidentRead.phone (response)",
  reaches: operations,
  message: "`ResidentRead.phone` in responses changed its type from `integer` to `string`",
  before: "integer",
  after: "string",
  where: at("app/schemas/resident.py", 15),
});

export const accepted: Report = reportOf({
  ...addition,
  domains: { ...noDomains, API: [{ path: "app/schemas/resident.py", because: ["response-model"] }] },
  changes: {
    ...noChanges,
    schemas: [
      named(
        "ResidentRead",
        "modified",
        "email: string, id: integer, phone: integer",
        "id: integer, phone: string",
      ),
    ],
  },
  approach: "API_DEVELOPER for 1 schema.",
  findings: [emailGone, renamed],
  escalations: [emailGone, renamed].map((one) =>
    escalationOf(one, {
      ...answer,
      state: "acknowledged",
      url: "https://github.com/acme/residency/pull/7#issuecomment-1",
    }),
  ),
  checks: [],
  specialists: [],
});

export const notEvaluated: Report = reportOf({
  ...addition,
  changes: noChanges,
  checks: [],
  approach: "API_DEVELOPER for 1 file.",
  coverage: {
    files: 12,
    analysed: 11,
    notAnalysed: [
      unreadOf(),
      unreadOf({
        path: "scripts/import.py",
        id: "UNK-8C1E0QK7M2XWZ5HC",
        reason: "encoding",
        line: null,
        decides: false,
      }),
    ],
    unresolved: [{ path: "app/api/admin.py", line: 4, what: "the router's prefix is not a literal" }],
  },
  verdict: {
    status: "not-evaluated",
    reasons: [
      "`app/api/residents.py`, line 7, could not be read (syntax-error) and may hide what decides: `UNK-3T9B0QK7M2XWZ5HC`.",
    ],
  },
});

export const fork: Report = reportOf({
  ...addition,
  changes: noChanges,
  findings: [emailGone],
  escalations: [escalationOf(emailGone, { who: [] })],
  checks: [],
  specialists: notRun("fork, no key"),
  approach: "API_DEVELOPER for 1 schema.",
  handoff: { ARCHITECT: [`ESC-API-${emailGone.id}: ${writeSentence(emailGone.message)}`], COORD_QUALITY: [] },
  notices: [
    "Members of `acme/architects` cannot be listed with this token (`members: read` is missing); accounts named in the configuration still count.",
  ],
  verdict: {
    status: "needs-acknowledgement",
    reasons: [`\`ESC-API-${emailGone.id}\` (breaking-api-change) has to be acknowledged.`],
  },
});

const gate = finding({
  rule: "workflow-changed",
  trigger: "gate-change",
  severity: "info",
  decides: false,
  subject: "gate job coordinate",
  reaches: [],
  before: null,
  after: "added",
  message: "The job `coordinate` that uses the action is new",
  fix: "Nothing to do: this is for the authority's information.",
  where: at(".github/workflows/coord-platform.yml", 6),
});

export const firstRun: Report = reportOf({
  domains: { ...noDomains, handoff: { ...noDomains.handoff, OPS: [".github/workflows/coord-platform.yml"] } },
  change: { ...reportOf().change, title: "Add coord-platform", files: 2, additions: 31, deletions: 0 },
  coverage: { files: 2, analysed: 2, notAnalysed: [], unresolved: [] },
  findings: [gate],
  escalations: [escalationOf(gate, { id: `ESC-GATE-${gate.id}`, state: "informed" })],
  notices: [
    "The configuration `.github/coord-platform.yml` of this change takes effect after the merge; the defaults judged it.",
  ],
});

export const quiet: Report = reportOf({
  domains: {
    ...noDomains,
    handoff: {
      ...noDomains.handoff,
      FRONTEND: ["web/a.ts", "web/b.ts", "web/c.ts", "web/d.ts"],
      OPS: ["Dockerfile"],
    },
    none: ["README.md", "docs/index.md"],
  },
});

export const adviceOnly: Report = reportOf({
  ...addition,
  findings: [
    finding({
      rule: "request-parameter-removed",
      severity: "warning",
      decides: false,
      subject: "GET /residents query household_id",
      reaches: ["GET /residents"],
      before: "optional",
      after: null,
      message: "Query parameter `household_id` of `GET /residents` was removed",
      where: at("app/api/residents.py", 30, "before"),
    }),
  ],
  specialists: [
    specialistOf("DBA"),
    specialistOf("BACKEND_ENGINEER", { status: "not-needed", model: null, tokens: null, usd: null }),
    specialistOf("API_DEVELOPER", {
      status: "failed",
      reason: "the rate limit is reached (429)",
      usd: null,
      tokens: null,
    }),
    specialistOf("COORD_PLATFORM"),
  ],
});

const removed = Array.from({ length: 5 }, (_, index) =>
  finding({
    rule: "api-removed-without-deprecation",
    subject: `POST /api/tasks/${index}`,
    reaches: [`POST /api/tasks/${index}`],
    before: "exists",
    after: null,
    message: `\`POST /api/tasks/${index}\` was removed without having been deprecated`,
    fix: "Serve the old path beside the new one with `deprecated=True` and remove it in a later change.",
    where: at("app/api/tasks.py", 10 + index, "before"),
  }),
);

export const manyDecisions: Report = reportOf({
  ...addition,
  changes: noChanges,
  checks: [],
  specialists: [],
  approach: "API_DEVELOPER for 5 operations.",
  findings: [...removed.slice(0, 2), emailGone, ...removed.slice(2)],
  escalations: [
    escalationOf(removed[0] ?? emailGone),
    escalationOf(removed[1] ?? emailGone, { state: "refused", by: "carol" }),
    escalationOf(emailGone, { state: "withdrawn", by: "alice" }),
    ...removed.slice(2).map((one) => escalationOf(one)),
  ],
  verdict: {
    status: "needs-acknowledgement",
    reasons: [...removed, emailGone].map(({ id }) => `\`ESC-API-${id}\` has to be acknowledged.`),
  },
});

const several = Array.from({ length: 700 }, (_, index) =>
  finding({
    subject: `ResidentRead.field${index} (response)`,
    message: `\`ResidentRead.field${index}\` in responses was removed`,
  }),
);

export const overLimit: Report = reportOf({
  ...addition,
  changes: noChanges,
  checks: [],
  specialists: [],
  findings: several,
  escalations: several.map((one) => escalationOf(one)),
  verdict: {
    status: "needs-acknowledgement",
    reasons: several.map(({ id }) => `\`ESC-API-${id}\` has to be acknowledged.`),
  },
});
