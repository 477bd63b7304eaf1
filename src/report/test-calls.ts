import type { Operation } from "../facts/contract.ts";
import type { Snapshot } from "../source/snapshot.ts";

/** A call may be broken after its opening bracket: the method stands at most this many lines above the path. */
const linesAbove = 2;

/**
 * Where a test calls an operation: a line of a changed test file with the operation's path as a string literal,
 * parameters filled in with anything, and its method on that line or just above. Prefixes that a test client adds
 * (`/api/v1`) may be missing from the literal.
 */
export function findCall(
  operation: Operation,
  tests: readonly string[],
  snapshot: Snapshot,
): { readonly path: string; readonly line: number } | null {
  const calls = callsOf(operation.method);
  const segments = operation.path.split("/").filter((segment) => segment !== "");
  for (const path of tests) {
    const file = snapshot.read(path);
    if (file.kind !== "text" || !path.endsWith(".py")) continue;
    const lines = file.text.split("\n").map((line) => line.slice(0, 2_000));
    for (const [index, line] of lines.entries()) {
      if (!literals(line).some((literal) => isCallOf(literal, segments))) continue;
      const around = lines.slice(Math.max(0, index - linesAbove), index + 1);
      if (around.some((text) => calls.some((call) => text.includes(call)))) return { path, line: index + 1 };
    }
  }
  return null;
}

/** What a line holds that calls with a method: `client.post(`, `"POST"`, `websocket_connect(`. */
function callsOf(method: string): readonly string[] {
  return method === "WEBSOCKET"
    ? ["websocket_connect("]
    : [`.${method.toLowerCase()}(`, `"${method}"`, `'${method}'`];
}

/** The contents of quoted strings of one line. */
function literals(line: string): readonly string[] {
  const found: string[] = [];
  for (let start = 0; start < line.length; start += 1) {
    const quote = line[start];
    if (quote !== '"' && quote !== "'") continue;
    const end = line.indexOf(quote, start + 1);
    if (end < 0) break;
    found.push(line.slice(start + 1, end));
    start = end;
  }
  return found;
}

/** Whether a literal's segments are the last ones of the operation's path, its own last segment among them. */
function isCallOf(literal: string, segments: readonly string[]): boolean {
  if (!literal.startsWith("/") && !literal.includes("://") && !literal.startsWith("{")) return false;
  const withoutHost = literal.includes("://")
    ? literal.slice(literal.indexOf("/", literal.indexOf("://") + 3))
    : literal;
  const query = withoutHost.indexOf("?");
  const called = (query < 0 ? withoutHost : withoutHost.slice(0, query))
    .split("/")
    .filter((segment) => segment !== "");
  const fixed = segments.filter((segment) => !segment.startsWith("{"));
  if (called.length === 0 || called.length > segments.length + 1 || fixed.length === 0) return false;
  const offset = segments.length - called.length;
  let matches = 0;
  for (const [index, segment] of called.entries()) {
    const wanted = segments[index + offset];
    if (wanted === undefined) continue;
    if (wanted.startsWith("{")) continue;
    // An f-string's `{settings.API_V1_STR}` may stand for any number of segments.
    if (segment === wanted) matches += 1;
    else if (!segment.startsWith("{") && !segment.endsWith("}")) return false;
  }
  return matches >= Math.min(1, fixed.length);
}
