import {
  flagAt,
  integerOf,
  nodeAt,
  nodesAt,
  stringOf,
  stringsAt,
  tagged,
  textAt,
  type Node,
} from "./node.ts";
import { printTypeName } from "./type-name.ts";

/**
 * A scalar expression as normalised SQL: `now()`, `'x'::mood`, `a > 0`. Not a full printer: what it does not know is
 * printed as its node's name with its parts, so that equal expressions give equal text and different ones differ.
 */
export function printExpression(node: Node | null): string {
  if (node === null) return "";
  const { tag, body } = tagged(node);
  const printer = printers.get(tag);
  return printer === undefined ? printUnknown(tag, body) : printer(body);
}

const printers: ReadonlyMap<string, (body: Node) => string> = new Map([
  ["A_Const", printConstant],
  ["ColumnRef", (body) => nodesAt(body, "fields").map(printField).join(".")],
  ["ParamRef", () => "?"],
  ["FuncCall", printCall],
  ["TypeCast", (body) => `${printOperand(nodeAt(body, "arg"))}::${printTypeName(nodeAt(body, "typeName"))}`],
  ["A_Expr", printOperation],
  ["BoolExpr", printBoolean],
  ["NullTest", printNullTest],
  [
    "BooleanTest",
    (body) =>
      `${printOperand(nodeAt(body, "arg"))} ${words(textAt(body, "booltesttype") ?? "").replace("is ", "IS ")}`,
  ],
  [
    "SQLValueFunction",
    (body) => words((textAt(body, "op") ?? "").replace("SVFOP_", "").replace(/_N$/, ""), "_"),
  ],
  ["CoalesceExpr", (body) => `coalesce(${printList(nodesAt(body, "args"))})`],
  [
    "MinMaxExpr",
    (body) =>
      `${textAt(body, "op") === "IS_LEAST" ? "least" : "greatest"}(${printList(nodesAt(body, "args"))})`,
  ],
  ["A_ArrayExpr", (body) => `ARRAY[${printList(nodesAt(body, "elements"))}]`],
  ["RowExpr", (body) => `(${printList(nodesAt(body, "args"))})`],
  ["List", (body) => `(${printList(nodesAt(body, "items"))})`],
  [
    "CollateClause",
    (body) => `${printOperand(nodeAt(body, "arg"))} COLLATE ${stringsAt(body, "collname").join(".")}`,
  ],
]);

function printList(nodes: readonly Node[]): string {
  return nodes.map(printExpression).join(", ");
}

function printConstant(body: Node): string {
  if (flagAt(body, "isnull")) return "NULL";
  const string = nodeAt(body, "sval");
  if (string !== null) return quote(textAt(string, "sval") ?? "");
  const float = nodeAt(body, "fval");
  if (float !== null) return textAt(float, "fval") ?? "0";
  const boolean = nodeAt(body, "boolval");
  if (boolean !== null) return flagAt(boolean, "boolval") ? "true" : "false";
  const integer = nodeAt(body, "ival");
  return String(integerOf(integer ?? {}));
}

/** An SQL string literal. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function printField(field: Node): string {
  return tagged(field).tag === "A_Star" ? "*" : (stringOf(field) ?? "?");
}

/** Name of the called function without `pg_catalog`. */
export function functionName(call: Node): string {
  return stringsAt(call, "funcname")
    .filter((part) => part !== "pg_catalog")
    .join(".");
}

function printCall(body: Node): string {
  const args = flagAt(body, "agg_star") ? "*" : printList(nodesAt(body, "args"));
  return `${functionName(body)}(${args})`;
}

function printOperation(body: Node): string {
  const kind = textAt(body, "kind") ?? "";
  const left = nodeAt(body, "lexpr");
  const right = nodeAt(body, "rexpr");
  const operator = stringsAt(body, "name").at(-1) ?? "?";
  const lhs = left === null ? "" : `${printOperand(left)} `;
  const rhs = printOperand(right);
  const negated = operator.startsWith("!") || operator === "<>" ? "NOT " : "";
  switch (kind) {
    case "AEXPR_IN":
      return `${lhs}${operator === "<>" ? "NOT " : ""}IN ${printExpression(right)}`;
    case "AEXPR_OP_ANY":
      return `${lhs}${operator} ANY (${printExpression(right)})`;
    case "AEXPR_OP_ALL":
      return `${lhs}${operator} ALL (${printExpression(right)})`;
    case "AEXPR_LIKE":
      return `${lhs}${negated}LIKE ${rhs}`;
    case "AEXPR_ILIKE":
      return `${lhs}${negated}ILIKE ${rhs}`;
    case "AEXPR_DISTINCT":
      return `${lhs}IS DISTINCT FROM ${rhs}`;
    case "AEXPR_NOT_DISTINCT":
      return `${lhs}IS NOT DISTINCT FROM ${rhs}`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN": {
      const bounds = right === null ? [] : nodesAt(tagged(right).body, "items");
      const not = kind === "AEXPR_NOT_BETWEEN" ? "NOT " : "";
      return `${lhs}${not}BETWEEN ${bounds.map(printOperand).join(" AND ")}`;
    }
    case "AEXPR_NULLIF":
      return `nullif(${printExpression(left)}, ${printExpression(right)})`;
    default:
      return left === null ? `${operator}${rhs}` : `${lhs}${operator} ${rhs}`;
  }
}

function printBoolean(body: Node): string {
  const args = nodesAt(body, "args").map(printOperand);
  switch (textAt(body, "boolop")) {
    case "NOT_EXPR":
      return `NOT ${args[0] ?? ""}`;
    case "OR_EXPR":
      return args.join(" OR ");
    default:
      return args.join(" AND ");
  }
}

function printNullTest(body: Node): string {
  const not = textAt(body, "nulltesttype") === "IS_NOT_NULL" ? "NOT " : "";
  return `${printOperand(nodeAt(body, "arg"))} IS ${not}NULL`;
}

/** Operators inside operators are bracketed, so that structure is never lost. */
function printOperand(node: Node | null): string {
  const text = printExpression(node);
  const { tag } = tagged(node);
  return tag === "A_Expr" || tag === "BoolExpr" || tag === "NullTest" ? `(${text})` : text;
}

function words(name: string, separator = " "): string {
  return name.toLowerCase().replaceAll("_", separator);
}

/** Keys of libpg-query in their own order; positions in the source do not count. */
function printUnknown(tag: string, body: Node): string {
  const json = JSON.stringify(body, (key, value: unknown) => (key === "location" ? undefined : value));
  return `${tag}${json}`;
}
