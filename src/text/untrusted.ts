import type { Passage } from "./passage.ts";
import { readSentence, type Sentence } from "./sentence.ts";

/**
 * Text that a stranger can write (titles, paths, identifiers, model answers), made harmless for Markdown.
 * Nothing here uses a regular expression that can backtrack over its input.
 */

/**
 * Code points that a reader cannot see or that reorder text: controls, bidi, zero width, tags, variation selectors,
 * Hangul fillers. Tab and newline are not among them.
 */
const invisible: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
];

/** Replaces what cannot be seen by a visible escape such as `\u{202e}`; tabs and newlines stay. */
export function revealInvisible(text: string): string {
  if (/^[ -~\n\t]*$/.test(text)) return text;
  let output = "";
  let previous = "";
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0;
    // The selector that makes a symbol an emoji, and the joiner between two, are part of what a reader sees.
    const partOfEmoji =
      (point === 0xfe0f || point === 0x200d) && /^[\p{Extended_Pictographic}\uFE0F]$/u.test(previous);
    const hidden = !partOfEmoji && invisible.some(([first, last]) => point >= first && point <= last);
    previous = character;
    output += hidden ? `\\u{${point.toString(16)}}` : character;
  }
  return output;
}

/** One line: newlines and tabs become visible escapes too. */
export function singleLine(text: string): string {
  return revealInvisible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/** Inside of a word an underscore is never emphasis (CommonMark 0.31, section 6.2). */
const looseUnderscore = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

const zeroWidth = "\u200B";

/**
 * Prose for Markdown: no emphasis, link, image, HTML, mention, reference or automatic link survives.
 * Autolinks are broken by a zero-width space, because GitHub makes them after backslash escapes are resolved.
 */
export function escapeMarkdown(text: string): string {
  return singleLine(text)
    .replace(/[\\`*{}[\]<>()#+!|~$-]/g, (character) => `\\${character}`)
    .replace(looseUnderscore, "\\_")
    .replaceAll("&", "&amp;")
    .replaceAll("@", `@${zeroWidth}`)
    .replaceAll("://", `:${zeroWidth}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${zeroWidth}.`)
    .replace(/#(?=\d)/g, `#${zeroWidth}`)
    .replace(/\b(gh)(?=\\-\d)/gi, `$1${zeroWidth}`)
    .replace(/[0-9a-f]{40}/g, (match) => `${match.slice(0, 20)}${zeroWidth}${match.slice(20)}`)
    .replace(/^(\s{0,3}\d{1,9})([.)])/, "$1\\$2")
    .replace(/^\s*\//, (match) => match.replace("/", `${zeroWidth}/`));
}

/** A code span of one line, whatever the text holds: the fence is longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const content = singleLine(text);
  if (content === "") return "` `";
  const fence = "`".repeat(longestRun(content, "`") + 1);
  const padding = content.startsWith("`") || content.endsWith("`") ? " " : "";
  return `${fence}${padding}${content}${padding}${fence}`;
}

/**
 * A code span for a table cell. Renderers disagree about when a backslash protects a pipe inside of code, and a cell
 * that ends early sets its rest free: a pipe is shown as a broken bar.
 */
export function codeCell(text: string): string {
  return codeSpan(text.replaceAll("|", "\u00A6"));
}

/** A fenced code block whose fence is longer than any run of backticks in the text. */
export function codeBlock(text: string, language: string): string {
  const content = revealInvisible(text);
  const fence = "`".repeat(Math.max(3, longestRun(content, "`") + 1));
  return `${fence}${language}\n${content.endsWith("\n") ? content.slice(0, -1) : content}\n${fence}`;
}

/** Our own sentences, code as code spans; everything outside of them is escaped. A text has its code in backticks. */
export function sentence(said: Sentence | string): string {
  const spans = typeof said === "string" ? readSentence(said) : said;
  return spans.map((span) => ("code" in span ? codeSpan(span.code) : escapeProse(span.words))).join("");
}

/** Several lines of our own prose, with code blocks in it (a finding's `fix`). */
export function prose(passage: Passage): string {
  return passage
    .map((block) =>
      block.kind === "code" ? codeBlock(block.text, block.language) : sentence(block.sentence),
    )
    .join("\n");
}

/** Our sentences need no backslash before every hyphen or bracket: only what could act is escaped. */
function escapeProse(text: string): string {
  return singleLine(text)
    .replace(/[\\`*[\]<>#|~$]/g, (character) => `\\${character}`)
    .replace(looseUnderscore, "\\_")
    .replace(/!(?=\\\[)/g, "\\!")
    .replaceAll("&", "&amp;")
    .replaceAll("@", `@${zeroWidth}`)
    .replaceAll("://", `:${zeroWidth}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${zeroWidth}.`)
    .replace(/#(?=\d)/g, `#${zeroWidth}`)
    .replace(/\b(gh)(?=-\d)/gi, `$1${zeroWidth}`)
    .replace(/[0-9a-f]{40}/g, (match) => `${match.slice(0, 20)}${zeroWidth}${match.slice(20)}`)
    .replace(/^\s*\//, (match) => match.replace("/", `${zeroWidth}/`));
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const current of text) {
    run = current === character ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
