import type { Contract } from "../facts/contract.ts";
import type { DatabaseSchema } from "../facts/database.ts";
import type { Location } from "../facts/location.ts";
import { codeSpan, escapeMarkdown } from "../text/untrusted.ts";
import type { SpecialistName } from "../specialists/specialist.ts";

/** What exists already and bears on a mission. */
interface Existing {
  readonly kind: "operation" | "schema" | "table";
  readonly name: string;
  readonly where: Location | null;
}

/** The coordination plan of a mission: no model is asked, and nothing is promised about the code to come. */
export interface Plan {
  readonly mission: string;
  readonly deploy: readonly {
    readonly specialist: SpecialistName;
    readonly because: string;
    readonly task: string;
  }[];
  readonly existing: readonly Existing[];
  readonly escalate: readonly string[];
  readonly handoff: readonly string[];
}

interface Signal {
  readonly specialist: SpecialistName;
  readonly words: RegExp;
  readonly because: string;
  readonly task: string;
}

const signals: readonly Signal[] = [
  {
    specialist: "API_DEVELOPER",
    words:
      /\b(?:get|post|put|patch|delete) \/|\b(?:endpoint|route|api|openapi|response|request|pagination|versioning)s?\b/i,
    because: "the HTTP contract changes",
    task: "design the operation, its schemas and errors, documented in OpenAPI",
  },
  {
    specialist: "DBA",
    words:
      /\b(?:table|column|index|migration|alembic|schema|database|query|queries|constraint|foreign key|sql)(?:e?s)?\b/i,
    because: "the database changes or is queried anew",
    task: "design the schema, the Alembic revision and the indexes, and ensure integrity",
  },
  {
    specialist: "BACKEND_ENGINEER",
    words:
      /\b(?:service|logic|model|async|session|worker|repository|optimi[sz]e|refactor|performance|generation)s?\b/i,
    because: "services or models change",
    task: "build the service layer with async database operations and error handling",
  },
];

const triggers: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:table|column|migration|schema)s?\b/i,
    "production-migration: a schema change needs a revision that production runs",
  ],
  [
    /\b(?:remove|rename|replace|drop|delete|breaking)\b/i,
    "breaking-api-change: what callers use may go; version or deprecate it",
  ],
  [/\b(?:auth|login|role|permission|token|guard|scope)s?\b/i, "auth-change: who may call what changes"],
  [
    /\b(?:performance|optimi[sz]e|slow|latency|sla)\b/i,
    "sla-degradation: measure before and after, results go to the ARCHITECT",
  ],
  [
    /\b(?:integrate|integration|webhook|external|third.party|queue|kafka)\b/i,
    "cross-service: another service is contacted",
  ],
];

/** Reads a task's words and what exists. A new operation needs its service layer, and the DBA where it names a table or new data. */
export function planMission(mission: string, contract: Contract, schema: DatabaseSchema): Plan {
  const chosen = signals.filter((signal) => signal.words.test(mission));
  const names = new Set(chosen.map((signal) => signal.specialist));
  // An endpoint without its service layer, and a table without its models, are half a mission.
  const added = signals.filter(
    (signal) => signal.specialist === "BACKEND_ENGINEER" && !names.has("BACKEND_ENGINEER") && names.size > 0,
  );
  const deploy = [...chosen, ...added].length === 0 ? signals : [...chosen, ...added];
  return {
    mission,
    deploy: signals
      .filter((signal) => deploy.includes(signal))
      .map(({ specialist, because, task }) => ({ specialist, because, task })),
    existing: findExisting(mission, contract, schema),
    escalate: triggers.filter(([words]) => words.test(mission)).map(([, text]) => text),
    handoff: ["COORD_QUALITY: tests of the new behaviour, and of what existing callers rely on"],
  };
}

const mostExisting = 20;

/** Existing operations, schemas and tables that share a telling word with the task. */
function findExisting(mission: string, contract: Contract, schema: DatabaseSchema): readonly Existing[] {
  const wanted = new Set(wordsOf(mission).filter((word) => word.length > 3 && !common.has(word)));
  const all: Existing[] = [
    ...contract.operations.map((operation) => ({
      kind: "operation" as const,
      name: `${operation.method} ${operation.path}`,
      where: operation.where,
    })),
    ...[...contract.components.values()].map((component) => ({
      kind: "schema" as const,
      name: component.name,
      where: component.where,
    })),
    ...[...schema.tables.values()].map((table) => ({
      kind: "table" as const,
      name: table.name,
      where: table.where,
    })),
  ];
  return all
    .map((one) => ({ one, hits: new Set(wordsOf(one.name).filter((word) => wanted.has(word))).size }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || (a.one.name < b.one.name ? -1 : 1))
    .slice(0, mostExisting)
    .map(({ one }) => one);
}

const common = new Set([
  "with",
  "from",
  "that",
  "this",
  "table",
  "column",
  "endpoint",
  "database",
  "query",
  "schema",
  "read",
  "create",
  "update",
  "list",
  "response",
  "request",
]);

/** `WeeklyRequirements`, `weekly_requirements` and `weekly-requirements` are the same two words; a plural s does not count. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (word.endsWith("s") && word.length > 3 ? word.slice(0, -1) : word))
    .filter((word) => word !== "");
}

export function renderPlan(plan: Plan): string {
  const lines = [`## COORD_PLATFORM plan: ${escapeMarkdown(plan.mission)}`, "", "**Specialists**", ""];
  for (const one of plan.deploy) lines.push(`- ${one.specialist}: ${one.task} (${one.because})`);
  lines.push("", "**Existing code**", "");
  if (plan.existing.length === 0) lines.push("- nothing with these names");
  for (const one of plan.existing) {
    const place = one.where === null ? "" : ` · ${codeSpan(`${one.where.path}:${one.where.line}`)}`;
    lines.push(`- ${one.kind} ${codeSpan(one.name)}${place}`);
  }
  lines.push("", "**To escalate to the ARCHITECT**", "");
  if (plan.escalate.length === 0) lines.push("- nothing that the task names");
  for (const text of plan.escalate) lines.push(`- ${text}`);
  lines.push("", "**Hand-off**", "", ...plan.handoff.map((text) => `- ${text}`), "");
  return lines.join("\n");
}
