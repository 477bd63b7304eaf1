import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from "yaml";

/** YAML 1.2, core schema, one document. Text of a change may be read with this: it is total and its cost is bounded. */
export interface YamlDocument {
  readonly kind: "document";
  /** Plain data. Mappings have no prototype, so that any key may be looked up in them. */
  readonly value: unknown;
  /** Where the value at a path of keys and indexes stands, 1-based; the nearest enclosing value where it does not exist. */
  readonly locate: (path: readonly unknown[]) => Position;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlProblem extends Position {
  readonly message: string;
}

export interface UnreadYaml {
  readonly kind: "unread";
  /** At least one, in order of the text. */
  readonly problems: readonly YamlProblem[];
}

const kibibyte = 1024;
const mostProblems = 20;
const mostDepth = 200;
const mostAliases = 100;

/**
 * Parses `text`, of at most `limit` kB. Refused: duplicate keys, keys that are no scalar, `__proto__`, tags of one's
 * own, more than 100 aliases, nesting below 200 levels.
 */
export function parseYaml(text: string, limit = 256): YamlDocument | UnreadYaml {
  if (text.length > limit * kibibyte || Buffer.byteLength(text) > limit * kibibyte)
    return unread([{ line: 1, column: 1, message: `the file is larger than ${limit} kB` }]);
  const deep = tooDeep(text);
  if (deep !== null)
    return unread([{ line: deep, column: 1, message: `nested more than ${mostDepth} levels deep` }]);
  const lines = new LineCounter();
  // The library's own check of duplicate keys is quadratic, hence `uniqueKeys: false` and `problemsOfNodes`.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: "core",
    uniqueKeys: false,
    stringKeys: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...document.errors, ...document.warnings]
    .slice(0, mostProblems)
    .map((problem) => ({ ...at(problem.pos[0]), message: lowerFirst(problem.message) }));
  if (problems.length === 0) problems.push(...problemsOfNodes(document, at));
  if (problems.length > 0)
    return unread(problems.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, mostProblems));
  try {
    const value = withoutPrototypes(document.toJS({ maxAliasCount: mostAliases }));
    return { kind: "document", value, locate: (path) => at(offsetOf(document, path)) };
  } catch (error) {
    return unread([{ line: 1, column: 1, message: aliasProblem(error) }]);
  }
}

/** Nothing but aliases can fail once the document has parsed. */
function aliasProblem(error: unknown): string {
  if (error instanceof RangeError) return "an anchor that contains itself";
  return error instanceof Error ? lowerFirst(error.message) : String(error);
}

function unread(problems: readonly YamlProblem[]): UnreadYaml {
  return { kind: "unread", problems };
}

function problemsOfNodes(document: Document, at: (offset: number) => Position): YamlProblem[] {
  const problems: YamlProblem[] = [];
  let aliases = 0;
  const report = (offset: number | undefined, message: string) => {
    problems.push({ ...at(offset ?? 0), message });
    return problems.length < mostProblems ? undefined : visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => {
      aliases += 1;
      return aliases > mostAliases ? report(node.range?.[0], `more than ${mostAliases} aliases`) : undefined;
    },
    Map: (_, node) => {
      const seen = new Set<string>();
      for (const { key } of node.items) {
        const name = isScalar(key) ? String(key.value) : null;
        const offset = isNode(key) ? key.range?.[0] : node.range?.[0];
        const message =
          name === null
            ? "a key has to be a plain word"
            : name === "__proto__"
              ? "the key `__proto__` is not allowed"
              : seen.has(name)
                ? `the key \`${shortened(name)}\` stands twice`
                : null;
        if (message !== null && report(offset, message) !== undefined) return visit.BREAK;
        if (name !== null) seen.add(name);
      }
      return undefined;
    },
  });
  return problems;
}

/**
 * The line whose nesting goes below what the parser may be given, or null. A line of 100,000 dashes would make the
 * library build a regular expression that exhausts the memory of the process; brackets exhaust its stack.
 */
function tooDeep(text: string): number | null {
  let line = 1;
  let brackets = 0;
  let indicators = 0;
  let leading = true;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "\n") {
      line += 1;
      indicators = 0;
      leading = true;
    } else if (leading && "-?:".includes(character) && " \t".includes(text.charAt(index + 1))) {
      indicators += 1;
    } else if (character !== " " && character !== "\t") {
      leading = false;
    }
    if (character === "[" || character === "{") brackets += 1;
    else if ((character === "]" || character === "}") && brackets > 0) brackets -= 1;
    if (brackets > mostDepth || indicators > mostDepth) return line;
  }
  return null;
}

/** The range of the value at `path`, or of its key where the value is what is wrong, or of the nearest enclosing value. */
function offsetOf(document: Document, path: readonly unknown[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isNode(node) && "items" in node && Array.isArray(node.items)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (value === null || typeof value !== "object") return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = withoutPrototypes(member);
  return copy;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
