import type { Escalation, Violation } from "../escalation/escalation.ts";
import type { Finding } from "../rules/finding.ts";
import { canonicalJson } from "../text/canonical.ts";
import type { Passage } from "../text/passage.ts";
import { codesIn, predicateOf, subjectOf, type Sentence } from "../text/sentence.ts";
import type { Report } from "./report.ts";
import { comparedIn, reachedBeside } from "./unsaid.ts";

/** Findings that say the same of several things in one file: readers meet them as one statement. */
export interface Together {
  readonly first: Finding;
  /** What else it is said of, in the order of the report. */
  readonly others: readonly Finding[];
}

/** A statement that is answered, with everything that the answer has to name. */
export interface ItemsTogether {
  readonly findings: readonly Finding[];
  readonly items: readonly (Escalation | Violation)[];
}

/** For advice and information: the details may differ, which the JSON report has. */
export function together(findings: readonly Finding[]): readonly Together[] {
  return grouped(findings, (finding) =>
    canonicalJson([...placeKey(finding), wordsOf(finding.message), reachedBeside(finding)]),
  ).map(([first, ...others]) => ({ first, others }));
}

/** What is answered stands together only where nothing but the thing itself differs, and the way out is the same. */
export function itemsTogether(
  items: readonly (Escalation | Violation)[],
  report: Report,
): readonly ItemsTogether[] {
  const byId = new Map(report.findings.map((finding) => [finding.id, finding]));
  const findingsOf = (item: Escalation | Violation) => item.findings.flatMap((id) => byId.get(id) ?? []);
  return grouped(items, (item) => {
    const [finding, ...rest] = findingsOf(item);
    if (finding === undefined || rest.length > 0 || item.state !== "open") return item.id;
    return canonicalJson([
      ...placeKey(finding),
      predicateOf(finding.message),
      reachedBeside(finding),
      comparedIn(finding),
      withoutCode(finding.fix),
    ]);
  })
    .flatMap(atMost)
    .map((group) => ({ items: group, findings: group.flatMap(findingsOf) }));
}

/** Nobody answers for what is not named: a statement names all of its things. */
const mostAnswered = 10;

function atMost<Item>(group: readonly Item[]): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < group.length; start += mostAnswered)
    parts.push(group.slice(start, start + mostAnswered));
  return parts;
}

/** The ways out of findings that stand together: the same sentences, and the code of all of them. */
export function fixTogether(findings: readonly Finding[]): Passage {
  const [first = [], ...others] = distinct(findings.map(({ fix }) => fix));
  const shape = canonicalJson(withoutCode(first));
  if (others.some((fix) => canonicalJson(withoutCode(fix)) !== shape))
    return others.reduce((all, fix) => [...all, { kind: "prose", sentence: [] }, ...fix], first);
  return first.map((block, index) => {
    if (block.kind === "prose") return block;
    const texts = others.flatMap((fix) => {
      const other = fix[index];
      return other?.kind === "code" ? [other.text] : [];
    });
    return { ...block, text: [...new Set([block.text, ...texts])].join("\n") };
  });
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [canonicalJson(item), item])).values()];
}

/** A way out without the text of its code blocks, which names the thing. */
function withoutCode(fix: Passage): Passage {
  return fix.map((block) => (block.kind === "code" ? { ...block, text: "" } : block));
}

function placeKey({ rule, severity, where }: Finding): readonly string[] {
  return [rule, severity, where.path, where.side];
}

/**
 * What the others of a group are called, beside the one that is told in full: by the first piece of code of their
 * message, and where that does not tell them apart by a further one.
 */
export function otherNames(
  first: Finding,
  others: readonly Finding[],
): readonly { readonly name: string; readonly detail: string | null }[] {
  const leads = [first, ...others].map(({ message }) => subjectOf(message));
  const told = new Set(codesIn(first.message));
  return others.map(({ message, subject }) => {
    const lead = subjectOf(message);
    if (lead === null) return { name: subject, detail: null };
    const isShared = leads.filter((one) => one === lead).length > 1;
    const detail = isShared ? codesIn(message).find((code) => code !== lead && !told.has(code)) : undefined;
    return { name: lead, detail: detail ?? null };
  });
}

/** The words of a sentence around its code; several pieces of code in a row are as good as one. */
function wordsOf(message: Sentence): readonly (string | null)[] {
  const words: (string | null)[] = [];
  for (const span of message) {
    const isNext = "code" in span && words.at(-1) === ", " && words.at(-2) === null;
    if (isNext) words.pop();
    else words.push("code" in span ? null : span.words);
  }
  return words;
}

function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
