import type { SchemaOperation } from "../database.ts";
import { printExpression } from "./expression.ts";
import { nodeAt, nodesAt, relationName, stringsAt, tagged, textAt, type Node } from "./node.ts";

type ModifyRows = Extract<SchemaOperation, { kind: "modify-rows" }>;

/** The rows that a statement writes, data-changing `WITH` queries first, as PostgreSQL allows them in any statement. */
export function readRowChanges(tag: string, body: Node): readonly SchemaOperation[] {
  const queries = nodesAt(nodeAt(body, "withClause") ?? {}, "ctes").map((node) =>
    tagged(nodeAt(tagged(node).body, "ctequery")),
  );
  const inner = queries.flatMap((query) => readRowChanges(query.tag, query.body));
  const own = readOwnChange(tag, body);
  return own === null ? inner : [...inner, own];
}

function readOwnChange(tag: string, body: Node): ModifyRows | null {
  const table = relationName(nodeAt(body, "relation"));
  const columns = (field: string): readonly string[] =>
    nodesAt(body, field).flatMap((node) => textAt(tagged(node).body, "name") ?? []);
  const where = nodeAt(body, "whereClause");
  const filtered = where !== null && !isAlwaysTrue(where);
  const selective = where !== null && isSelective(where);
  switch (tag) {
    case "InsertStmt":
      return {
        kind: "modify-rows",
        verb: "insert",
        table,
        columns: columns("cols"),
        filtered: true,
        selective: true,
      };
    case "UpdateStmt":
      return {
        kind: "modify-rows",
        verb: "update",
        table,
        columns: columns("targetList"),
        filtered,
        selective,
      };
    case "DeleteStmt":
      return { kind: "modify-rows", verb: "delete", table, columns: [], filtered, selective };
    case "MergeStmt":
      return {
        kind: "modify-rows",
        verb: mergeVerb(body),
        table,
        columns: [],
        filtered: true,
        selective: false,
      };
    default:
      return null;
  }
}

/** What a `MERGE` may do that matters most. */
function mergeVerb(body: Node): "insert" | "update" | "delete" {
  const commands = nodesAt(body, "mergeWhenClauses").map((node) => textAt(tagged(node).body, "commandType"));
  if (commands.includes("CMD_DELETE")) return "delete";
  return commands.includes("CMD_UPDATE") ? "update" : "insert";
}

function isAlwaysTrue(where: Node): boolean {
  const text = printExpression(where);
  return text === "true" || text === "1 = 1";
}

/** One of the conditions that all have to hold compares a column with constants. */
function isSelective(where: Node): boolean {
  const { tag, body } = tagged(where);
  if (tag === "BoolExpr" && textAt(body, "boolop") === "AND_EXPR")
    return nodesAt(body, "args").some(isSelective);
  if (tag !== "A_Expr" || stringsAt(body, "name").at(-1) !== "=") return false;
  const kind = textAt(body, "kind");
  const left = nodeAt(body, "lexpr");
  const right = nodeAt(body, "rexpr");
  if (left === null || right === null) return false;
  if (kind === "AEXPR_IN") return nodesAt(tagged(right).body, "items").every(isConstant);
  return (kind === "AEXPR_OP" || kind === "AEXPR_OP_ANY") && (isConstant(right) || isConstant(left));
}

/** A literal, a parameter, or a cast of one; `NULL` and truth values choose nothing. */
function isConstant(node: Node): boolean {
  const { tag, body } = tagged(node);
  if (tag === "TypeCast") {
    const inner = nodeAt(body, "arg");
    return inner !== null && isConstant(inner);
  }
  if (tag === "A_ArrayExpr") return nodesAt(body, "elements").every(isConstant);
  return (
    tag === "ParamRef" || (tag === "A_Const" && nodeAt(body, "boolval") === null && body["isnull"] !== true)
  );
}
