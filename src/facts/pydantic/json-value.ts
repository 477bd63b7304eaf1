import { booleanOf, textOf } from "../values/value.ts";
import type { Value } from "../values/value.ts";

/** A value as JSON, or `undefined` where it can't be told. */
export function jsonOf(value: Value): unknown {
  switch (value.kind) {
    case "constant":
      return value.value;
    case "enum-member":
      return jsonOf(value.value);
    case "list": {
      const items = value.items.map(jsonOf);
      return items.includes(undefined) ? undefined : items;
    }
    case "dict":
      return jsonOfDict(value);
    case "external-call": {
      // `Decimal("1.5")`, `UUID("…")`, `HttpUrl("…")` are written as their text.
      const isText = /^(?:decimal\.Decimal|uuid\.UUID|pydantic\.\w+Url|pathlib\.Path)$/.test(value.name);
      const text = value.arguments.positional[0]?.value();
      return isText && text !== undefined && textOf(text) !== null ? textOf(text) : undefined;
    }
    default:
      return undefined;
  }
}

function jsonOfDict(value: Extract<Value, { kind: "dict" }>): unknown {
  if (value.open) return undefined;
  const entries: [string, unknown][] = [];
  for (const entry of value.entries) {
    const key = jsonOf(entry.key);
    const item = jsonOf(entry.value);
    if ((typeof key !== "string" && typeof key !== "number") || item === undefined) return undefined;
    entries.push([String(key), item]);
  }
  return Object.fromEntries(entries);
}

/** The `type` that all values of an `enum` share, or null. */
export function jsonTypeOf(values: readonly unknown[]): string | null {
  const types = new Set(values.map((value) => typeOfJson(value)));
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : null;
}

function typeOfJson(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "string" : Array.isArray(value) ? "array" : "object";
}

/** The number that a bound is, or null. */
export function numberOf(value: Value): number | null {
  if (value.kind === "constant" && typeof value.value === "number") return value.value;
  if (value.kind !== "external-call" || value.name !== "decimal.Decimal") return null;
  const text = value.arguments.positional[0]?.value();
  const number = text === undefined || booleanOf(text) !== null ? Number.NaN : Number(jsonOf(text));
  return Number.isFinite(number) ? number : null;
}
