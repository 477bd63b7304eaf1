import * as v from "valibot";

import { nearest } from "../text/nearest.ts";
import { count, list } from "../text/words.ts";
import { parseYaml } from "../text/yaml.ts";
import { reviewers, specialistNames, type Reviewer, type SpecialistName } from "./specialist.ts";

/** An identity card: who a specialist is, what it may decide, what it must escalate, what it must never do. */
export interface Identity {
  readonly name: Reviewer;
  readonly tier: "coordinator" | "specialist";
  /** A tier of `models.ts` or a model's full name. */
  readonly model: string;
  readonly reportsTo: string;
  /** Who may be deployed; empty for a specialist. */
  readonly mayDeploy: readonly SpecialistName[];
  /** Who may run at the same time, and who must have answered before. */
  readonly beside: readonly SpecialistName[];
  readonly after: readonly SpecialistName[];
  readonly batchSize: number;
  readonly maxFiles: number;
  /** Whether it is sent the changed lines. */
  readonly needsGit: boolean;
  /** Whether it is sent the facts about tables, columns, indexes, constraints, migrations and the pool. */
  readonly needsDatabaseFacts: boolean;
  /** Names of knowledge pages that the card includes. */
  readonly knowledge: readonly string[];
  /** What it points out to whom it reports to. The pattern is shown to the model, never run. */
  readonly escalationTriggers: readonly { readonly pattern: string; readonly reason: string }[];
  /** The card's text, without front matter. */
  readonly text: string;
}

/** A card or a knowledge page, in characters: with four pages still a small part of a model's window. */
const mostText = 64_000;
const mostPages = 4;

type Issue = { readonly received: string };

const must = (what: string) => (issue: Issue) =>
  `must be ${what}, not ${issue.received.slice(0, 60).replaceAll('"', "")}`;

/** A mapping of which every key is required; another key is an error that names the nearest known one. */
function section<Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries);
  return v.strictObject(entries, (issue) => {
    if (issue.path === undefined) return must("a mapping")(issue);
    if (issue.expected !== "never") return "is missing";
    const key = String(issue.path.at(-1)?.key);
    return `is not a known key, the nearest is \`${nearest(key, known) ?? ""}\``;
  });
}

const names = <const Names extends readonly string[]>(allowed: Names) =>
  v.array(v.picklist(allowed, must(list(allowed, "or"))), must("a list of names"));
const text = (most: number) =>
  v.pipe(
    v.string(must("text")),
    v.nonEmpty("must not be empty"),
    v.maxLength(most, `must have at most ${most} characters`),
  );
const number = (least: number, most: number) => {
  const what = must(`a whole number from ${least} to ${most}`);
  return v.pipe(v.number(what), v.integer(what), v.minValue(least, what), v.maxValue(most, what));
};
const flag = () => v.boolean(must("true or false"));

const frontMatter = section({
  name: v.picklist(reviewers, must(list(reviewers, "or"))),
  tier: v.picklist(["coordinator", "specialist"], must("coordinator or specialist")),
  model: v.pipe(
    v.string(must("a tier (haiku, sonnet, opus) or a model's name")),
    v.regex(/^[A-Za-z0-9][\w.:/@-]{0,99}$/, must("a tier (haiku, sonnet, opus) or a model's name")),
  ),
  "reports-to": text(80),
  "may-deploy": names(specialistNames),
  parallel: section({
    beside: names(specialistNames),
    after: names(specialistNames),
    "batch-size": number(1, 8),
  }),
  context: section({
    "max-files": number(1, 500),
    "needs-git": flag(),
    "needs-database-facts": flag(),
  }),
  knowledge: v.pipe(
    v.array(
      v.pipe(
        v.string(must("the name of a knowledge page")),
        v.regex(/^[a-z0-9-]{1,60}$/, must("the name of a knowledge page")),
      ),
      must("a list of knowledge pages"),
    ),
    v.maxLength(mostPages, `must have at most ${mostPages} pages`),
  ),
  "escalation-triggers": v.array(
    section({ pattern: text(200), reason: text(300) }),
    must("a list of patterns with their reasons"),
  ),
});

type Card = v.InferOutput<typeof frontMatter>;

export type IdentityResult =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly error: string };

/** Reads a card (Markdown with YAML front matter). The error is a sentence that names the file, the line and the key. */
export function parseIdentity(path: string, source: string): IdentityResult {
  const fail = (message: string, line: number | null = null): IdentityResult => ({
    ok: false,
    error: `Identity card \`${path}\`${line === null ? "" : `, line ${line}`}: ${message}.`,
  });
  if (source.length > mostText) return fail(`it is longer than ${mostText} characters`);
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) return fail("it must begin with front matter between two lines `---`");
  const document = parseYaml(lines.slice(1, end).join("\n"));
  if (document.kind === "unread") {
    const problem = document.problems[0];
    return fail(problem?.message ?? "the front matter is not YAML", (problem?.line ?? 0) + 1);
  }
  if (Array.isArray(document.value)) return fail("the front matter must be a mapping, not a list", 2);
  const result = v.safeParse(frontMatter, document.value);
  if (!result.success) {
    // A misspelt key is also a missing one: the first says more.
    const issue = result.issues.find(({ expected }) => expected === "never") ?? result.issues[0];
    const keys = issue.path?.map((item) => item.key) ?? [];
    const key = keys.length === 0 ? "the front matter" : `\`${keys.join(".")}\``;
    return fail(`${key} ${issue.message}`, document.locate(keys).line + 1);
  }
  const contradiction = contradictionIn(result.output, path);
  if (contradiction !== null) return fail(contradiction);
  const body = lines
    .slice(end + 1)
    .join("\n")
    .trim();
  if (body === "") return fail("it has no text below the front matter");
  return { ok: true, identity: identityOf(result.output, body) };
}

