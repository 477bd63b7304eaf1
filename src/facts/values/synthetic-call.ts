import { known } from "./value.ts";
import type { ExternalCallValue, Lazy, Value } from "./value.ts";

/** A call of a library's function that no source has: what the library itself declares, such as `fastapi.Form(…)`. */
export function syntheticCall(
  name: string,
  positional: readonly Value[],
  keywords: readonly (readonly [string, Value])[],
): ExternalCallValue {
  const id = name.slice(name.lastIndexOf(".") + 1);
  const expression = { kind: "name", id, line: 1, endLine: 1, start: 0, end: 0 } as const;
  const scope = {
    kind: "module",
    path: "",
    name: "",
    parent: null,
    names: new Map<string, Lazy>(),
    memo: new Map<never, never>(),
    class: null,
    self: null,
    call: null,
  } as const;
  return {
    kind: "external-call",
    name,
    arguments: {
      positional: positional.map((value) => known(value)),
      keywords: new Map(keywords.map(([keyword, value]) => [keyword, known(value)])),
      open: false,
    },
    where: { path: "", line: 1, endLine: 1 },
    origin: { expression, scope },
  };
}
