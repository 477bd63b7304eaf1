import { canonicalJson } from "../../text/canonical.ts";
import { codeSpan } from "../../text/untrusted.ts";
import { capped, count, list } from "../../text/words.ts";
import { answerable, isOperation, modelOf, namesIn } from "../concerns.ts";
import { unreadAside } from "../open-items.ts";
import type { Report } from "../report.ts";

/** The line below the decisions: how far the facts reach, and what the report rests on. */
export function evidenceLine(report: Report): string | null {
  const { checks, coverage, specialists } = report;
  const applicable = checks.filter(({ state }) => state !== "not-applicable");
  const passed = applicable.filter(({ state }) => state === "pass").length;
  const reached = chains(report);
  const unknown = coverage.unresolved.length + unreadAside(report).length;
  const parts = [
    ...(reached === "" ? [] : [`Reaches: ${reached}`]),
    ...(applicable.length === 0 ? [] : [`checks ${passed} of ${applicable.length}`]),
    // A pass has said it in its first line.
    ...(report.verdict.status === "pass" || coverage.files === 0
      ? []
      : [`${coverage.analysed} of ${count(coverage.files, "file")} read`]),
    ...(unknown === 0 ? [] : [`${count(unknown, "place")} not known`]),
    ...specialistsPart(specialists),
  ];
  // The checks alone are told below.
  return parts.length <= (applicable.length === 0 ? 0 : 1) ? null : capitalised(parts.join(" · "));
}

/** `specialists 3 of 3, $0.04`; where none finished, the first line has said why. */
function specialistsPart(specialists: Report["specialists"]): readonly string[] {
  const needed = specialists.filter(({ status }) => status !== "not-needed");
  const completed = needed.filter(({ status }) => status === "completed");
  if (completed.length === 0) return [];
  const usd = needed.reduce((total, { usd: price }) => total + (price ?? 0), 0);
  return [`specialists ${completed.length} of ${needed.length}, ${dollars(usd)}`];
}

export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? "below $0.01" : `$${usd.toFixed(2)}`;
}

/** `\`residents.pgy_level\` → \`Resident\`; \`ResidentRead.email\` → 3 operations`: the three causes that reach farthest. */
function chains(report: Report): string {
  const causes = new Map<string, { readonly operations: Set<string>; readonly model: string | null }>();
  for (const finding of answerable(report)) {
    const [name] = namesIn(finding);
    if (name === undefined) continue;
    const operations = finding.reaches.filter((one) => isOperation(one));
    const known = causes.get(name) ?? { operations: new Set<string>(), model: modelOf(name, report) };
    for (const operation of operations) known.operations.add(operation);
    causes.set(name, known);
  }
  const ordered = [...causes]
    .filter(([, { operations, model }]) => operations.size > 1 || model !== null)
    .sort(([, a], [, b]) => b.operations.size - a.operations.size);
  // A table and its column lead to the same class: once is enough.
  const telling = ordered.filter(
    ([, { operations, model }], index) =>
      operations.size > 0 || ordered.findIndex(([, other]) => other.model === model) === index,
  );
  const { shown, more } = capped([...sameReach(telling).values()], 3);
  const texts = shown.map(({ names, operations, model }) =>
    [
      namesText(names),
      ...(model === null ? [] : [codeSpan(model)]),
      ...(operations.size === 0 ? [] : [count(operations.size, "operation")]),
    ].join(" → "),
  );
  return [...texts, ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

interface Reach {
  readonly operations: ReadonlySet<string>;
  readonly model: string | null;
}

/** Causes that lead to the same operations are one chain. */
function sameReach(
  causes: readonly (readonly [string, Reach])[],
): ReadonlyMap<string, Reach & { readonly names: readonly string[] }> {
  const chains = new Map<string, Reach & { readonly names: readonly string[] }>();
  for (const [name, { operations, model }] of causes) {
    const key = canonicalJson([[...operations].sort(), model]);
    chains.set(key, { operations, model, names: [...(chains.get(key)?.names ?? []), name] });
  }
  return chains;
}

function namesText(names: readonly string[]): string {
  const { shown, more } = capped(names, 3);
  return list([...shown.map(codeSpan), ...(more > 0 ? [`${more} more`] : [])]);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
