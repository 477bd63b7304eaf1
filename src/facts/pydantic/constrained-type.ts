import { argumentValue, callFunction } from "../values/call.ts";
import type { Expression } from "../../syntax/python/ast.ts";
import { attributeOf } from "../values/attribute.ts";
import { findMember, linearise } from "../values/class.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { known, noArguments } from "../values/value.ts";
import type { ClassValue, ExternalCallValue, Lazy, Value } from "../values/value.ts";
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

const constrainedBases: ReadonlyMap<string, string> = new Map([
  ["pydantic.ConstrainedStr", "builtins.str"],
  ["pydantic.ConstrainedInt", "builtins.int"],
  ["pydantic.ConstrainedFloat", "builtins.float"],
  ["pydantic.ConstrainedDecimal", "decimal.Decimal"],
]);

const boundNames = ["regex", "min_length", "max_length", "gt", "ge", "lt", "le", "multiple_of"];

/** `class Key(ConstrainedStr): regex = …` of Pydantic 1: its class attributes are the bounds. */
function constrainedClass(evaluator: Evaluator, definition: ClassValue): PythonType | null {
  const base = linearise(evaluator, definition).externals.find((name) => constrainedBases.has(name));
  if (base === undefined) return null;
  const keywords = new Map<string, Lazy>();
  for (const name of boundNames) {
    const value = attributeOf(evaluator, definition, name);
    if (value !== null) keywords.set(name, known(value));
  }
  const { path, scope, node } = definition;
  const where = { path, line: node.line, endLine: node.endLine };
  const expression: Expression = { ...node, kind: "name", id: node.name };
  const bounds: ExternalCallValue = {
    kind: "external-call",
    name: "pydantic.Field",
    arguments: { positional: [], keywords, open: false },
    where,
    origin: { expression, scope },
  };
  const name = constrainedBases.get(base) ?? "";
  return { kind: "annotated", type: { kind: "library", name }, metadata: [bounds] };
}

const coreSchemas: ReadonlyMap<string, string> = new Map([
  ["pydantic_core.core_schema.str_schema", "builtins.str"],
  ["pydantic_core.core_schema.int_schema", "builtins.int"],
  ["pydantic_core.core_schema.float_schema", "builtins.float"],
]);

/**
 * A class whose `__get_pydantic_core_schema__` gives a plain core schema, also within a validator function: the scalar
 * with its bounds. Null for any other.
 */
export function customType(evaluator: Evaluator, definition: ClassValue): PythonType | null {
  const old = constrainedClass(evaluator, definition);
  if (old !== null) return old;
  const hook = findMember(evaluator, definition, "__get_pydantic_core_schema__");
  if (hook?.kind !== "other" || hook.value.kind !== "function") return null;
  let made: Value | null = callFunction(evaluator, { ...hook.value, self: definition }, noArguments, null);
  if (
    made?.kind === "external-call" &&
    /\.(?:no|with)_info_(?:after|before)_validator_function$/.test(made.name)
  ) {
    made = argumentValue(made.arguments, 1, "schema");
  }
  const scalar = made?.kind === "external-call" ? coreSchemas.get(made.name) : undefined;
  if (scalar === undefined || made?.kind !== "external-call") return null;
  const bounds: ExternalCallValue = { ...made, name: "pydantic.Field" };
  return { kind: "annotated", type: { kind: "library", name: scalar }, metadata: [bounds] };
}
