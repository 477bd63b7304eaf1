import type { Escalation, NotAnalysed, Violation } from "../escalation/escalation.ts";
import type { SpecialistResult } from "../specialists/specialist.ts";
import { count, list } from "../text/words.ts";
import type { Verdict, VerdictStatus } from "./status.ts";

/** Everything that the verdict depends on. Remarks of specialists are not among it: only whether they finished. */
export interface VerdictInput {
  readonly violations: readonly Violation[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly escalations: readonly Escalation[];
  readonly specialists: {
    /** `required`, and neither a draft nor a merge group: those need none. */
    readonly needed: boolean;
    readonly results: readonly SpecialistResult[];
    readonly waived: boolean;
  };
  /** Why the evaluation could not finish, in sentences: git, API, superseded head. */
  readonly unfinished: readonly string[];
}

/** One reason for a status other than `pass`. */
interface Reason {
  readonly status: Exclude<VerdictStatus, "pass">;
  readonly text: string;
}

/** From the worst to the best (interface.md, "From findings to verdict"). */
export const order = [
  "blocked",
  "not-evaluated",
  "needs-acknowledgement",
  "pass",
] as const satisfies readonly VerdictStatus[];

/** Each row says which reasons a part of the input gives. All of them are listed; the worst is the status. */
const table: readonly ((input: VerdictInput) => readonly Reason[])[] = [
  openViolations,
  unfinishedEvaluation,
  unreadInput,
  missingSpecialists,
  openEscalations,
];

/** The one verdict on a change. Pure: nothing that a model says can make it better. */
export function decide(input: VerdictInput): Verdict {
  const reasons = table.flatMap((row) => row(input));
  const status = order.find((candidate) => reasons.some((reason) => reason.status === candidate)) ?? "pass";
  return {
    status,
    reasons: reasons.map(({ text }) => text),
    unfinished: reasons.some((reason) => reason.status === "not-evaluated"),
  };
}

/** Whether a specialist that is needed did not finish. */
export function lacksSpecialists({ needed, results }: VerdictInput["specialists"]): boolean {
  return needed && results.some(unfinishedSpecialist);
}

function unfinishedSpecialist({ status }: SpecialistResult): boolean {
  return status === "not-run" || status === "failed";
}

function openViolations({ violations }: VerdictInput): readonly Reason[] {
  return violations
    .filter(({ state }) => state === "open")
    .map(({ id, constraint }) => ({
      status: "blocked",
      text: `\`${id}\` breaks the constraint \`${constraint}\`.`,
    }));
}

function openEscalations({ escalations }: VerdictInput): readonly Reason[] {
  return escalations.flatMap(({ id, trigger, state, by }) => {
    if (state === "acknowledged" || state === "informed") return [];
    const how =
      state === "open"
        ? "has to be acknowledged"
        : state === "withdrawn"
          ? `has no acknowledgement any more: ${named(by)} withdrew it`
          : `is not acknowledged: ${named(by)} may not answer for it`;
    return [{ status: "needs-acknowledgement", text: `\`${id}\` (${trigger}) ${how}.` } as const];
  });
}

function unreadInput({ notAnalysed }: VerdictInput): readonly Reason[] {
  const byId = new Map<string, NotAnalysed>();
  for (const item of notAnalysed)
    if (item.decides && item.state === "open" && !byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()].map(({ id, path, line, reason }) => ({
    status: "not-evaluated",
    text: `\`${path}\`${line === null ? "" : `, line ${line},`} could not be read (${reason}) and may hide what decides: \`${id}\`.`,
  }));
}

function missingSpecialists({ specialists }: VerdictInput): readonly Reason[] {
  if (specialists.waived || !lacksSpecialists(specialists)) return [];
  const missing = specialists.results.filter(unfinishedSpecialist);
  const why = [...new Set(missing.flatMap(({ reason }) => reason ?? []))];
  const names = list(missing.map(({ name }) => name));
  return [
    {
      status: "not-evaluated",
      text: `${count(missing.length, "specialist is", "specialists are")} required and did not finish: ${names}${why.length === 0 ? "" : ` (${list(why)})`}.`,
    },
  ];
}

function unfinishedEvaluation({ unfinished }: VerdictInput): readonly Reason[] {
  return unfinished.map((text) => ({ status: "not-evaluated", text }));
}

function named(login: string | null): string {
  return login === null ? "its author" : `\`${login}\``;
}
