/** A piece of a sentence: words, which never hold a backtick, or code, which may hold anything. */
export type Span = { readonly words: string } | { readonly code: string };

/** One sentence as data, so that every view shows code in its own way and nothing has to be read back from text. */
export type Sentence = readonly Span[];

/**
 * Tag for our own sentences: what stands between backticks is code. A value inside of code is taken as it is, whatever
 * it holds; a text outside of code is a piece of a sentence of ours with its own code in backticks.
 */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Sentence)[]
): Sentence {
  const spans: Span[] = [];
  let code: string | null = null;
  for (const [index, literal] of strings.entries()) {
    for (const [part, piece] of literal.split("`").entries()) {
      if (part === 0) {
        if (code === null) spans.push({ words: piece });
        else code += piece;
      } else if (code === null) {
        code = piece;
      } else {
        spans.push({ code }, { words: piece });
        code = null;
      }
    }
    const value = values[index];
    if (value === undefined) continue;
    if (code !== null) code += typeof value === "object" ? plainText(value) : String(value);
    else spans.push(...(typeof value === "object" ? value : readSentence(String(value))));
  }
  if (code !== null) spans.push({ words: `\`${code}` });
  return joined(spans);
}

/** `a`, `b` and `c`: names as code; only commas where there is no word. */
export function codes(names: readonly string[], word: "and" | "or" | null = null): Sentence {
  return enumerate(
    names.map((code) => [{ code }]),
    word,
  );
}

/** Pieces of a sentence, one after the other. */
export function enumerate(pieces: readonly Sentence[], word: "and" | "or" | null = "and"): Sentence {
  return joined(
    pieces.flatMap((piece, index) => {
      if (index === 0) return piece;
      return [{ words: word !== null && index === pieces.length - 1 ? ` ${word} ` : ", " }, ...piece];
    }),
  );
}

/** What a sentence is about: its first piece of code; null where it names nothing. */
export function subjectOf(sentence: Sentence): string | null {
  return codesIn(sentence)[0] ?? null;
}

/** What is said of the subject: the sentence with an ellipsis in its place. */
export function predicateOf(sentence: Sentence): Sentence {
  const subject = subjectOf(sentence);
  return sentence.map((span) => ("code" in span && span.code === subject ? { code: "…" } : span));
}

export function codesIn(sentence: Sentence): readonly string[] {
  return sentence.flatMap((span) => ("code" in span ? [span.code] : []));
}

/** Without marks around code. */
export function plainText(sentence: Sentence): string {
  return sentence.map((span) => ("code" in span ? span.code : span.words)).join("");
}

/** Without its full stop. */
export function withoutStop(sentence: Sentence): Sentence {
  const last = sentence.at(-1);
  if (last === undefined || !("words" in last) || !last.words.endsWith(".")) return sentence;
  return joined([...sentence.slice(0, -1), { words: last.words.slice(0, -1) }]);
}

/** With a full stop, unless it ends with a mark already. */
export function withStop(sentence: Sentence): Sentence {
  const last = sentence.at(-1);
  const ends = last !== undefined && "words" in last && /[.!?]$/.test(last.words);
  return ends ? sentence : joined([...sentence, { words: "." }]);
}

/** The sentence as text, code between backticks as in CommonMark; {@link readSentence} is its inverse. */
export function writeSentence(sentence: Sentence): string {
  return sentence.map((span) => ("code" in span ? writeCode(span.code) : span.words)).join("");
}

function writeCode(code: string): string {
  const fence = "`".repeat(longestRun(code) + 1);
  const isPadded = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
  const padding = code.startsWith("`") || code.endsWith("`") || isPadded ? " " : "";
  return `${fence}${padding}${code}${padding}${fence}`;
}

/** Reads code spans as CommonMark 0.31 does (section 6.1); a backtick that opens none becomes an apostrophe. */
export function readSentence(text: string): Sentence {
  const runs = [...text.matchAll(/`+/g)].map((run) => ({ start: run.index, end: run.index + run[0].length }));
  // By length, the nearest last: what lies behind is taken off, so that the cost stays linear.
  const closing = new Map<number, number[]>();
  for (const { start, end } of runs.toReversed()) {
    const starts = closing.get(end - start);
    if (starts === undefined) closing.set(end - start, [start]);
    else starts.push(start);
  }
  const spans: Span[] = [];
  let from = 0;
  for (const { start, end } of runs) {
    if (start < from) continue;
    const closers = closing.get(end - start) ?? [];
    while ((closers.at(-1) ?? Number.POSITIVE_INFINITY) <= start) closers.pop();
    const close = closers.at(-1);
    if (close === undefined) continue;
    spans.push({ words: text.slice(from, start) }, { code: withoutPadding(text.slice(end, close)) });
    from = close + (end - start);
  }
  return joined([...spans, { words: text.slice(from) }]);
}

function withoutPadding(code: string): string {
  const isPadded = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
  return isPadded ? code.slice(1, -1) : code;
}

/** In one form, so that equal sentences are equal data. */
function joined(spans: readonly Span[]): Sentence {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if ("code" in span) {
      if (last !== undefined && "code" in last) result.push({ words: " " });
      result.push({ code: span.code === "" ? " " : span.code });
    } else if (span.words !== "") {
      const words = span.words.replaceAll("`", "'");
      if (last !== undefined && "words" in last) result[result.length - 1] = { words: last.words + words };
      else result.push({ words });
    }
  }
  return result;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
