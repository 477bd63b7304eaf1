/**
 * What an authority answers: the first line of a comment, in a grammar without variants.
 *
 *     /coord-platform ack ESC-… [ESC-…] -- reason
 *     /coord-platform waive CON-… [UNK-…] [specialists] -- reason
 *     /coord-platform unack ESC-… [CON-…] [UNK-…] [specialists] [-- reason]
 *
 * A quote, a code block or an indented line does not begin with the command, so it is none.
 */

const verbs = ["ack", "waive", "unack"] as const;
export type Verb = (typeof verbs)[number];

export type Command =
  | {
      readonly kind: "answer";
      readonly verb: Verb;
      /** Ids in upper case, or `specialists`; without duplicates, at least one. */
      readonly targets: readonly string[];
      /** Null where none was given, or only the placeholder. */
      readonly reason: string | null;
    }
  /** Meant as an answer and not understood; `why` is a sentence. */
  | { readonly kind: "malformed"; readonly why: string };

export const specialistsTarget = "specialists";
const mostTargets = 20;
const mostReason = 300;
const identity = /^(?:ESC-(?:API|DB|AUTH|PERF|XSVC|GATE)|CON|UNK)-[0-9A-HJKMNP-TV-Z]{16}$/;

/** The answer in a comment's body, or null where it has none. Total. */
export function parseCommand(body: string): Command | null {
  const end = body.indexOf("\n");
  const line = (end < 0 ? body : body.slice(0, end)).slice(0, 4_000).replaceAll("\r", "");
  const words = line.split(/[ \t]/).filter((word) => word !== "");
  if (!line.startsWith("/coord-platform") || words[0] !== "/coord-platform") return null;
  const verb = verbs.find((candidate) => candidate === words[1]?.toLowerCase());
  if (verb === undefined) return null;
  const dashes = words.indexOf("--");
  const names = words.slice(2, dashes < 0 ? undefined : dashes);
  const reason = dashes < 0 ? null : reasonOf(words.slice(dashes + 1).join(" "));
  return answer(verb, names, reason);
}

function answer(verb: Verb, names: readonly string[], reason: string | null): Command {
  if (names.length === 0) return malformed(`\`${verb}\` needs at least one id from the report.`);
  if (names.some((name) => name.toLowerCase() === "all"))
    return malformed(`There is no \`${verb} all\`: name the ids, so that nothing newer is answered by it.`);
  const targets = [...new Set(names.map(normalised))];
  if (targets.length > mostTargets) return malformed(`At most ${mostTargets} ids in one comment.`);
  for (const name of names) {
    const why = refusal(verb, normalised(name), `\`${name.slice(0, 40)}\``);
    if (why !== null) return malformed(why);
  }
  return { kind: "answer", verb, targets, reason };
}

function refusal(verb: Verb, target: string, shown: string): string | null {
  if (target !== specialistsTarget && !identity.test(target))
    return `${shown} is not an id from a report; a reason follows after \` -- \`.`;
  if (verb === "ack" && !target.startsWith("ESC-"))
    return `\`ack\` takes ids that begin with ESC-; ${shown} is answered with \`waive\`.`;
  if (verb === "waive" && target.startsWith("ESC-"))
    return `\`waive\` takes CON-, UNK- and \`specialists\`; ${shown} is answered with \`ack\`.`;
  return null;
}

function malformed(why: string): Command {
  return { kind: "malformed", why };
}

function normalised(name: string): string {
  return name.toLowerCase() === specialistsTarget ? specialistsTarget : name.toUpperCase();
}

const placeholders = new Set(["", "reason", "why", "your reason"]);

function reasonOf(text: string): string | null {
  const bare = text.toLowerCase().replace(/[<>[\](){}"'`.…?! ]/g, " ");
  const words = bare.split(" ").filter((word) => word !== "");
  if (placeholders.has(words.join(" "))) return null;
  const characters = Array.from(text);
  return characters.length > mostReason ? `${characters.slice(0, mostReason).join("")}…` : text;
}
