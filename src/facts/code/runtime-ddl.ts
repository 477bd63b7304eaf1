import type { Attribute, Call } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { type PythonNode, walkScope } from "../../syntax/python/walk.ts";
import { isScriptPath } from "../../source/file-kind.ts";
import type { Syntax } from "../../syntax/syntax.ts";
import type { RuntimeDdl } from "./code.ts";
import { constantText } from "./constant-text.ts";
import { functionsOf, moduleLevel, placeOf } from "./function-unit.ts";
import { type Inference, type Place, lastName, placeAtModule, placeIn } from "./inferred.ts";

/** Cheap test on a module's text. */
const mentions = /create_all|drop_all|\b(?:create|alter|drop)[ \t\n]+[a-z]|\bstamp\b/i;

/** Functions that take SQL as their first argument. */
const sqlTakers = new Set([
  "text",
  "execute",
  "exec_driver_sql",
  "executescript",
  "executemany",
  "DDL",
  "exec",
]);

/** The schema changes that one module makes while the application runs, outside of Alembic. */
export function* runtimeDdlIn(inference: Inference, path: string, syntax: Syntax): Generator<RuntimeDdl> {
  const { project } = inference;
  const text = project.text(path) ?? "";
  if (!mentions.test(text) || isMigrationCode(text)) return;
  const module = project.module(path);
  if (module === null) return;
  const confidence = isScriptPath(path) ? "medium" : "high";
  const bodies: { readonly name: string; readonly place: Place; readonly body: readonly PythonNode[] }[] = [
    { name: moduleLevel, place: placeAtModule(path), body: module.body },
    ...functionsOf(path, module).map((unit) => ({
      name: unit.name,
      place: placeIn(unit),
      body: unit.node.body,
    })),
  ];
  for (const { name, place, body } of bodies) {
    for (const node of walkScope(body)) {
      const found = ddlOf(inference, place, node, syntax);
      if (found === null) continue;
      yield {
        what: found.what,
        function: name,
        confidence: found.certain ? confidence : "medium",
        where: placeOf(path, node),
      };
    }
  }
}

/** Revisions and `env.py`: what they do is Alembic's. */
function isMigrationCode(text: string): boolean {
  return /^from alembic import [^\n]*\b(?:op|context)\b/m.test(text);
}

function ddlOf(
  inference: Inference,
  place: Place,
  node: PythonNode,
  syntax: Syntax,
): { readonly what: string; readonly certain: boolean } | null {
  if (node.kind === "attribute") return metadataDdl(node);
  if (node.kind !== "call") return null;
  const callee = inference.typeOf(place, node.callee);
  if (callee.kind === "reference" && callee.name === "alembic.command.stamp")
    return { what: "alembic.command.stamp", certain: true };
  return sqlTakers.has(lastName(node.callee)) ? sqlDdl(inference, place, node, syntax) : null;
}

/** `Base.metadata.create_all`, called or handed to `run_sync`. */
function metadataDdl(node: Attribute): { readonly what: string; readonly certain: boolean } | null {
  if (node.attribute !== "create_all" && node.attribute !== "drop_all") return null;
  const receiver = lastName(node.value);
  if (!/^(?:[a-z_]*metadata|db)$/i.test(receiver)) return null;
  return { what: `${unparse(node.value)}.${node.attribute}`, certain: true };
}

function sqlDdl(
  inference: Inference,
  place: Place,
  call: Call,
  syntax: Syntax,
): { readonly what: string; readonly certain: boolean } | null {
  const argument = call.args[0];
  if (argument === undefined || argument.kind === "call") return null;
  const known = constantText(inference, place, argument);
  const verb = known === null ? null : /^[\s(]{0,200}(create|alter|drop)\b/i.exec(known.text);
  if (known === null || verb === null || isPrivateDatabase(inference, place, call)) return null;
  const taker = lastName(call.callee);
  if (!known.complete) {
    const start = known.text.trim().replace(/\s+/g, " ").slice(0, 60);
    return { what: `${taker}("${start}…")`, certain: false };
  }
  const statement = syntax.parseSql(known.text).statements.find((one) => changesSchema(one.node));
  if (statement === undefined) return null;
  return { what: `${taker}("${statement.text.trim().replace(/\s+/g, " ").slice(0, 80)}")`, certain: true };
}

/** SQLite opened by hand is a file of the program's own, not the database that Alembic manages. */
function isPrivateDatabase(inference: Inference, place: Place, call: Call): boolean {
  if (call.callee.kind !== "attribute") return false;
  const label = inference.labelOf(inference.typeOf(place, call.callee.value));
  return label?.startsWith("sqlite3.") ?? false;
}

/** libpg-query's nodes for statements that change tables, indexes, types or views. */
const schemaNodes = new Set([
  "AlterTableStmt",
  "IndexStmt",
  "DropStmt",
  "RenameStmt",
  "CreateEnumStmt",
  "AlterEnumStmt",
  "CompositeTypeStmt",
  "CreateStmt",
  "CreateTableAsStmt",
  "ViewStmt",
]);

function changesSchema(node: Readonly<Record<string, unknown>> | null): boolean {
  if (node === null) return false;
  const kind = Object.keys(node).find((key) => schemaNodes.has(key));
  if (kind === undefined) return false;
  return !JSON.stringify(node[kind]).includes('"relpersistence":"t"');
}
