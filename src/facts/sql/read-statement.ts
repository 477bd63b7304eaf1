import type { SchemaOperation } from "../database.ts";
import { alterColumn, readAlterTable } from "./alter-table.ts";
import { indexDetail, indexElement, indexOrders } from "./constraint.ts";
import { readCreateTable } from "./create-table.ts";
import {
  flagAt,
  integerOf,
  nameParts,
  nodeAt,
  nodesAt,
  qualifiedName,
  relationName,
  stringOf,
  stringsAt,
  tagged,
  textAt,
  type Node,
} from "./node.ts";
import { readRowChanges } from "./row-changes.ts";

/**
 * What one parsed SQL statement does to the schema or to rows. Every statement gives at least one operation; one
 * `ALTER TABLE` gives one for each subcommand. `DO` blocks are not looked into here (`do-block.ts`).
 */
export function readStatement(node: Node): readonly SchemaOperation[] {
  const { tag, body } = tagged(node);
  const reader = readers.get(tag);
  if (reader !== undefined) return reader(body);
  return [{ kind: "other", command: commandName(tag), relations: mentionedRelations(body) }];
}

const readers: ReadonlyMap<string, (body: Node) => readonly SchemaOperation[]> = new Map([
  ["CreateStmt", (body: Node) => [readCreateTable(body)]],
  ["CreateTableAsStmt", createTableAs],
  ["AlterTableStmt", readAlterTable],
  ["IndexStmt", (body) => [createIndex(body)]],
  ["DropStmt", drop],
  ["RenameStmt", (body) => [rename(body)]],
  ["AlterObjectSchemaStmt", (body) => [setSchema(body)]],
  ["CreateEnumStmt", (body) => [createEnum(body)]],
  ["AlterEnumStmt", (body) => [alterEnum(body)]],
  ["AlterDomainStmt", (body) => [alterDomain(body)]],
  [
    "CreateDomainStmt",
    (body) => [
      { kind: "other", command: "CREATE DOMAIN", relations: [qualifiedName(stringsAt(body, "domainname"))] },
    ],
  ],
  ["SelectStmt", select],
  ["InsertStmt", (body) => readRowChanges("InsertStmt", body)],
  ["UpdateStmt", (body) => readRowChanges("UpdateStmt", body)],
  ["DeleteStmt", (body) => readRowChanges("DeleteStmt", body)],
  ["MergeStmt", (body) => readRowChanges("MergeStmt", body)],
  ["TruncateStmt", truncate],
  ["TransactionStmt", (body) => [transaction(body)]],
  ["VacuumStmt", (body) => [vacuum(body)]],
  ["ReindexStmt", (body) => [reindex(body)]],
  [
    "RefreshMatViewStmt",
    (body) => [other(concurrently("REFRESH MATERIALIZED VIEW", flagAt(body, "concurrent")), body)],
  ],
  ["VariableSetStmt", (body) => [setting(body)]],
  ["CreateSchemaStmt", (body) => [createSchema(body)]],
  ["CommentStmt", () => [{ kind: "other", command: "COMMENT", relations: [] }]],
  ["CreateTrigStmt", (body) => [other("CREATE TRIGGER", body)]],
  ["CreatePolicyStmt", (body) => [{ kind: "other", command: "CREATE POLICY", relations: tableOf(body) }]],
  ["ViewStmt", () => [{ kind: "other", command: "CREATE VIEW", relations: [] }]],
  ["CreateSeqStmt", () => [{ kind: "other", command: "CREATE SEQUENCE", relations: [] }]],
  ["AlterSeqStmt", () => [{ kind: "other", command: "ALTER SEQUENCE", relations: [] }]],
  ["CreateFunctionStmt", () => [{ kind: "other", command: "CREATE FUNCTION", relations: [] }]],
  ["CreatedbStmt", () => [{ kind: "other", command: "CREATE DATABASE", relations: [] }]],
  ["DropdbStmt", () => [{ kind: "other", command: "DROP DATABASE", relations: [] }]],
]);

function other(command: string, body: Node): SchemaOperation {
  return {
    kind: "other",
    command,
    relations: [relationName(nodeAt(body, "relation"))].filter((name) => name !== null),
  };
}

