import { isList, isMap, known, unknown } from "./constant.ts";
import type { Constant, Value } from "./project.ts";
import { callTextMethod } from "./text-methods.ts";

/** Longer texts and lists are not constants that anybody reads. */
export const maximumLength = 100_000;

/** `str(value)`, or null for floats and containers, which Python shows in ways of its own. */
export function pythonText(value: Constant | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === null ? "None" : null;
}

/** A method of a constant text, list or map. */
export function callMethod(
  receiver: Constant,
  method: string,
  args: readonly Constant[],
  keywords: ReadonlyMap<string, Constant>,
): Value {
  if (typeof receiver === "string") {
    if (method === "format") return formatBraces(receiver, args, keywords);
    const made = keywords.size === 0 ? callTextMethod(receiver, method, args) : undefined;
    if (made !== undefined) return known(made);
  }
  if (isMap(receiver) && args.length === 0) {
    if (method === "keys") return known(Object.keys(receiver));
    if (method === "values") return known(Object.values(receiver));
    if (method === "items") return known(Object.entries(receiver));
  }
  return unknown(`.${method}() is not run`);
}

/** `"{} {name}".format(…)` with plain fields only. */
function formatBraces(
  template: string,
  args: readonly Constant[],
  keywords: ReadonlyMap<string, Constant>,
): Value {
  let next = 0;
  let failure: Value | null = null;
  const text = template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (match, name: string | undefined) => {
    if (match === "{{") return "{";
    if (match === "}}") return "}";
    if (name === undefined) {
      failure = unknown("a lone brace in a format");
      return "";
    }
    const value = /^\d*$/.test(name) ? args[name === "" ? next++ : Number(name)] : keywords.get(name);
    const shown = pythonText(value);
    if (shown === null) failure = unknown(`no plain value for {${name}}`);
    return shown ?? "";
  });
  return failure ?? known(text);
}

/** `"%s" % value`: `%s`, `%d` and `%(name)s`. `tuple` says whether the right side was written as a tuple. */
export function formatPercent(template: string, value: Constant, tuple: boolean): Value {
  const values = tuple && isList(value) ? value : [value];
  const map = isMap(value) ? value : null;
  let next = 0;
  let failure: Value | null = null;
  const text = template.replace(
    /%(?:\(([^()]*)\))?(.?)/g,
    (match, name: string | undefined, kind: string) => {
      if (match === "%%") return "%";
      const given = name === undefined ? values[next++] : map?.[name];
      const fits = kind === "s" || (kind === "d" && typeof given === "number");
      const shown = fits ? pythonText(given) : null;
      if (shown === null) failure = unknown(`${match} in a format`);
      return shown ?? "";
    },
  );
  if (failure === null && map === null && next !== values.length)
    return unknown("too many values for a format");
  return failure ?? known(text);
}
