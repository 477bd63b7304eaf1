import type { Escalation, Violation } from "../escalation/escalation.ts";
import type { Finding } from "../rules/finding.ts";
import { canonicalJson } from "../text/canonical.ts";
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
    canonicalJson([...placeKey(finding), withoutCode(finding.message), reachedBeside(finding)]),
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
      withoutSubject(finding.message),
      reachedBeside(finding),
      comparedIn(finding),
      proseOf(finding.fix),
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
export function fixTogether(findings: readonly Finding[]): string {
  const [first = "", ...others] = new Set(findings.map(({ fix }) => fix));
  const parts = first.split(fence);
  if (others.some((fix) => canonicalJson(proseOf(fix)) !== canonicalJson(proseOf(first))))
    return [first, ...others].join("\n\n");
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const { language } = codeIn(part);
      const bodies = [first, ...others].map((fix) => codeIn(fix.split(fence)[index] ?? "").body);
      return `${language}\n${[...new Set(bodies)].join("")}`;
    })
    .join(fence);
}

const fence = "```";

/** A fix without its code: what stands between the fences, and their languages. */
function proseOf(fix: string): readonly string[] {
  return fix.split(fence).map((part, index) => (index % 2 === 0 ? part : codeIn(part).language));
}

function codeIn(part: string): { readonly language: string; readonly body: string } {
  const end = part.indexOf("\n");
  return end < 0 ? { language: part, body: "" } : { language: part.slice(0, end), body: part.slice(end + 1) };
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
  const leads = [first, ...others].map(({ message }) => subjectIn(message));
  const told = new Set(codesIn(first.message));
  return others.map(({ message, subject }) => {
    const lead = subjectIn(message);
    if (lead === null) return { name: subject, detail: null };
    const isShared = leads.filter((one) => one === lead).length > 1;
    const detail = isShared ? codesIn(message).find((code) => code !== lead && !told.has(code)) : undefined;
    return { name: lead, detail: detail ?? null };
  });
}

function codesIn(message: string): readonly string[] {
  return [...message.matchAll(/`([^`]{1,400})`/g)].map((match) => match[1] ?? "");
}

/** What a message is about: its first piece of code. */
function subjectIn(message: string): string | null {
  return /`([^`]{1,400})`/.exec(message)?.[1] ?? null;
}

function withoutSubject(message: string): string {
  const subject = subjectIn(message);
  return subject === null ? message : message.replace(`\`${subject}\``, () => "`…`");
}

/** Without any code; several pieces in a row are as good as one. */
function withoutCode(message: string): string {
  return message.replace(/`[^`]{1,400}`(?:, `[^`]{1,400}`)*/g, "`…`");
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