function tableOf(body: Node): readonly string[] {
  return [relationName(nodeAt(body, "table"))].filter((name) => name !== null);
}

function concurrently(command: string, flag: boolean): string {
  return flag ? `${command} CONCURRENTLY` : command;
}

/** `CreateExtensionStmt` → `CREATE EXTENSION`. */
function commandName(tag: string): string {
  return tag
    .replace(/Stmt$/, "")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();
}

function mentionedRelations(body: Node): readonly string[] {
  const single = relationName(nodeAt(body, "relation"));
  const list = nodesAt(body, "relations").map((node) => relationName(tagged(node).body));
  return [single, ...list].filter((name) => name !== null);
}

function createTableAs(body: Node): readonly SchemaOperation[] {
  const table = relationName(nodeAt(nodeAt(body, "into") ?? {}, "rel")) ?? "?";
  if (textAt(body, "objtype") === "OBJECT_MATVIEW") {
    return [{ kind: "other", command: "CREATE MATERIALIZED VIEW", relations: [table] }];
  }
  return [{ kind: "create-table", table, columns: [], constraints: [], references: [] }];
}

/** `SELECT` changes nothing by itself, but for `SELECT … INTO` and data-changing `WITH`. */
function select(body: Node): readonly SchemaOperation[] {
  const into = nodeAt(body, "intoClause");
  if (into !== null) {
    const table = relationName(nodeAt(into, "rel")) ?? "?";
    return [{ kind: "create-table", table, columns: [], constraints: [], references: [] }];
  }
  const changes = readRowChanges("SelectStmt", body);
  return changes.length > 0 ? changes : [{ kind: "other", command: "SELECT", relations: [] }];
}

/** With `IF NOT EXISTS` the schema may have been there, with everything in it. */
function createSchema(body: Node): SchemaOperation {
  const name = flagAt(body, "if_not_exists") ? null : textAt(body, "schemaname");
  return { kind: "other", command: "CREATE SCHEMA", relations: name === null ? [] : [name] };
}

function createIndex(body: Node): SchemaOperation {
  return {
    kind: "create-index",
    table: relationName(nodeAt(body, "relation")) ?? "?",
    name: textAt(body, "idxname"),
    columns: nodesAt(body, "indexParams").map(indexElement),
    ...indexOrders(body),
    ...indexDetail(body),
    unique: flagAt(body, "unique"),
    concurrently: flagAt(body, "concurrent"),
    ifNotExists: flagAt(body, "if_not_exists"),
  };
}

function drop(body: Node): readonly SchemaOperation[] {
  const type = textAt(body, "removeType") ?? "";
  return nodesAt(body, "objects").map((object): SchemaOperation => {
    const parts = nameParts(object);
    const name = qualifiedName(parts);
    switch (type) {
      case "OBJECT_TABLE":
        return { kind: "drop-table", table: name };
      case "OBJECT_INDEX":
        return { kind: "drop-index", table: null, name, concurrently: flagAt(body, "concurrent") };
      case "OBJECT_TYPE":
      case "OBJECT_DOMAIN":
        return { kind: "drop-type", name };
      default: {
        const command = `DROP ${type.replace("OBJECT_", "").replaceAll("_", " ").replace("MATVIEW", "MATERIALIZED VIEW")}`;
        const isOnTable = type === "OBJECT_TRIGGER" || type === "OBJECT_POLICY" || type === "OBJECT_RULE";
        return { kind: "other", command, relations: [isOnTable ? qualifiedName(parts.slice(0, -1)) : name] };
      }
    }
  });
}

function rename(body: Node): SchemaOperation {
  const relation = relationName(nodeAt(body, "relation"));
  const to = textAt(body, "newname") ?? "?";
  switch (textAt(body, "renameType")) {
    case "OBJECT_TABLE":
      return { kind: "rename-table", table: relation ?? "?", to: inSchemaOf(relation ?? "?", to) };
    case "OBJECT_COLUMN":
      return alterColumn(relation ?? "?", textAt(body, "subname") ?? "?", { rename: to });
    default: {
      const command = `RENAME ${(textAt(body, "renameType") ?? "").replace("OBJECT_", "").replaceAll("_", " ")}`;
      return { kind: "other", command, relations: relation === null ? [] : [relation] };
    }
  }
}

