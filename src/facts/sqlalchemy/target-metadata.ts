import { walkScope } from "../../syntax/python/walk.ts";
import type { Expression } from "../../syntax/python/ast.ts";
import { moduleScope, type NameScope } from "./name-scope.ts";
import { metadataAt, type SchemaReader } from "./schema-reader.ts";

/**
 * The metadata that the repository's Alembic environments migrate (`target_metadata` of each `env.py`), by key. Null
 * when there is no environment, or when one of them can't be told: then nothing is known to be left out.
 */
export function targetMetadata(reader: SchemaReader): ReadonlySet<string> | null {
  const keys = new Set<string>();
  let found = false;
  for (const path of reader.project.paths) {
    if (path !== "env.py" && !path.endsWith("/env.py")) continue;
    if (!(reader.project.text(path) ?? "").includes("target_metadata")) continue;
    for (const key of targetsOf(reader, path)) {
      if (key === null) return null;
      keys.add(key);
      found = true;
    }
  }
  return found ? keys : null;
}

function* targetsOf(reader: SchemaReader, path: string): Generator<string | null> {
  const module = reader.project.module(path);
  if (module === null) {
    yield null;
    return;
  }
  const scope = moduleScope(reader.project, path);
  for (const node of walkScope(module.body)) {
    if (node.kind !== "assign" && node.kind !== "annotated-assign") continue;
    const targets = node.kind === "assign" ? node.targets : [node.target];
    if (!targets.some((target) => target.kind === "name" && target.id === "target_metadata")) continue;
    if (node.value !== null) yield* keysOf(reader, scope, node.value);
  }
}

function* keysOf(reader: SchemaReader, scope: NameScope, value: Expression): Generator<string | null> {
  if (value.kind === "list" || value.kind === "tuple") {
    for (const element of value.elements) yield* keysOf(reader, scope, element);
    return;
  }
  yield metadataAt(reader, scope, value, null).key;
}