/** The chain of the founding documents: the coordinator deploys, specialists report to it and deploy nobody. */
function contradictionIn(card: Card, path: string): string | null {
  const coordinates = card.name === "COORD_PLATFORM";
  if (path !== fileOf(card.name)) return `\`name\` is ${card.name}, whose card is \`${fileOf(card.name)}\``;
  if (coordinates !== (card.tier === "coordinator")) {
    return `\`tier\` must be ${coordinates ? "coordinator" : "specialist"} for ${card.name}`;
  }
  if (!coordinates && card["reports-to"] !== "COORD_PLATFORM") {
    return "`reports-to` must be COORD_PLATFORM for a specialist";
  }
  if (!coordinates && card["may-deploy"].length > 0) return "`may-deploy` must be empty for a specialist";
  if (card.parallel.after.some((other) => other === card.name)) {
    return `\`parallel.after\` must not name ${card.name} itself`;
  }
  return null;
}

function identityOf(card: Card, body: string): Identity {
  return {
    name: card.name,
    tier: card.tier,
    model: card.model,
    reportsTo: card["reports-to"],
    mayDeploy: card["may-deploy"],
    beside: card.parallel.beside,
    after: card.parallel.after,
    batchSize: card.parallel["batch-size"],
    maxFiles: card.context["max-files"],
    needsGit: card.context["needs-git"],
    needsDatabaseFacts: card.context["needs-database-facts"],
    knowledge: card.knowledge,
    escalationTriggers: card["escalation-triggers"],
    text: body,
  };
}

function fileOf(name: Reviewer): string {
  return `${name}.identity.md`;
}

/** Whether a file of the identities' folder is a card: others may lie beside it. */
export function isCard(path: string): boolean {
  return path.endsWith(".identity.md") && !path.includes("/");
}

export function isKnowledgePage(path: string): boolean {
  return /^knowledge\/[a-z0-9-]{1,60}\.md$/.test(path);
}

/** Whether a file may be a card or a page of some folder, before the configuration that names the folder is read. */
export function mayBeIdentity(path: string): boolean {
  return path.endsWith(".identity.md") || /(?:^|\/)knowledge\/[a-z0-9-]{1,60}\.md$/.test(path);
}

/** Four cards and the pages that they include. */
export interface Identities {
  readonly cards: ReadonlyMap<Reviewer, Identity>;
  readonly knowledge: ReadonlyMap<string, string>;
}

export type IdentitiesResult =
  | { readonly ok: true; readonly identities: Identities }
  | { readonly ok: false; readonly error: string };

/**
 * The cards in force: those that ship with the product, each replaced by the repository's own of the same name.
 * `shipped` and `own` are file name (`DBA.identity.md`, `knowledge/database-migration.md`) → text.
 */
export function loadIdentities(
  shipped: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): IdentitiesResult {
  const fail = (error: string): IdentitiesResult => ({ ok: false, error });
  const cards = new Map<Reviewer, Identity>();
  const knowledge = new Map<string, string>();
  for (const [path, content] of [...shipped, ...own]) {
    if (isKnowledgePage(path)) {
      if (content.length > mostText) {
        return fail(`Knowledge page \`${path}\` is longer than ${mostText} characters.`);
      }
      knowledge.set(path.slice("knowledge/".length, -".md".length), content.trim());
    } else if (isCard(path)) {
      const result = parseIdentity(path, content);
      if (!result.ok) return result;
      cards.set(result.identity.name, result.identity);
    }
  }
  const absent = reviewers.filter((reviewer) => !cards.has(reviewer));
  if (absent.length > 0) {
    return fail(`There is no identity card of ${list(absent)}: ${count(absent.length, "file")} missing.`);
  }
  for (const card of cards.values()) {
    const missing = card.knowledge.find((page) => !knowledge.has(page));
    if (missing !== undefined) {
      return fail(`Identity card of ${card.name}: there is no knowledge page \`${missing}\`.`);
    }
  }
  const waiting = waitingForever(cards);
  return waiting.length > 0
    ? fail(`Identity cards: ${list(waiting)} wait for each other (\`parallel.after\`).`)
    : { ok: true, identities: { cards, knowledge } };
}

/** Specialists that no order of runs can satisfy. */
function waitingForever(cards: ReadonlyMap<Reviewer, Identity>): readonly SpecialistName[] {
  let left: readonly SpecialistName[] = specialistNames;
  for (;;) {
    const blocked = left.filter((name) => cards.get(name)?.after.some((other) => left.includes(other)));
    if (blocked.length === left.length) return blocked;
    left = blocked;
  }
}
