import type { Expression } from "../../syntax/python/ast.ts";
import { isList, isMap, known, makeMap, unknown } from "./constant.ts";
import { pythonText } from "./constant-methods.ts";
import { compare, isTruthy } from "./constant-operators.ts";
import type { Constant, Value } from "./project.ts";

/** Folds an expression within another one. */
export type Fold = (expression: Expression) => Value;

/** A value that is a list when it is known. */
export type ListValue =
  | { readonly known: true; readonly value: readonly Constant[] }
  | { readonly known: false; readonly reason: string };

export function foldParts(parts: (Expression & { kind: "joined-string" })["parts"], fold: Fold): Value {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = fold(part.value);
    if (!value.known) return value;
    if ((part.conversion !== null && part.conversion !== "!s") || (part.format ?? "") !== "") {
      return unknown("a formatted value");
    }
    const shown = pythonText(value.value);
    if (shown === null) return unknown("a value without a plain text");
    text += shown;
  }
  return known(text);
}

export function foldElements(elements: readonly Expression[], fold: Fold): ListValue {
  const values: Constant[] = [];
  for (const element of elements) {
    const value = fold(element.kind === "starred" ? element.value : element);
    if (!value.known) return value;
    if (element.kind !== "starred") values.push(value.value);
    else if (isList(value.value)) values.push(...value.value);
    else return { known: false, reason: "a star before no list" };
  }
  return { known: true, value: values };
}

export function foldEntries(entries: (Expression & { kind: "dict" })["entries"], fold: Fold): Value {
  const keys: Constant[] = [];
  const values: Constant[] = [];
  for (const entry of entries) {
    const value = fold(entry.value);
    if (!value.known) return value;
    if (entry.key === null) {
      if (!isMap(value.value)) return unknown("** before no dictionary");
      keys.push(...Object.keys(value.value));
      values.push(...Object.values(value.value));
      continue;
    }
    const key = fold(entry.key);
    if (!key.known) return key;
    keys.push(key.value);
    values.push(value.value);
  }
  return asMap(keys, values);
}

export function foldUnary(operator: string, operand: Value): Value {
  if (!operand.known) return operand;
  const { value } = operand;
  if (operator === "not") return known(!isTruthy(value));
  if (typeof value !== "number" || operator === "~") return unknown(`${operator} of no number`);
  return known(operator === "-" ? -value : value);
}

export function foldBoolean(operator: "and" | "or", operands: readonly Expression[], fold: Fold): Value {
  let last: Value = unknown("nothing");
  for (const operand of operands) {
    last = fold(operand);
    if (!last.known || isTruthy(last.value) === (operator === "or")) return last;
  }
  return last;
}

export function foldComparison(
  operators: readonly string[],
  operands: readonly Expression[],
  fold: Fold,
): Value {
  const values = all(operands.map(fold));
  if (!values.known) return values;
  const list = values.value;
  for (const [index, operator] of operators.entries()) {
    const holds = compare(operator, list[index] ?? null, list[index + 1] ?? null);
    if (holds === null) return unknown(`${operator} of these values`);
    if (!holds) return known(false);
  }
  return known(true);
}

export function item(container: Constant, key: Constant): Value {
  if (isList(container) && typeof key === "number") {
    const found = container.at(key);
    return found === undefined || !Number.isInteger(key)
      ? unknown("an index that is not there")
      : known(found);
  }
  if (isMap(container) && typeof key === "string") {
    const found = container[key];
    return found === undefined ? unknown(`no key ${key}`) : known(found);
  }
  return unknown("an index of no list or dictionary");
}

export function both(left: Value, right: Value, combine: (left: Constant, right: Constant) => Value): Value {
  if (!left.known) return left;
  return right.known ? combine(left.value, right.value) : right;
}

export function all(values: readonly Value[]): ListValue {
  const list: Constant[] = [];
  for (const value of values) {
    if (!value.known) return value;
    list.push(value.value);
  }
  return { known: true, value: list };
}

export function asMap(keys: readonly Constant[], values: readonly Constant[]): Value {
  const entries: [string, Constant][] = [];
  for (const [index, key] of keys.entries()) {
    if (typeof key !== "string") return unknown("a dictionary key that is no string");
    entries.push([key, values[index] ?? null]);
  }
  return known(makeMap(entries));
}

export function sizeOf(value: Constant): number {
  return typeof value === "string" || isList(value) ? value.length : 1;
}
