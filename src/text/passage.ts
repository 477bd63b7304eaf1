import { readSentence, writeSentence, type Sentence } from "./sentence.ts";

/** A line of prose, or code in a language such as `python`. */
export type Block =
  | { readonly kind: "prose"; readonly sentence: Sentence }
  | { readonly kind: "code"; readonly language: string; readonly text: string };

/** A few lines of advice as data. */
export type Passage = readonly Block[];

/** Lines of prose with fenced code between them (CommonMark 0.31, section 4.5); the code ends where nothing closes it. */
export function readPassage(text: string): Passage {
  const blocks: Block[] = [];
  let code: { readonly fence: number; readonly language: string; readonly lines: string[] } | null = null;
  const close = () => {
    if (code !== null) blocks.push({ kind: "code", language: code.language, text: code.lines.join("\n") });
    code = null;
  };
  for (const line of text.split("\n")) {
    const fence = /^`{3,}/.exec(line)?.[0].length ?? 0;
    if (code !== null && fence >= code.fence && line.length === fence) close();
    else if (code !== null) code.lines.push(line);
    else if (fence > 0 && !line.includes("`", fence))
      code = { fence, language: /^[a-z]*$/.exec(line.slice(fence))?.[0] ?? "", lines: [] };
    else blocks.push({ kind: "prose", sentence: readSentence(line) });
  }
  close();
  return blocks;
}

/** The passage as text; {@link readPassage} is its inverse. */
export function writePassage(passage: Passage): string {
  return passage
    .map((block) => {
      if (block.kind === "prose") return writeSentence(block.sentence);
      const fence = "`".repeat(Math.max(3, longestFence(block.text) + 1));
      return `${fence}${block.language}\n${block.text}\n${fence}`;
    })
    .join("\n");
}

function longestFence(code: string): number {
  return code
    .split("\n")
    .reduce((longest, line) => Math.max(longest, /^`{3,}/.exec(line)?.[0].length ?? 0), 0);
}
