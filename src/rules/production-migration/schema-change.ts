import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import type { MigrationContext } from "./migration-context.ts";
import { revisionRule } from "./migration-rule.ts";
import { describeOperation } from "./describe-operation.ts";
import { operationRules } from "./operation-rules.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { lowest } from "../../facts/location.ts";

export const schemaChange = revisionRule({
  id: "schema-change",
  title: "The schema changes in a way that harms neither rows nor running code",
  why: "A migration that production has to run is the authority's to know of, also when it only adds. With `database.escalate: risky`, the default, the authority is informed; with `all` it has to agree.",
  fix: "Nothing to do. Where every migration needs consent, set `database.escalate: all` in the configuration.",
  *check(context): Iterable<FindingDraft> {
    for (const [subject, steps] of harmlessSteps(context)) yield draftOf(subject, steps, context);
  },
});

/** Steps that no other rule objects to, by the table or object that they change; one finding each. */
function harmlessSteps(context: MigrationContext): ReadonlyMap<string, readonly Step[]> {
  const bySubject = new Map<string, Step[]>();
  for (const step of stepsOf(context)) {
    if (describeOperation(step.operation) === null) continue;
    if (operationRules.some((rule) => rule.judge(step, context) !== null)) continue;
    const subject = subjectOf(step);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), step]);
  }
  return bySubject;
}

function subjectOf(step: Step): string {
  const { operation, table } = step;
  if (table !== null) return table;
  return "name" in operation && operation.name !== null ? operation.name : "the database";
}

function draftOf(subject: string, steps: readonly Step[], { settings }: MigrationContext): FindingDraft {
  const words = [...new Set(steps.flatMap((step) => describeOperation(step.operation) ?? []))];
  const [first] = steps;
  const where = first?.statement.where ?? { path: "", line: 1, endLine: 1 };
  const consent = settings.database.escalate === "all";
  return {
    subject,
    reaches: [],
    before: null,
    after: [...words].sort().join("; "),
    where: { ...where, side: "after" },
    message: say`\`${subject}\`: ${shortened(words)}`,
    fix: consent
      ? "The configuration asks for an authority's consent to every migration (`database.escalate: all`)."
      : "Nothing to do: this is for the authority's information.",
    ...(consent ? {} : { severity: "info" as const }),
    confidence: steps.map((step) => step.statement.confidence).reduce(lowest, "high"),
  };
}

const mostWords = 6;

function shortened(words: readonly string[]): string {
  const rest = words.length - mostWords;
  return rest > 0 ? `${words.slice(0, mostWords).join(", ")} and ${rest} more` : words.join(", ");
}
