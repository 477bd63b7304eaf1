import { enumMembers } from "../values/attribute.ts";
import { linearise } from "../values/class.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { ClassValue } from "../values/value.ts";
import { jsonOf } from "./json-value.ts";

/** The values of an enum's members in order, aliases repeated as Pydantic does; null when one of them can't be told. */
export function enumValues(evaluator: Evaluator, definition: ClassValue): readonly unknown[] | null {
  const values: unknown[] = [];
  const isText = linearise(evaluator, definition).externals.includes("enum.StrEnum");
  for (const member of enumMembers(evaluator, definition)) {
    const value = member.isAutomatic && !isText ? values.length + 1 : jsonOf(member.value);
    if (value === undefined || (typeof value === "object" && value !== null)) return null;
    values.push(value);
  }
  return values;
}
