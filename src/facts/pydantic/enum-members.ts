import { attributeOf } from "../values/attribute.ts";
import { linearise } from "../values/class.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { ClassValue } from "../values/value.ts";
import { jsonOf } from "./json-value.ts";

/** The values of an enum's members in order, aliases repeated as Pydantic does; null when one of them can't be told. */
export function enumValues(evaluator: Evaluator, definition: ClassValue): readonly unknown[] | null {
  const values: unknown[] = [];
  const isText = linearise(evaluator, definition).externals.includes("enum.StrEnum");
  for (const name of memberNames(evaluator, definition)) {
    const member = attributeOf(evaluator, definition, name);
    if (member?.kind !== "enum-member") continue;
    const value = member.isAutomatic && !isText ? values.length + 1 : jsonOf(member.value);
    if (value === undefined || (typeof value === "object" && value !== null)) return null;
    values.push(value);
  }
  return values;
}

function memberNames(evaluator: Evaluator, definition: ClassValue): readonly string[] {
  const names: string[] = [];
  for (const owner of [...linearise(evaluator, definition).classes].reverse()) {
    for (const statement of owner.node.body) {
      const isValue =
        statement.kind === "assign" || (statement.kind === "annotated-assign" && statement.value !== null);
      if (!isValue) continue;
      for (const target of statement.kind === "assign" ? statement.targets : [statement.target]) {
        if (target.kind === "name" && !target.id.startsWith("_")) names.push(target.id);
      }
    }
  }
  return names;
}
