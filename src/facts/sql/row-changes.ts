import type { SchemaOperation } from "../database.ts";
import { nodeAt, nodesAt, relationName, tagged, textAt, type Node } from "./node.ts";

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
  const filtered = nodeAt(body, "whereClause") !== null;
  switch (tag) {
    case "InsertStmt":
      return { kind: "modify-rows", verb: "insert", table, columns: columns("cols"), filtered: true };
    case "UpdateStmt":
      return { kind: "modify-rows", verb: "update", table, columns: columns("targetList"), filtered };
    case "DeleteStmt":
      return { kind: "modify-rows", verb: "delete", table, columns: [], filtered };
    case "MergeStmt":
      return { kind: "modify-rows", verb: mergeVerb(body), table, columns: [], filtered: true };
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
