import * as v from "valibot";
import { parse } from "yaml";

import type { Reviewer } from "./specialist.ts";

const reviewers = [
  "COORD_PLATFORM",
  "DBA",
  "BACKEND_ENGINEER",
  "API_DEVELOPER",
] as const satisfies readonly Reviewer[];

/** An identity card: who a specialist is, what it may decide, what it must escalate, what it must never do. */
export interface Identity {
  readonly name: Reviewer;
  readonly tier: "coordinator" | "specialist";
  /** A tier of `models.ts` or a model's full name. */
  readonly model: string;
  readonly reportsTo: string;
  readonly mayDeploy: readonly string[];
  readonly maxFiles: number;
  /** Names of knowledge pages that the card includes. */
  readonly knowledge: readonly string[];
  readonly escalationTriggers: readonly { readonly pattern: string; readonly reason: string }[];
  /** The card's text, without front matter. */
  readonly text: string;
}

const name = v.picklist(reviewers, "must be COORD_PLATFORM, DBA, BACKEND_ENGINEER or API_DEVELOPER");
const text = (most: number) =>
  v.pipe(
    v.string(),
    v.minLength(1, "must not be empty"),
    v.maxLength(most, `must have at most ${most} characters`),
  );

const frontMatter = v.strictObject({
  name,
  tier: v.picklist(["coordinator", "specialist"], "must be coordinator or specialist"),
  model: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9.-]{0,79}$/, "must be a tier (haiku, sonnet, opus) or a model name"),
  ),
  "reports-to": text(80),
  "may-deploy": v.array(name),
  parallel: v.strictObject({
    beside: v.array(name),
    after: v.array(name),
    "batch-size": v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
  }),
  context: v.strictObject({
    "max-files": v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    "needs-git": v.boolean(),
    "needs-database-facts": v.boolean(),
  }),
  knowledge: v.array(
    v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/, "must be the name of a knowledge page")),
  ),
  "escalation-triggers": v.array(v.strictObject({ pattern: text(200), reason: text(300) })),
});

export type IdentityResult =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly error: string };

/** Reads a card (Markdown with YAML front matter). The error is a sentence that names the file and the key. */
export function parseIdentity(path: string, source: string): IdentityResult {
  const fail = (message: string): IdentityResult => ({
    ok: false,
    error: `Identity card \`${path}\`: ${message}.`,
  });
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  if (source.length > 64_000) return fail("it is longer than 64,000 characters");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) return fail("it must begin with front matter between two lines `---`");
  let data: unknown;
  try {
    data = parse(lines.slice(1, end).join("\n"), { maxAliasCount: 0, schema: "core" });
  } catch (error) {
    return fail(`the front matter is not YAML (${firstLine(error)})`);
  }
  const result = v.safeParse(frontMatter, data);
  if (!result.success) {
    const issue = result.issues[0];
    const key = v.getDotPath(issue) ?? "front matter";
    return fail(`\`${key}\`: ${issue.message}`);
  }
  const card = result.output;
  const body = lines
    .slice(end + 1)
    .join("\n")
    .trim();
  if (body === "") return fail("it has no text below the front matter");
  return {
    ok: true,
    identity: {
      name: card.name,
      tier: card.tier,
      model: card.model,
      reportsTo: card["reports-to"],
      mayDeploy: card["may-deploy"],
      maxFiles: card.context["max-files"],
      knowledge: card.knowledge,
      escalationTriggers: card["escalation-triggers"],
      text: body,
    },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/** Four cards and the pages that they include. */
export interface Identities {
  readonly cards: ReadonlyMap<Reviewer, Identity>;
  readonly knowledge: ReadonlyMap<string, string>;
}

export type IdentitiesResult =
  | { readonly ok: true; readonly identities: Identities; readonly replaced: readonly string[] }
  | { readonly ok: false; readonly error: string };

/**
 * The cards in force: those that ship with the product, each replaced by the repository's own of the same name.
 * `shipped` and `own` are file name (`DBA.identity.md`, `knowledge/database-migration.md`) → text.
 */
export function loadIdentities(
  shipped: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): IdentitiesResult {
  const cards = new Map<Reviewer, Identity>();
  const knowledge = new Map<string, string>();
  const replaced: string[] = [];
  for (const [source, isOwn] of [
    ...[...shipped].map((file) => [file, false] as const),
    ...[...own].map((file) => [file, true] as const),
  ]) {
    const [path, content] = source;
    if (path.startsWith("knowledge/") && path.endsWith(".md")) {
      knowledge.set(path.slice("knowledge/".length, -".md".length), content);
    } else if (path.endsWith(".identity.md")) {
      const result = parseIdentity(path, content);
      if (!result.ok) return result;
      cards.set(result.identity.name, result.identity);
    } else {
      continue;
    }
    if (isOwn) replaced.push(path);
  }
  for (const reviewer of reviewers) {
    if (!cards.has(reviewer)) return { ok: false, error: `There is no identity card of ${reviewer}.` };
  }
  for (const card of cards.values()) {
    const missing = card.knowledge.find((page) => !knowledge.has(page));
    if (missing !== undefined) {
      return {
        ok: false,
        error: `Identity card of ${card.name}: there is no knowledge page \`${missing}\`.`,
      };
    }
  }
  return { ok: true, identities: { cards, knowledge }, replaced };
}
