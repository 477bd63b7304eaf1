import type { Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { indexElement, indexOrder } from "../sql/constraint.ts";
import { nodesAt, tagged } from "../sql/node.ts";
import type { ParseSql } from "../sql/read-sql.ts";
import { follow, type Placed } from "../sqlalchemy/name-scope.ts";
import { lastName, nameIn } from "./names.ts";
import { sqlTextOf } from "./sql-argument.ts";

/** Columns of an index with their directions, as `create-index` has them. */
export interface IndexColumns {
  readonly columns: readonly string[];
  readonly order?: readonly string[];
}

interface IndexColumn {
  readonly column: string;
  readonly order: string;
}

/** The list of `op.create_index(…, columns=[…])`. */
export function indexColumns(placed: Placed | undefined, parseSql: ParseSql): IndexColumns {
  if (placed === undefined) return { columns: [] };
  const { scope, expression } = follow(placed.scope, placed.expression);
  const elements =
    expression.kind === "list" || expression.kind === "tuple" ? expression.elements : [expression];
  return indexedColumns(
    elements.map((element) => ({ scope, expression: element })),
    parseSql,
  );
}

/** Members of `Index(…)` or of such a list: names, `text("lower(a) DESC")`, `column("a").desc()`. */
export function indexedColumns(elements: readonly Placed[], parseSql: ParseSql): IndexColumns {
  const read = elements.map((element) => readElement(element, parseSql));
  const columns = read.map(({ column }) => column);
  return read.some(({ order }) => order !== "")
    ? { columns, order: read.map(({ order }) => order) }
    : { columns };
}

function readElement({ scope, expression }: Placed, parseSql: ParseSql): IndexColumn {
  const name = nameIn(scope, expression);
  if (name !== null) return { column: name, order: "" };
  const ordered = orderedColumn({ scope, expression });
  if (ordered !== null) return ordered;
  const text = sqlTextOf(scope, expression);
  const parsed = text === null || text.partial ? null : parseElement(text.text, parseSql);
  return parsed ?? { column: unparse(expression), order: "" };
}

/** As PostgreSQL reads it; an expression without parentheses is given some. */
function parseElement(text: string, parseSql: ParseSql): IndexColumn | null {
  for (const element of [text, `(${text})`]) {
    const [statement] = parseSql(`CREATE INDEX ON t (${element})`).statements;
    const [parameter, other] =
      statement === undefined || statement.node === null
        ? []
        : nodesAt(tagged(statement.node).body, "indexParams");
    if (parameter !== undefined && other === undefined) {
      return { column: indexElement(parameter), order: indexOrder(parameter) };
    }
  }
  return null;
}

/** `column("a").desc().nulls_last()`, `desc("a")`. */
function orderedColumn(placed: Placed): IndexColumn | null {
  const { scope, expression } = follow(placed.scope, placed.expression);
  if (expression.kind !== "call") return null;
  const first = expression.args[0] ?? null;
  const callee = lastName(expression.callee);
  if (expression.callee.kind === "attribute" && orders.has(callee) && first === null) {
    const { value } = expression.callee;
    return ordered(innerColumn(scope, value), callee);
  }
  if (callee === "column") {
    const column = nameIn(scope, first);
    return column === null ? null : { column, order: "" };
  }
  return orders.has(callee) && first !== null ? ordered(innerColumn(scope, first), callee) : null;
}

function innerColumn(scope: Placed["scope"], expression: Expression): IndexColumn | null {
  const column = nameIn(scope, expression);
  return column === null ? orderedColumn({ scope, expression }) : { column, order: "" };
}

function ordered(inner: IndexColumn | null, callee: string): IndexColumn | null {
  return inner === null
    ? null
    : { column: inner.column, order: `${inner.order} ${orders.get(callee) ?? ""}`.trim() };
}

const orders: ReadonlyMap<string, string> = new Map([
  ["desc", "desc"],
  ["asc", ""],
  ["nulls_last", "nulls last"],
  ["nulls_first", "nulls first"],
  ["nullslast", "nulls last"],
  ["nullsfirst", "nulls first"],
]);
