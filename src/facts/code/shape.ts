import type { FunctionDefinition } from "../../syntax/python/ast.ts";
import { fingerprint } from "../../text/canonical.ts";

const cache = new WeakMap<FunctionDefinition, string>();

/** Fingerprint of what a function does: without its name, docstring, positions, comments and formatting. */
export function bodyOf(node: FunctionDefinition): string {
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const [first, ...rest] = node.body;
  const documented = first?.kind === "expression" && first.value.kind === "string";
  const text = JSON.stringify(
    { ...node, name: null, body: documented ? rest : node.body },
    (key, value: unknown) => (positions.has(key) ? undefined : value),
  );
  const body = fingerprint(text);
  cache.set(node, body);
  return body;
}

const positions = new Set(["line", "endLine", "start", "end"]);
