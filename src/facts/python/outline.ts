import { isInert } from "./inert.ts";
import { logicalLines, type LogicalLine } from "./logical-lines.ts";

/**
 * How a text uses names: for each the attributes that are taken of it (`auth.User`), or null where it also stands
 * alone, so that anything may be done with it. Names in strings count (`"User"` as an annotation), docstrings and
 * comments do not.
 */
export type Mentions = ReadonlyMap<string, ReadonlySet<string> | null>;

/** A function or method whose body does not run when the module is imported. */
export interface FunctionBody {
  /** `f`, or `C.m` for what stands in a class. */
  readonly name: string;
  /** Calling it gives something to wait for or to iterate over, not what the body says. */
  readonly deferred: boolean;
  /** Calling it gives nothing and changes no object. */
  readonly inert: boolean;
  readonly text: string;
  readonly mentions: Mentions;
  /** Names that it may change when it runs. */
  readonly changes: readonly string[];
  /** Whether it certainly adds something to an object, its own names included. */
  readonly registers: boolean;
}

/** A statement of a module's top level. */
export interface Unit {
  readonly kind: "function" | "class" | "import" | "statement";
  /** Names that it binds in the module. */
  readonly binds: readonly string[];
  /** Its text without the bodies of functions: what runs when the module is imported. */
  readonly text: string;
  readonly mentions: Mentions;
  readonly bodies: readonly FunctionBody[];
  /** Names that it may change when it runs: receivers of calls and of decorators (`router` in `@router.get("/")`), arguments. */
  readonly changes: readonly string[];
  /** Those of them that something is certainly added to: by a decorator, or by a call such as `app.include_router(x)`. */
  readonly registers: readonly string[];
}

/** The top-level statements of a module, found in its text in linear time; nothing is parsed. Null when they can't be told apart. */
export function outlineOf(text: string): readonly Unit[] | null {
  const lines = logicalLines(text);
  return lines === null ? null : topLevelStatements(lines).map((statement) => unitOf(text, statement));
}

const continues = new Set(["else", "elif", "except", "finally"]);

/** Lines that belong together: decorators with what they decorate, all branches of a statement. */
function topLevelStatements(lines: readonly LogicalLine[]): readonly (readonly LogicalLine[])[] {
  const statements: LogicalLine[][] = [];
  let decorated = false;
  for (const line of lines) {
    const last = statements.at(-1);
    const starts = line.indent === 0 && !decorated && !continues.has(line.first);
    if (last === undefined || starts) statements.push([line]);
    else last.push(line);
    if (line.indent === 0) decorated = line.first === "@";
  }
  return statements;
}

function unitOf(text: string, lines: readonly LogicalLine[]): Unit {
  const head = lines.find((line) => line.first !== "@");
  const kind = kindOf(head);
  const owner = kind === "class" ? `${head?.name ?? ""}.` : "";
  const own: LogicalLine[] = [];
  const bodies: FunctionBody[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) break;
    own.push(line);
    if (line.defines !== "function") continue;
    const inner: LogicalLine[] = [];
    for (let next = lines[at + 1]; next !== undefined && next.indent > line.indent; next = lines[at + 1]) {
      inner.push(next);
      at += 1;
    }
    // A decorator may run the body of a method (`declared_attr`), and readers look into it.
    const isDecorated = kind === "class" && own.at(-2)?.first === "@";
    if (isDecorated) own.push(...inner);
    else bodies.push(bodyOf(text, `${owner}${line.name}`, line, inner));
  }
  const definition = kind === "function" || kind === "class";
  const binds = definition ? [head?.name ?? ""] : unique(own.flatMap(({ binds: names }) => names));
  const mentions = mentionsIn(own);
  return {
    kind,
    binds,
    text: own.map(({ start, end }) => text.slice(start, end)).join("\n"),
    mentions,
    bodies,
    changes: definition ? receivers(own) : unique(own.flatMap(({ changes }) => changes)),
    registers: definition ? receivers(own) : unique(own.flatMap(({ registers }) => registers)),
  };
}

function kindOf(head: LogicalLine | undefined): Unit["kind"] {
  if (head?.defines === "function" || head?.defines === "class") return head.defines;
  return head?.first === "import" || head?.first === "from" ? "import" : "statement";
}

function bodyOf(text: string, name: string, head: LogicalLine, inner: readonly LogicalLine[]): FunctionBody {
  const own = inner.map(({ start, end }) => text.slice(start, end)).join("\n");
  return {
    name,
    deferred: head.async || /\byield\b/.test(own),
    inert: isInert(own),
    text: own,
    mentions: mentionsIn(inner),
    changes: unique(inner.flatMap(({ changes }) => changes)),
    registers: inner.some(({ registers }) => registers.length > 0),
  };
}

/** `router` in `@router.get("/")`. */
function receivers(lines: readonly LogicalLine[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) {
    if (line.first !== "@") continue;
    const [root, attributes] = line.mentions[0] ?? [];
    if (root !== undefined && attributes !== null) found.add(root);
  }
  return [...found];
}

function unique(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)];
}

function mentionsIn(lines: readonly LogicalLine[]): Mentions {
  const all = new Map<string, Set<string> | null>();
  for (const { mentions } of lines) {
    for (const [name, attribute] of mentions) {
      const known = all.get(name);
      if (known === null) continue;
      if (attribute === null) all.set(name, null);
      else if (known === undefined) all.set(name, new Set([attribute]));
      else known.add(attribute);
    }
  }
  return all;
}
