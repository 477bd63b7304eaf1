import type { Constant, Value } from "./project.ts";

export function known(value: Constant): Value {
  return { known: true, value };
}

export function unknown(reason: string): Value {
  return { known: false, reason };
}

export function isList(value: Constant | undefined): value is readonly Constant[] {
  return Array.isArray(value);
}

export function isMap(value: Constant | undefined): value is { readonly [key: string]: Constant } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A dictionary of these entries. It has no prototype, because its keys come from the change. */
export function makeMap(entries: Iterable<readonly [string, Constant]>): {
  readonly [key: string]: Constant;
} {
  const map: { [key: string]: Constant } = { __proto__: null };
  for (const [key, value] of entries) map[key] = value;
  return map;
}
