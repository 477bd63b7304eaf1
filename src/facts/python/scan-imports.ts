/** An import as found in the text of a module, wherever it stands. */
export interface ImportLine {
  /** Leading dots. */
  readonly level: number;
  /** Dotted module without the dots. */
  readonly module: string;
  /** Names taken from the module with the names they are bound to; null for `import module`. `*` is a name. */
  readonly names: readonly { readonly name: string; readonly bound: string }[] | null;
  /** The name that `import module` binds: its alias or first part. Null where no name is bound. */
  readonly bound: string | null;
}

export interface ImportScan {
  readonly imports: readonly ImportLine[];
  /** Names that lines without indentation may define: classes, functions, assigned names. */
  readonly defines: ReadonlySet<string>;
  /** Whether the module looks for modules beside it (`pkgutil.walk_packages`): it may import all of them. */
  readonly discovers: boolean;
  /** Packages of which it imports modules by computed names: `import_module(f"app.routers.{name}")`. */
  readonly discoveredPackages: readonly string[];
}

const start = /(?:^|[;:])[ \t\f\uFEFF]*(from|import)(?=[ \t\f\\.])/gm;
const dynamic = /\b(?:import_module|__import__)\([ \t\n]*["']([\w.]+)["']/g;
const computed = /\bimport_module\([ \t\n]*[fF]["']([\w.]+)\.\{/g;
const definition = /^(?:(?:class|def|async[ \t]+def)[ \t]+)?([\p{L}\p{N}_]+)[ \t]*[:=([,]/gmu;
const discovery = /\b(?:iter_modules|walk_packages)\b/;

/**
 * Finds the imports of a module without parsing it, in linear time. It may find more than there are (within a
 * docstring), never fewer of those that Python would see as statements.
 */
export function scanImports(text: string): ImportScan {
  const imports: ImportLine[] = [];
  let read = 0;
  for (const match of text.matchAll(start)) {
    // A line that continues the statement before it may start with `import`.
    if (match.index < read) continue;
    const reader = new Reader(text, match.index + match[0].length);
    if (match[1] === "import") readImport(reader, imports);
    else readFrom(reader, imports);
    read = reader.position;
  }
  for (const match of text.matchAll(dynamic)) {
    const dotted = match[1] ?? "";
    const module = dotted.replace(/^\.+/, "");
    if (module !== "")
      imports.push({ level: dotted.length - module.length, module, names: null, bound: null });
  }
  const defines = new Set([...text.matchAll(definition)].map((match) => match[1] ?? ""));
  const discoveredPackages = [...text.matchAll(computed)].map((match) => match[1] ?? "");
  return { imports, defines, discovers: discovery.test(text), discoveredPackages };
}

function readImport(reader: Reader, imports: ImportLine[]): void {
  do {
    const module = reader.dotted();
    if (module === "") return;
    const bound = reader.word("as") ? reader.dotted() : module.split(".", 1).join("");
    imports.push({ level: 0, module, names: null, bound });
  } while (reader.token(","));
}

function readFrom(reader: Reader, imports: ImportLine[]): void {
  let level = 0;
  while (reader.token(".")) level += 1;
  const module = reader.peekWord("import") ? "" : reader.dotted();
  if ((module === "" && level === 0) || !reader.word("import")) return;
  if (reader.token("*")) {
    imports.push({ level, module, names: [{ name: "*", bound: "*" }], bound: null });
    return;
  }
  if (reader.token("(")) reader.enterParentheses();
  const names: { name: string; bound: string }[] = [];
  do {
    const name = reader.dotted();
    if (name === "") break;
    names.push({ name, bound: reader.word("as") ? reader.dotted() : name });
  } while (reader.token(","));
  if (names.length > 0) imports.push({ level, module, names, bound: null });
}

const identifier = /[\p{L}\p{N}_]+/uy;

/** Reads the tokens of one import statement; line feeds and comments are white space within parentheses only. */
class Reader {
  readonly #text: string;
  #position: number;
  #multiline = false;

  constructor(text: string, position: number) {
    this.#text = text;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  enterParentheses(): void {
    this.#multiline = true;
  }

  token(character: string): boolean {
    this.#skip();
    if (this.#text.charAt(this.#position) !== character) return false;
    this.#position += 1;
    return true;
  }

  peekWord(word: string): boolean {
    this.#skip();
    const position = this.#position;
    const found = this.#identifier() === word;
    this.#position = position;
    return found;
  }

  word(word: string): boolean {
    if (!this.peekWord(word)) return false;
    this.#identifier();
    return true;
  }

  dotted(): string {
    const names: string[] = [];
    do {
      this.#skip();
      const name = this.#identifier();
      if (name === "") break;
      names.push(name);
    } while (this.token("."));
    return names.join(".");
  }

  #identifier(): string {
    identifier.lastIndex = this.#position;
    const found = identifier.exec(this.#text)?.[0] ?? "";
    this.#position += found.length;
    return found;
  }

  #skip(): void {
    for (;;) {
      const character = this.#text.charAt(this.#position);
      const next = this.#text.charAt(this.#position + 1);
      if (character === " " || character === "\t" || character === "\f") this.#position += 1;
      else if (character === "\\" && next === "\n") this.#position += 2;
      else if (character === "\\" && next === "\r") this.#position += 3;
      else if (this.#multiline && (character === "\n" || character === "\r")) this.#position += 1;
      else if (this.#multiline && character === "#") {
        const end = this.#text.indexOf("\n", this.#position);
        this.#position = end === -1 ? this.#text.length : end;
      } else return;
    }
  }
}
