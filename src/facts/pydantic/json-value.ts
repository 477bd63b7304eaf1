import { booleanOf, textOf } from "../values/value.ts";
import type { Arguments, ExternalCallValue, Value } from "../values/value.ts";

/** How much of a value may still be written: lists that hold each other twice would be endless. */
interface Room {
  left: number;
}

/** A value as JSON, or `undefined` where it can't be told. */
export function jsonOf(value: Value, room: Room = { left: 2000 }): unknown {
  room.left -= 1;
  if (room.left < 0) return undefined;
  switch (value.kind) {
    case "constant":
      return value.value;
    case "enum-member":
      return jsonOf(value.value, room);
    case "list": {
      const items = value.items.map((item) => jsonOf(item, room));
      return items.includes(undefined) ? undefined : items;
    }
    case "dict":
      return jsonOfDict(value, room);
    case "external-call": {
      if (value.name === "collections.deque" && value.arguments.positional.length === 0) return [];
      if (value.name === "datetime.timedelta") return durationOf(value.arguments);
      if (/^datetime\.(?:datetime|date|time)$/.test(value.name)) return momentOf(value);
      // `Decimal("1.5")`, `UUID("…")`, `HttpUrl("…")` are written as their text.
      if (!writtenAsText.test(value.name)) return undefined;
      const given = value.arguments.positional[0]?.value();
      if (given === undefined) return undefined;
      const isNumber = value.name === "decimal.Decimal" && given.kind === "constant";
      return isNumber && Number.isSafeInteger(given.value)
        ? String(given.value)
        : (textOf(given) ?? undefined);
    }
    case "external":
      return constants.get(value.name);
    case "expression":
      return value.expression.kind === "bytes" ? value.expression.value : undefined;
    default:
      return undefined;
  }
}

const writtenAsText =
  /^(?:decimal\.Decimal|uuid\.UUID|pydantic\.\w+Url|pathlib\.Path|ipaddress\.IPv[46](?:Address|Network|Interface))$/;

/** `date(2024, 1, 31)`, `time(12, 30)`, `datetime(2024, 1, 31, 12)` as ISO 8601; a time zone can't be told. */
function momentOf({ name, arguments: args }: ExternalCallValue): string | undefined {
  const parts = momentParts.get(name) ?? [];
  const given = parts.map((part, at) => {
    const value = args.keywords.get(part) ?? args.positional[at];
    return value === undefined ? 0 : jsonOf(value.value());
  });
  if (args.open || args.positional.length > parts.length || args.keywords.has("tzinfo")) return undefined;
  if (!given.every((part) => typeof part === "number")) return undefined;
  const text = (part: number | undefined, width = 2): string => String(part ?? 0).padStart(width, "0");
  const [year, month, day] = name.endsWith(".time") ? [] : given;
  const clock = name.endsWith(".time") ? given : given.slice(3);
  const date = `${text(year, 4)}-${text(month)}-${text(day)}`;
  if (name.endsWith(".date")) return date;
  const [hour, minute, second, micro] = clock;
  const fraction = micro === undefined || micro === 0 ? "" : `.${text(micro, 6)}`;
  const time = `${text(hour)}:${text(minute)}:${text(second)}${fraction}`;
  return name.endsWith(".time") ? time : `${date}T${time}`;
}

const dateParts = ["year", "month", "day"];
const timeParts = ["hour", "minute", "second", "microsecond"];
const momentParts: ReadonlyMap<string, readonly string[]> = new Map([
  ["datetime.date", dateParts],
  ["datetime.time", timeParts],
  ["datetime.datetime", [...dateParts, ...timeParts]],
]);

const constants: ReadonlyMap<string, string> = new Map([
  ["datetime.datetime.min", "0001-01-01T00:00:00"],
  ["datetime.datetime.max", "9999-12-31T23:59:59.999999"],
  ["datetime.date.min", "0001-01-01"],
  ["datetime.date.max", "9999-12-31"],
]);

const seconds: ReadonlyMap<string, number> = new Map([
  ["weeks", 604_800],
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
  ["milliseconds", 0.001],
  ["microseconds", 0.000_001],
]);
const positions = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"];

/** A `timedelta` as ISO 8601 duration. */
function durationOf({ positional, keywords, open }: Arguments): string | undefined {
  if (open) return undefined;
  const parts = [...positional.map((value, at) => [positions[at] ?? "", value] as const), ...keywords];
  let total = 0;
  for (const [unit, value] of parts) {
    const count = jsonOf(value.value());
    const factor = seconds.get(unit);
    if (typeof count !== "number" || factor === undefined) return undefined;
    total += count * factor;
  }
  const rest = Math.abs(total) % 86_400;
  const days = Math.floor(Math.abs(total) / 86_400);
  const time = [
    [Math.floor(rest / 3600), "H"],
    [Math.floor((rest % 3600) / 60), "M"],
    [Number((rest % 60).toFixed(6)), "S"],
  ] as const;
  const clock = time.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
  const date = days === 0 ? "" : `${days}D`;
  const text = `${total < 0 ? "-" : ""}P${date}${clock === "" ? "" : `T${clock}`}`;
  return text === "P" ? "PT0S" : text;
}

function jsonOfDict(value: Extract<Value, { kind: "dict" }>, room: Room): unknown {
  if (value.open) return undefined;
  const entries: [string, unknown][] = [];
  for (const entry of value.entries) {
    const key = jsonOf(entry.key, room);
    const item = jsonOf(entry.value, room);
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
