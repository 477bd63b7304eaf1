import type { DatabaseSchema } from "../database.ts";
import type { Project } from "../python/project.ts";
import { mayDeclareTables, readSchema } from "./read-schema.ts";
import { lastPart } from "../../text/names.ts";

/**
 * The models of some tables, by their qualified names. Only modules are read whose text has a table's name, written as
 * a class (`UserAccount`) or as a name (`user_accounts`): a model whose name a function makes of something else is not
 * found.
 */
export function readModelsOf(project: Project, tables: readonly string[]): DatabaseSchema {
  const stems = tables.map((table) => stem(squashed(lastPart(table))));
  const affected = project.paths.filter((path) => {
    const text = project.text(path);
    if (text === null || !mayDeclareTables(path, text)) return false;
    const plain = squashed(text);
    return stems.some((name) => plain.includes(name));
  });
  return readSchema(project, { affected: new Set(affected) });
}

function squashed(text: string): string {
  return text.toLowerCase().replaceAll("_", "");
}

/** `categor` of `categories`, `user` of `users`: classes are named in the singular. */
function stem(name: string): string {
  return name.replace(/(?:ies|es|s|y)$/u, "");
}