function inSchemaOf(table: string, name: string): string {
  const dot = table.lastIndexOf(".");
  return dot < 0 ? name : `${table.slice(0, dot)}.${name}`;
}

/** `ALTER TABLE t SET SCHEMA s` gives the table another name. */
function setSchema(body: Node): SchemaOperation {
  const table = relationName(nodeAt(body, "relation"));
  const schema = textAt(body, "newschema") ?? "?";
  if (textAt(body, "objectType") !== "OBJECT_TABLE" || table === null) {
    return { kind: "other", command: "ALTER SET SCHEMA", relations: [] };
  }
  const name = table.slice(table.lastIndexOf(".") + 1);
  return { kind: "rename-table", table, to: qualifiedName([schema, name]) };
}

function createEnum(body: Node): SchemaOperation {
  return {
    kind: "create-type",
    name: qualifiedName(stringsAt(body, "typeName")),
    values: nodesAt(body, "vals").map((value) => stringOf(value) ?? ""),
  };
}

function alterEnum(body: Node): SchemaOperation {
  const name = qualifiedName(stringsAt(body, "typeName"));
  const value = textAt(body, "newVal") ?? "?";
  const old = textAt(body, "oldVal");
  return old === null
    ? { kind: "add-enum-value", name, value }
    : { kind: "rename-enum-value", name, from: old, to: value };
}

function truncate(body: Node): readonly SchemaOperation[] {
  return nodesAt(body, "relations").map((relation) => ({
    kind: "modify-rows",
    verb: "truncate",
    table: relationName(tagged(relation).body),
    columns: [],
    filtered: false,
    selective: false,
  }));
}

function transaction(body: Node): SchemaOperation {
  const kind = (textAt(body, "kind") ?? "").replace("TRANS_STMT_", "").replaceAll("_", " ");
  return { kind: "other", command: kind === "START" ? "BEGIN" : kind, relations: [] };
}

/** `FULL`, `(FULL)`, `(FULL true)`, but not `(FULL off)`. */
function option(body: Node, name: string): boolean {
  return [...nodesAt(body, "options"), ...nodesAt(body, "params")].some((node) => {
    const { body: element } = tagged(node);
    if (textAt(element, "defname") !== name) return false;
    const { tag, body: value } = tagged(nodeAt(element, "arg"));
    if (tag === "Boolean") return flagAt(value, "boolval");
    if (tag === "Integer") return integerOf(value) !== 0;
    return !["false", "off", "0"].includes(textAt(value, "sval")?.toLowerCase() ?? "");
  });
}

/** Adding a constraint reads every table that uses the domain, unless it is added as not valid. */
function alterDomain(body: Node): SchemaOperation {
  const adds = textAt(body, "subtype") === "C";
  const constraint = tagged(nodeAt(body, "def")).body;
  const validates = adds && !flagAt(constraint, "skip_validation");
  return {
    kind: "other",
    command: validates ? "ALTER DOMAIN ADD CONSTRAINT" : "ALTER DOMAIN",
    relations: [qualifiedName(stringsAt(body, "typeName"))],
  };
}

function vacuum(body: Node): SchemaOperation {
  const verb = flagAt(body, "is_vacuumcmd") ? "VACUUM" : "ANALYZE";
  const relations = nodesAt(body, "rels")
    .map((node) => relationName(nodeAt(tagged(node).body, "relation")))
    .filter((name) => name !== null);
  return { kind: "other", command: option(body, "full") ? `${verb} FULL` : verb, relations };
}

function reindex(body: Node): SchemaOperation {
  const object = (textAt(body, "kind") ?? "").replace("REINDEX_OBJECT_", "");
  const command = concurrently(`REINDEX ${object}`, option(body, "concurrently"));
  const whole = textAt(body, "name");
  return whole === null ? other(command, body) : { kind: "other", command, relations: [whole] };
}

/** `SET lock_timeout` and the like keep the name: rules look for it. */
function setting(body: Node): SchemaOperation {
  const name = textAt(body, "name");
  return { kind: "other", command: name === null ? "SET" : `SET ${name}`, relations: [] };
}
