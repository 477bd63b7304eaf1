import type { Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { memberValue } from "./enum-members.ts";
import { constantIn, resolveIn, sqlalchemyName, textIn, type NameScope } from "./name-scope.ts";

/** SQL with single spaces and in lower case, quoted parts untouched: equal expressions give equal text. */
export function normaliseSql(text: string): string {
  let normal = "";
  let space = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      const closing = text.indexOf(character, at + 1);
      const end = closing === -1 ? text.length : closing + 1;
      normal += (space ? " " : "") + text.slice(at, end);
      space = false;
      at = end - 1;
    } else if (character.trim() === "") {
      space = normal !== "";
    } else {
      normal += (space ? " " : "") + character.toLowerCase();
      space = false;
    }
  }
  return normal;
}

function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Functions of SQL that stand without parentheses (sqlalchemy/sql/functions.py, `AnsiFunction`). */
const ansiFunctions = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "current_user",
  "localtime",
  "localtimestamp",
  "session_user",
  "sysdate",
  "user",
]);

/**
 * A `server_default` as normalised SQL: `'x'` for a plain string, the text of `text(…)`, `now()` for `func.now()`.
 * Null for `None`; the Python text of what can't be told.
 */
export function readServerDefault(scope: NameScope, expression: Expression): string | null {
  const constant = constantIn(scope, expression);
  if (constant === null) return null;
  if (typeof constant === "string") return quoteSql(constant);
  // Made by something in the database that SQLAlchemy does not create.
  if (expression.kind === "call" && sqlalchemyName(scope, expression.callee) === "FetchedValue") return null;
  return sqlOf(scope, expression) ?? unparse(expression);
}

/** SQL of `text(…)`, `func.x(…)`, `true()` or an enum's member; null when it can't be told. */
export function sqlOf(scope: NameScope, expression: Expression): string | null {
  const member = memberValue(scope, expression);
  if (member !== null) return quoteSql(member);
  if (expression.kind !== "call") return null;
  const called = functionName(scope, expression.callee);
  if (called !== null) {
    if (expression.args.length === 0 && ansiFunctions.has(called)) return called;
    const args = expression.args.map((argument) => argumentSql(scope, argument));
    return args.every((argument) => argument !== null) ? `${called}(${args.join(", ")})` : null;
  }
  const name = sqlalchemyName(scope, expression.callee);
  if (name === "text" || name === "literal_column" || name === "DDL") {
    const text = textIn(scope, expression.args[0]);
    return text === null ? null : normaliseSql(text);
  }
  if ((name === "true" || name === "false" || name === "null") && expression.args.length === 0) return name;
  return null;
}

function argumentSql(scope: NameScope, expression: Expression): string | null {
  const constant = constantIn(scope, expression);
  if (typeof constant === "string") return quoteSql(constant);
  if (constant === null) return "null";
  if (typeof constant === "number" || typeof constant === "boolean") return String(constant);
  return sqlOf(scope, expression);
}

/** `now` for `func.now`, `sa.func.now` and `sqlalchemy.sql.func.now`. */
export function functionName(scope: NameScope, expression: Expression): string | null {
  if (expression.kind !== "attribute") return null;
  const owner = resolveIn(scope, expression.value);
  if (owner.kind !== "external" || !/^(?:sqlalchemy|sqlmodel)(?:\.[a-z_]+)*\.func$/u.test(owner.name))
    return null;
  return expression.attribute.toLowerCase();
}
