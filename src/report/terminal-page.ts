import { styleText } from "node:util";

import { say, type Sentence } from "../text/sentence.ts";
import { singleLine } from "../text/untrusted.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns to wrap at; at least 40. */
  readonly width: number;
}

interface Say {
  readonly indent?: number;
  /** Further columns that wrapped lines are moved in by. */
  readonly hanging?: number;
  readonly style?: Parameters<typeof styleText>[0];
  /** Unstyled sentences on the same lines. */
  readonly after?: readonly Sentence[];
}

/** Lines of text, wrapped at spaces. What it is given is shown, never obeyed: nothing invisible reaches the terminal. */
export class TerminalPage {
  readonly #lines: string[] = [];
  readonly #colour: boolean;
  readonly #width: number;

  constructor({ colour, width }: TerminalOptions) {
    this.#colour = colour;
    this.#width = Math.max(40, width);
  }

  say(said: Sentence | string, { indent = 0, hanging = 0, style, after = [] }: Say = {}): void {
    const own = words(said);
    const lines = wrap([...own, ...after.flatMap(words)], this.#width - indent, hanging);
    for (const [index, line] of lines.entries()) {
      const styled = after.length === 0 ? line.length : index === 0 ? own.join(" ").length : 0;
      const painted = this.#paint(style, line.slice(0, styled)) + line.slice(styled);
      this.#lines.push(line === "" ? "" : " ".repeat(indent) + painted);
    }
  }

  title(text: string): void {
    this.say(text, { style: "bold" });
  }

  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  list(texts: readonly string[]): void {
    for (const text of texts) this.say(say`- ${text}`, { hanging: 2 });
    if (texts.length > 0) this.gap();
  }

  /** Lines that keep their shape, to be copied. */
  code(text: string, indent: number): void {
    for (const line of text.split("\n")) this.#lines.push(" ".repeat(indent) + singleLine(line));
  }

  text(): string {
    return `${this.#lines.join("\n").trimEnd()}\n`;
  }

  #paint(style: Say["style"], text: string): string {
    return style === undefined || !this.#colour || text === ""
      ? text
      : styleText(style, text, { validateStream: false });
  }
}

function wrap(words: readonly string[], width: number, hanging: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const room = lines.length === 0 ? width : width - hanging;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
  return lines;
}

const longestCode = 60;

/** What may stand on a line of its own; a short piece of code is never broken: `GET /users` stays on one line. */
function words(said: Sentence | string): readonly string[] {
  if (typeof said === "string") return singleLine(said).split(" ");
  const result = [""];
  for (const span of said) {
    const text = "code" in span ? `\`${singleLine(span.code)}\`` : singleLine(span.words);
    const isWhole = "code" in span && text.length <= longestCode;
    const [first = "", ...others] = isWhole ? [text] : text.split(" ");
    result[result.length - 1] = `${result.at(-1) ?? ""}${first}`;
    result.push(...others);
  }
  return result;
}
