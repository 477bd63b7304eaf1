import type { Validator } from "../contract.ts";
import type { Value } from "../values/value.ts";
import { partsOf } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";

const modes: ReadonlyMap<string, Validator["mode"]> = new Map([
  ["pydantic.AfterValidator", "after"],
  ["pydantic.BeforeValidator", "before"],
  ["pydantic.WrapValidator", "wrap"],
  ["pydantic.PlainValidator", "plain"],
]);

/** `Annotated[str, AfterValidator(check)]` of a field, also within lists, maps and unions. */
export function annotatedValidators(field: string, type: PythonType): readonly Validator[] {
  const own = type.kind === "annotated" ? type.metadata.flatMap((item) => validatorOf(field, item)) : [];
  // What is inside of another model is a validator of that model.
  const inside = type.kind === "model" ? [] : partsOf(type);
  return [...own, ...inside.flatMap((part) => annotatedValidators(field, part))];
}

function validatorOf(field: string, metadata: Value): readonly Validator[] {
  if (metadata.kind !== "external-call") return [];
  const mode = modes.get(metadata.name);
  return mode === undefined ? [] : [{ fields: [field], mode, where: metadata.where }];
}
