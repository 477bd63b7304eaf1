import { walkAll } from "../../syntax/python/walk.ts";
import type { Project } from "../python/project.ts";

/**
 * The `naming_convention` that a `MetaData` of the repository has, template by key (`ix`, `uq`, `ck`, `fk`, `pk`). Null
 * where none is written as constants, or where two differ: then it is not known which one holds.
 */
export function readNamingConvention(project: Project): ReadonlyMap<string, string> | null {
  let found: ReadonlyMap<string, string> | null = null;
  for (const path of project.paths) {
    if (project.text(path)?.includes("naming_convention") !== true) continue;
    for (const convention of conventionsIn(project, path)) {
      if (found !== null && !isSame(found, convention)) return null;
      found = convention;
    }
  }
  return found;
}

function* conventionsIn(project: Project, path: string): Generator<ReadonlyMap<string, string>> {
  for (const node of walkAll(project.module(path)?.body ?? [])) {
    if (node.kind !== "call") continue;
    const keyword = node.keywords.find(({ name }) => name === "naming_convention");
    if (keyword === undefined) continue;
    const folded = project.evaluate(path, keyword.value);
    if (!folded.known || typeof folded.value !== "object" || folded.value === null) continue;
    const entries = Object.entries(folded.value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    if (entries.length > 0) yield new Map(entries);
  }
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, template]) => b.get(key) === template);
}
