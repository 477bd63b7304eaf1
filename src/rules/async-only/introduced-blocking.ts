import type { Changes } from "../../changes/changes.ts";
import type { BlockingCall } from "../../facts/code/code.ts";
import type { FindingDraft } from "../finding.ts";

/** The blocking calls that a change adds to one function: one thing to fix, however many calls it takes. */
export interface BlockedFunction {
  readonly function: string;
  readonly operation: string | null;
  /** At least one, in order of the source; only the certain ones where there are any. */
  readonly calls: readonly BlockingCall[];
}

export function introducedBlocking(
  changes: Changes,
  wanted: (call: BlockingCall) => boolean,
): readonly BlockedFunction[] {
  const groups = new Map<string, BlockingCall[]>();
  for (const change of changes.blockingCalls) {
    if (change.status !== "added" || !wanted(change.after)) continue;
    const key = `${change.after.where.path} ${change.after.function}`;
    groups.set(key, [...(groups.get(key) ?? []), change.after]);
  }
  return [...groups.values()].map((calls) => {
    const certain = calls.filter((call) => call.confidence === "high");
    const counted = (certain.length > 0 ? certain : calls).toSorted((a, b) => a.where.line - b.where.line);
    return {
      function: counted[0]?.function ?? "",
      operation: counted[0]?.operation ?? null,
      calls: counted,
    };
  });
}

/** The parts of a finding that say what it is about: the operation › the function › what it calls. */
export function describeBlocking(
  one: BlockedFunction,
): Pick<FindingDraft, "subject" | "reaches" | "before" | "after" | "where"> {
  const counts = new Map<string, number>();
  for (const call of one.calls) {
    const callee = [...call.via.slice(0, 1), call.callee].join(" › ");
    counts.set(callee, (counts.get(callee) ?? 0) + 1);
  }
  const callees = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const [first] = one.calls;
  return {
    subject: [
      ...(one.operation === null ? [] : [one.operation]),
      one.function,
      callees.map(([callee]) => callee).join(", "),
    ].join(" › "),
    reaches: [...new Set(one.calls.flatMap((call) => call.reaches))].sort(),
    before: null,
    after: callees.map(([callee, count]) => (count === 1 ? callee : `${callee} ×${count}`)).join(", "),
    where: { ...(first?.where ?? { path: "", line: 1, endLine: 1 }), side: "after" },
  };
}
