/** A logical line of Python: a simple statement, or the head of a compound one with what stands behind its colon. */
export interface LogicalLine {
  /** Columns of white space before it. */
  readonly indent: number;
  /** Its first word, or its first character. */
  readonly first: string;
  readonly start: number;
  readonly end: number;
  readonly defines: "function" | "class" | null;
  /** The name that it defines, or "". */
  readonly name: string;
  readonly async: boolean;
  /** Names that it binds, those of imports left out. May be more than there are. */
  readonly binds: readonly string[];
  /** Names that it may change when it runs: `app` in `app.include_router(x)`, in `setup(app)` and in `app.title = "x"`. */
  readonly changes: readonly string[];
  /** The name that it certainly adds something to: `app` in `app.include_router(x)`. */
  readonly registers: readonly string[];
  /** Names in order, each with the attribute that is taken of it (or `handedOver`); null where it stands alone. */
  readonly mentions: readonly (readonly [name: string, attribute: string | null])[];
}

const token = /[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*|"""|'''|["'#()[\]{}\n=.:\\@]|\d[\w.]*/g;
const word = /[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*/g;
const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Stands for an attribute where a function is only handed to `Depends`: it is not called where that is written. */
export const handedOver = "()";
const takers = new Set(["Depends", "Security"]);

/** Statements that bind names of which some stand behind `as` or `for`. */
const bindsByWord = new Set(["for", "with", "async", "except", "case"]);

/** Methods that add something to what they are called on, and change nothing that they are handed. */
const registering = /^(?:include_|add_|mount$|append$|extend$|insert$|update$|setdefault$)/;

/**
 * Splits a text into logical lines, in linear time. Comments and blank lines are none. Null when brackets are left
 * open, so that it can't be told where a line ends.
 */
export function logicalLines(text: string): readonly LogicalLine[] | null {
  const lines: LogicalLine[] = [];
  let builder: Builder | null = null;
  let lineStart = 0;
  let depth = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const { index } = match;
    if (found === "\n") {
      if (depth === 0 && builder !== null) {
        lines.push(builder.finish(index));
        builder = null;
      }
      lineStart = index + 1;
      continue;
    }
    if (found === "#") {
      token.lastIndex = endOfLine(text, index);
      continue;
    }
    if (found === "\\") {
      // What follows, a line feed too, belongs to the line.
      token.lastIndex = index + (text.charAt(index + 1) === "\r" ? 3 : 2);
      continue;
    }
    builder ??= new Builder(text, index, index - lineStart);
    if (found === "(" || found === "[" || found === "{") depth += 1;
    else if (found === ")" || found === "]" || found === "}") depth -= 1;
    if (depth < 0) return null;
    if (found.endsWith('"') || found.endsWith("'")) {
      const end = endOfString(text, index, found);
      builder.string(index, found, end);
      token.lastIndex = end;
      continue;
    }
    builder.push(found, index, depth);
  }
  if (builder !== null) lines.push(builder.finish(text.length));
  return depth === 0 ? lines : null;
}

class Builder {
  readonly #text: string;
  readonly #start: number;
  readonly #indent: number;
  readonly #mentions: (readonly [string, string | null])[] = [];
  readonly #binds: string[] = [];
  /** Words before the first `=` that a target may consist of. */
  #targets: string[] = [];
  #first = "";
  #name = "";
  #count = 0;
  #defines: LogicalLine["defines"] = null;
  #async = false;
  #annotated = false;
  /** Whether it only gives values to names, and changes nothing that was there. */
  #bindsPlainly = false;
  /** Where the mentions of what the line does start: behind `if test:`. */
  #body = 0;
  /** Whether nothing was called or subscripted so far. */
  #isPlain = true;
  #previous = "";
  #beforePrevious = "";
  /** The name that a dot stands behind; null for a dot behind something else. */
  #owner: string | null = null;

  constructor(text: string, start: number, indent: number) {
    this.#text = text;
    this.#start = start;
    this.#indent = indent;
  }

  push(found: string, index: number, depth: number): void {
    this.#count += 1;
    if (this.#count === 1) {
      this.#first = found;
      if (keywords.has(found) && found !== "del" && found !== "await") this.#body = Infinity;
    }
    if (found === "[" && this.#previous !== "") this.#isPlain = false;
    if (found === "=") this.#assign(index, depth);
    else if (found === ":" && depth === 0) this.#colon();
    else if (isWordStart(found.charCodeAt(0))) this.#word(found, index);
    this.#beforePrevious = this.#previous;
    this.#previous = found;
  }

  /** Names in strings count, but for those in a text that is a statement of its own. */
  string(start: number, quote: string, end: number): void {
    this.#count += 1;
    if (this.#count === 1) {
      this.#first = quote;
      this.#previous = quote;
      return;
    }
    this.#settle();
    for (const [name] of this.#text.slice(start, end).matchAll(word))
      this.#mentions.push([asPython(name), null]);
    this.#previous = quote;
  }

  finish(end: number): LogicalLine {
    this.#settle();
    const imports = this.#first === "import" || this.#first === "from";
    const mentions = imports ? [] : this.#mentions;
    return {
      indent: this.#indent,
      first: this.#first,
      start: this.#start,
      end,
      defines: this.#defines,
      name: this.#name,
      async: this.#async,
      binds: imports ? [] : this.#bound(),
      changes: imports ? [] : this.#changed(),
      registers: imports ? [] : this.#registered(),
      mentions,
    };
  }

  #bound(): readonly string[] {
    if (this.#name !== "") return [this.#name];
    // Where names are bound in other ways than by `=`, all are taken.
    return bindsByWord.has(this.#first) ? this.#mentions.map(([name]) => name) : this.#binds;
  }

  /** What the line does, as mentions; nothing where it only gives values to names. */
  #action(): readonly (readonly [string, string | null])[] {
    const isPlain = this.#defines !== null || this.#first === "@" || this.#bindsPlainly;
    return isPlain ? [] : this.#mentions.slice(this.#body);
  }

  #registered(): readonly string[] {
    const [receiver, attribute] = this.#action()[0] ?? [];
    return receiver !== undefined && typeof attribute === "string" && registering.test(attribute)
      ? [receiver]
      : [];
  }

  #changed(): readonly string[] {
    const [first, ...others] = this.#action();
    if (first === undefined) return [];
    const [receiver] = first;
    if (this.#registered().length > 0) return [receiver];
    return [receiver, ...others.flatMap(([name, taken]) => (taken === null ? [name] : []))];
  }

  /** `name: Type` and `if test:`. */
  #colon(): void {
    if (keywords.has(this.#first)) {
      this.#settle();
      this.#targets = [];
      this.#body = this.#mentions.length;
    } else if (this.#binds.length === 0 && !this.#annotated) {
      this.#annotated = true;
      if (this.#count === 2) this.#binds.push(...this.#targets);
      this.#bindsPlainly = this.#count === 2;
    }
  }

  #assign(index: number, depth: number): void {
    const before = this.#text.charAt(index - 1);
    const after = this.#text.charAt(index + 1);
    if (depth > 0 || after === "=" || "=!<>:".includes(before)) return;
    this.#settle();
    if (!this.#annotated) {
      this.#binds.push(...this.#targets);
      this.#bindsPlainly = !this.#mentions.some(([, attribute]) => attribute !== null) && this.#isPlain;
    }
    this.#annotated = false;
    this.#targets = [];
  }

  #word(written: string, index: number): void {
    const found = asPython(written);
    if (this.#previous === "." && this.#owner !== null) {
      this.#mentions.push([this.#owner, found]);
      this.#owner = null;
      return;
    }
    if (this.#previous === ".") {
      // The attribute of a value.
      if (this.#first !== "from") return;
    }
    this.#settle();
    if (keywords.has(found)) {
      this.#keyword(found);
      return;
    }
    if (this.#defines !== null && this.#name === "") {
      this.#name = found;
      return;
    }
    this.#targets.push(found);
    // Whether it stands alone shows behind it.
    const next = nextCharacter(this.#text, index + written.length);
    if (next === ".") this.#owner = found;
    else {
      const isHandedOver =
        this.#previous === "(" && takers.has(this.#beforePrevious) && (next === ")" || next === ",");
      this.#mentions.push([found, isHandedOver ? handedOver : null]);
    }
  }

  #keyword(found: string): void {
    if (found === "async" && this.#count === 1) this.#async = true;
    const isHead = this.#count === 1 || (this.#count === 2 && this.#async);
    if (isHead && found === "def") this.#defines = "function";
    if (isHead && found === "class") this.#defines = "class";
  }

  /** A name whose dot led nowhere. */
  #settle(): void {
    if (this.#owner !== null) this.#mentions.push([this.#owner, null]);
    this.#owner = null;
  }
}

/** Whether an identifier may start with the character of this code. */
function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

/** An identifier as Python compares it. */
function asPython(name: string): string {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 127) return name.normalize("NFKC");
  return name;
}

function nextCharacter(text: string, from: number): string {
  let at = from;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at += 1;
  return text.charAt(at);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The offset behind a string that starts at `start` with `quote`; an open one ends with its line, or with the text. */
function endOfString(text: string, start: number, quote: string): number {
  let at = start + quote.length;
  if (quote.length === 3) {
    for (let end = text.indexOf(quote, at); end !== -1; end = text.indexOf(quote, at)) {
      if (backslashesBefore(text, end) % 2 === 0) return end + 3;
      at = end + 1;
    }
    return text.length;
  }
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === quote) return at + 1;
    else if (character === "\n") return at;
  }
  return text.length;
}

function backslashesBefore(text: string, offset: number): number {
  let count = 0;
  while (text.charAt(offset - 1 - count) === "\\") count += 1;
  return count;
}
