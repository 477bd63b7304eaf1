import { isList, isMap, known, unknown } from "./constant.ts";
import { pythonText } from "./constant-methods.ts";
import { asMap } from "./fold-literals.ts";
import type { Constant, Value } from "./project.ts";

/** A call of a function of Python's `builtins` with constant arguments. */
export function foldBuiltin(
  name: string,
  args: readonly Constant[],
  keywords: ReadonlyMap<string, Constant>,
): Value {
  const [first] = args;
  if (name === "dict" && args.length === 0) return asMap([...keywords.keys()], [...keywords.values()]);
  if (keywords.size > 0) return unknown(`${name}() with options`);
  switch (name) {
    case "str": {
      const text = pythonText(first);
      return text === null ? unknown("a value without a plain text") : known(text);
    }
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
      if (args.length === 0) return known([]);
      if (isMap(first)) return known(Object.keys(first));
      return isList(first) && args.length === 1 ? known(first) : unknown(`${name}() of no list`);
    case "len":
      return isList(first) ? known(first.length) : unknown("len() of no list");
    case "sorted":
      return isList(first) && first.every((element) => typeof element === "string")
        ? known([...first].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
        : unknown("sorted() of other than strings");
    default:
      return unknown(`${name}() is not run`);
  }
}
