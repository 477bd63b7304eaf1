import { isList, isMap, known, makeMap, unknown } from "./constant.ts";
import type { Constant, Value } from "./project.ts";

/** Python's truth of a constant: empty containers, zero and None are false. */
export function isTruthy(value: Constant): boolean {
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** `left <operator> right` as Python computes it for texts, lists, maps and numbers that JavaScript holds exactly. */
export function binaryOperation(operator: string, left: Constant, right: Constant): Value {
  if (typeof left === "number" && typeof right === "number") return arithmetic(operator, left, right);
  if (operator === "+" && typeof left === "string" && typeof right === "string") {
    return known(left + right);
  }
  if (operator === "+" && isList(left) && isList(right)) {
    return known([...left, ...right]);
  }
  if (operator === "|" && isMap(left) && isMap(right)) {
    return known(makeMap([...Object.entries(left), ...Object.entries(right)]));
  }
  if (operator === "*" && typeof left === "string" && typeof right === "number") return repeat(left, right);
  return unknown(`${operator} of these values`);
}

function arithmetic(operator: string, left: number, right: number): Value {
  const result = compute(operator, left, right);
  return result !== null && Number.isFinite(result) && Math.abs(result) <= Number.MAX_SAFE_INTEGER
    ? known(result)
    : unknown(`${operator} of these numbers`);
}

function compute(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? null : left / right;
    case "//":
      return right === 0 ? null : Math.floor(left / right);
    case "%":
      return right === 0 ? null : left - right * Math.floor(left / right);
    case "**":
      return left ** right;
    default:
      return null;
  }
}

function repeat(text: string, times: number): Value {
  if (!Number.isInteger(times) || times * text.length > 10_000) return unknown("a long repetition");
  return known(text.repeat(Math.max(0, times)));
}

/** Whether a comparison holds; null where Python would refuse it or it is about identity of objects. */
export function compare(operator: string, left: Constant, right: Constant): boolean | null {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "is":
    case "is not":
      if (right !== null && typeof right !== "boolean") return null;
      return (left === right) === (operator === "is");
    case "in":
    case "not in": {
      const found = contains(left, right);
      return found === null ? null : found === (operator === "in");
    }
    default:
      return order(operator, left, right);
  }
}

function contains(element: Constant, container: Constant): boolean | null {
  if (isList(container)) return container.some((other) => equal(element, other));
  if (typeof element !== "string") return null;
  if (typeof container === "string") return container.includes(element);
  return isMap(container) ? element in container : null;
}

function order(operator: string, left: Constant, right: Constant): boolean | null {
  const comparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!comparable) return null;
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return null;
  }
}

function equal(left: Constant, right: Constant): boolean {
  if (isList(left) && isList(right)) {
    return (
      left.length === right.length && left.every((element, index) => equal(element, right[index] ?? null))
    );
  }
  if (isMap(left) && isMap(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => key in right && equal(left[key] ?? null, right[key] ?? null))
    );
  }
  // In Python True equals 1.
  if (typeof left === "boolean" && typeof right === "number") return Number(left) === right;
  if (typeof left === "number" && typeof right === "boolean") return left === Number(right);
  return left === right;
}
