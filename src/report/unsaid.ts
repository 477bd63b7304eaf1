import type { Finding } from "../rules/finding.ts";
import { codesIn, plainText } from "../text/sentence.ts";

type Said = Pick<Finding, "message" | "subject" | "before" | "after" | "reaches">;

/** Before and after, where the message has not said them. */
export function comparedIn({
  message,
  before,
  after,
}: Said): { readonly before: string; readonly after: string } | null {
  if (before === null || after === null || before === after) return null;
  const said = plainText(message);
  if (said.includes(after) && (said.includes(before) || before === "none")) return null;
  // `integer, required` and `integer, optional`, where the message says that it became optional.
  const [old, fresh] = [before, after].map((text) => text.lastIndexOf(", "));
  const onlyTheLastDiffers = old !== -1 && before.slice(0, old) === after.slice(0, fresh);
  if (onlyTheLastDiffers && said.includes(after.slice((fresh ?? 0) + 2))) return null;
  return { before, after };
}

/** The operations that a cause reaches, but for those that the message or the subject names. */
export function reachedBeside({ reaches, message, subject }: Said): readonly string[] {
  const named = new Set(codesIn(message));
  return reaches.filter(
    (operation) => !named.has(operation) && subject !== operation && !subject.startsWith(`${operation} `),
  );
}
