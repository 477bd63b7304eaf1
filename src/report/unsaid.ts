import type { Finding } from "../rules/finding.ts";

type Said = Pick<Finding, "message" | "subject" | "before" | "after" | "reaches">;

/** Before and after, where the message has not said them. */
export function comparedIn({
  message,
  before,
  after,
}: Said): { readonly before: string; readonly after: string } | null {
  if (before === null || after === null || before === after) return null;
  if (message.includes(after) && (message.includes(before) || before === "none")) return null;
  // `integer, required` and `integer, optional`, where the message says that it became optional.
  const [old, fresh] = [before, after].map((text) => text.lastIndexOf(", "));
  const onlyTheLastDiffers = old !== -1 && before.slice(0, old) === after.slice(0, fresh);
  if (onlyTheLastDiffers && message.includes(after.slice((fresh ?? 0) + 2))) return null;
  return { before, after };
}

/** The operations that a cause reaches, but for those that the message or the subject names. */
export function reachedBeside({ reaches, message, subject }: Said): readonly string[] {
  return reaches.filter(
    (operation) =>
      !message.includes(`\`${operation}\``) && subject !== operation && !subject.startsWith(`${operation} `),
  );
}
