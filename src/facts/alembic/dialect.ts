import type { Expression } from "../../syntax/python/ast.ts";
import { constantIn, follow, returnedBy, type NameScope } from "../sqlalchemy/name-scope.ts";
import { receiverOf } from "./receiver.ts";

const deepest = 10;

/**
 * The value of a condition that depends on nothing but the kind of database, on `dialect`: `bind.dialect.name ==
 * "postgresql"`, `is_postgres()`, `not context.is_offline_mode()`. Null when it depends on anything else.
 */
export function decideCondition(
  scope: NameScope,
  test: Expression,
  dialect: string,
  depth = 0,
): boolean | null {
  if (depth > deepest) return null;
  const decide = (inner: Expression): boolean | null => decideCondition(scope, inner, dialect, depth + 1);
  switch (test.kind) {
    case "unary": {
      const value = test.operator === "not" ? decide(test.operand) : null;
      return value === null ? null : !value;
    }
    case "boolean": {
      const values = test.operands.map(decide);
      const deciding = test.operator === "or";
      if (values.includes(deciding)) return deciding;
      return values.includes(null) ? null : !deciding;
    }
    case "comparison":
      return decideComparison(scope, test, dialect);
    case "call":
      return decideCall(scope, test, dialect, depth);
    default: {
      const followed = follow(scope, test);
      if (followed.expression !== test) {
        return decideCondition(followed.scope, followed.expression, dialect, depth + 1);
      }
      // `op.get_context().as_sql` is the offline mode; migrations run online.
      if (test.kind === "attribute" && test.attribute === "as_sql") return false;
      const value = constantIn(scope, test);
      return typeof value === "boolean" ? value : null;
    }
  }
}

/** Whether a text that is written out is empty: `if not statement.strip():`. Null for any other condition. */
export function textTruth(scope: NameScope, test: Expression): boolean | null {
  if (test.kind === "unary" && test.operator === "not") {
    const truth = textTruth(scope, test.operand);
    return truth === null ? null : !truth;
  }
  const value = constantIn(scope, test);
  return typeof value === "string" ? value !== "" : null;
}

function decideCall(
  scope: NameScope,
  call: Extract<Expression, { kind: "call" }>,
  dialect: string,
  depth: number,
): boolean | null {
  if (call.callee.kind === "attribute" && call.callee.attribute === "is_offline_mode") return false;
  const returned = returnedBy(scope, call);
  if (returned === null) return null;
  return decideCondition(returned.scope, returned.expression, dialect, depth + 1);
}

function decideComparison(
  scope: NameScope,
  test: Extract<Expression, { kind: "comparison" }>,
  dialect: string,
): boolean | null {
  const [operator] = test.operators;
  const [right] = test.comparators;
  if (test.comparators.length !== 1 || right === undefined) return null;
  if (!isDialectName(scope, test.left)) return null;
  const value = constantIn(scope, right);
  switch (operator) {
    case "==":
      return typeof value === "string" ? value === dialect : null;
    case "!=":
      return typeof value === "string" ? value !== dialect : null;
    case "in":
      return Array.isArray(value) ? value.includes(dialect) : null;
    case "not in":
      return Array.isArray(value) ? !value.includes(dialect) : null;
    default:
      return null;
  }
}

/** `bind.dialect.name`, `op.get_context().dialect.name`, `bind.engine.name`. */
function isDialectName(scope: NameScope, expression: Expression): boolean {
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind === "call" && value.callee.kind === "attribute" && value.callee.attribute === "lower") {
    return isDialectName(inside, value.callee.value);
  }
  if (value.kind !== "attribute" || value.attribute !== "name") return false;
  const owner = follow(inside, value.value);
  if (owner.expression.kind === "attribute" && owner.expression.attribute === "dialect") {
    return receiverOf(owner.scope, owner.expression.value) !== null;
  }
  const receiver = receiverOf(owner.scope, owner.expression);
  return receiver?.kind === "connection";
}

/** Methods of SQLAlchemy's `Inspector` that ask what exists. */
const inspectorMethods =
  /^(has_|get_)(table|column|index|constraint|sequence|schema|view|enum|foreign_key|unique_constraint|check_constraint|pk_constraint|multi)/;
const existenceFunctions =
  /(exists?$|^exists|^has_|_exists?_|^(table|column|index|constraint|enum|type)_exists?)/;

/**
 * Does a condition ask the database whether something exists? Such guards make a migration repeatable; on a database
 * that the change is meant for, what they guard runs.
 */
export function isExistenceGuard(scope: NameScope, test: Expression, depth = 0): boolean {
  if (depth > 4) return false;
  const ask = (inner: Expression): boolean => isExistenceGuard(scope, inner, depth + 1);
  switch (test.kind) {
    case "unary":
      return ask(test.operand);
    case "boolean":
      return test.operands.some(ask);
    case "comparison":
      return ask(test.left) || test.comparators.some(ask);
    case "call":
      return isExistenceCall(test) || test.args.some(ask) || ask(test.callee);
    case "attribute":
      return (
        inspectorMethods.test(test.attribute) || existenceFunctions.test(test.attribute) || ask(test.value)
      );
    case "subscript":
      return ask(test.value);
    case "comprehension":
      return test.clauses.some((clause) => ask(clause.iterable));
    case "name": {
      const followed = follow(scope, test);
      if (followed.expression !== test) {
        return isExistenceGuard(followed.scope, followed.expression, depth + 1);
      }
      return existenceFunctions.test(test.id);
    }
    default:
      return false;
  }
}

function isExistenceCall(call: Extract<Expression, { kind: "call" }>): boolean {
  const { callee } = call;
  const name = callee.kind === "attribute" ? callee.attribute : callee.kind === "name" ? callee.id : "";
  return inspectorMethods.test(name) || existenceFunctions.test(name);
}
