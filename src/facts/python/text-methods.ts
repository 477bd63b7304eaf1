import type { Constant } from "./project.ts";

/** Longer texts and lists are not constants that anybody reads, and no input may make a run use much memory. */
const longest = 100_000;
const mostParts = 5_000;

/** What `str.isspace()` holds for: what `strip()` takes off and `split()` separates at. */
const whiteSpace =
  "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const whiteSpaceRun = new RegExp(`[${whiteSpace}]+`, "u");
const whiteSpaceCharacter = new RegExp(`[${whiteSpace}]`, "u");
/** Where `str.splitlines()` ends a line. */
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u; // oxlint-disable-line no-control-regex -- they are Python's line ends

/** What methods of texts give. */
export type TextResult = string | boolean | readonly string[];
type Method = (text: string, args: readonly Constant[]) => TextResult | undefined;

/**
 * What a method of Python's `str` gives for a text and positional arguments, by the documentation of "Text Sequence
 * Type" in the Python library; undefined for a method, arguments or a size that is not known.
 */
export function callTextMethod(
  text: string,
  method: string,
  args: readonly Constant[],
): TextResult | undefined {
  return methods.get(method)?.(text, args);
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["lower", plain((text) => text.toLowerCase())],
  ["upper", plain((text) => text.toUpperCase())],
  ["isupper", plain((text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text))],
  ["islower", plain((text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text))],
  ["strip", (text, args) => strip(text, args, "both")],
  ["lstrip", (text, args) => strip(text, args, "left")],
  ["rstrip", (text, args) => strip(text, args, "right")],
  ["startswith", withText((text, start) => text.startsWith(start))],
  ["endswith", withText((text, end) => text.endsWith(end))],
  ["removeprefix", withText((text, start) => (text.startsWith(start) ? text.slice(start.length) : text))],
  [
    "removesuffix",
    withText((text, end) => (end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text)),
  ],
  ["replace", replace],
  ["join", join],
  ["split", split],
  ["splitlines", plain(splitLines)],
]);

function plain(give: (text: string) => TextResult | undefined): Method {
  return (text, args) => (args.length === 0 ? give(text) : undefined);
}

function withText(give: (text: string, argument: string) => TextResult): Method {
  return (text, args) => {
    const [argument] = args;
    return args.length === 1 && typeof argument === "string" ? give(text, argument) : undefined;
  };
}

function strip(text: string, args: readonly Constant[], side: "both" | "left" | "right"): string | undefined {
  const [given = null] = args;
  if (args.length > 1 || (given !== null && typeof given !== "string")) return undefined;
  const goes = (character: string | undefined): boolean =>
    character !== undefined &&
    (given === null ? whiteSpaceCharacter.test(character) : characters.has(character));
  const characters = new Set(given ?? "");
  const all = Array.from(text);
  let start = 0;
  let end = all.length;
  if (side !== "right") while (start < end && goes(all[start])) start += 1;
  if (side !== "left") while (end > start && goes(all[end - 1])) end -= 1;
  return all.slice(start, end).join("");
}

function replace(text: string, args: readonly Constant[]): string | undefined {
  const [old, fresh] = args;
  if (args.length !== 2 || typeof old !== "string" || typeof fresh !== "string" || old === "")
    return undefined;
  if ((text.length / old.length) * fresh.length > longest) return undefined;
  return text.replaceAll(old, () => fresh);
}

function join(separator: string, args: readonly Constant[]): string | undefined {
  const [parts] = args;
  if (args.length !== 1 || !Array.isArray(parts) || !parts.every((part) => typeof part === "string"))
    return undefined;
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  return length > longest ? undefined : parts.join(separator);
}

function split(text: string, args: readonly Constant[]): readonly string[] | undefined {
  const [separator = null] = args;
  if (args.length > 1) return undefined;
  if (separator === null) return limited(text.split(whiteSpaceRun).filter((part) => part !== ""));
  return typeof separator === "string" && separator !== "" ? limited(text.split(separator)) : undefined;
}

function splitLines(text: string): readonly string[] | undefined {
  const lines = text.split(lineEnd);
  return limited(lines.at(-1) === "" ? lines.slice(0, -1) : lines);
}

function limited(parts: readonly string[]): readonly string[] | undefined {
  return parts.length > mostParts ? undefined : parts;
}
