import { argumentValue } from "../values/call.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { ExternalCallValue } from "../values/value.ts";
import { anyType } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";
import { typeOfValue } from "./read-type.ts";

const scalars: ReadonlyMap<string, string> = new Map([
  ["pydantic.constr", "builtins.str"],
  ["pydantic.conint", "builtins.int"],
  ["pydantic.confloat", "builtins.float"],
  ["pydantic.conbytes", "builtins.bytes"],
  ["pydantic.condecimal", "decimal.Decimal"],
  ["pydantic.condate", "datetime.date"],
]);

/** `constr(min_length=1)` and its siblings: the plain type with the call as its metadata; null for any other call. */
export function constrainedType(evaluator: Evaluator, call: ExternalCallValue): PythonType | null {
  const scalar = scalars.get(call.name);
  if (scalar !== undefined)
    return { kind: "annotated", type: { kind: "library", name: scalar }, metadata: [call] };
  if (call.name === "pydantic.conlist" || call.name === "pydantic.conset") {
    const item = argumentValue(call.arguments, 0, "item_type");
    const type: PythonType = {
      kind: "sequence",
      name: call.name === "pydantic.conlist" ? "list" : "set",
      label: call.name === "pydantic.conlist" ? "List" : "Set",
      item: item === null ? anyType : typeOfValue(evaluator, item),
    };
    return { kind: "annotated", type, metadata: [call] };
  }
  return null;
}
