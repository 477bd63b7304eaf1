import { join, lastOf, parent, type FolderTree } from "./folder-tree.ts";
import type { ImportScan } from "./scan-imports.ts";

export interface Votes {
  /** Imports that name the folder: `from folder.child import …`. */
  readonly named: number;
  /** Imports by files in the folder that start with something in it: `from child import …`. */
  readonly within: number;
}

interface Vote {
  readonly folder: string;
  readonly kind: keyof Votes;
}

/** What the imports of all files say about which folders are source roots. */
export function countVotes(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  tree: FolderTree,
  mayBeOwn: (dotted: string) => boolean,
): ReadonlyMap<string, Votes> {
  const counted = new Map<string, { named: number; within: number }>();
  const votesOf = votesOfImports(scan, tree);
  for (const path of paths) {
    const from = parent(path);
    for (const { level, module, names } of scan(path).imports) {
      if (level > 0 || !mayBeOwn(module)) continue;
      const taken = (names ?? []).map(({ name }) => name);
      for (const { folder, kind } of votesOf(from, module, taken)) {
        const known = counted.get(folder) ?? { named: 0, within: 0 };
        known[kind] += 1;
        counted.set(folder, known);
      }
    }
  }
  return counted;
}

/** The votes of an import in a folder. Files of one folder import much the same: each import is judged once. */
function votesOfImports(
  scan: (path: string) => ImportScan,
  { folders, childModule }: FolderTree,
): (from: string, module: string, names: readonly string[]) => readonly Vote[] {
  const byName = new Map<string, string[]>();
  for (const folder of folders) {
    const name = lastOf(folder);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const hasChild = (folder: string, name: string): boolean =>
    childModule(folder, name) !== null || folders.has(join(folder, name));
  /** Whether `folder` has a module or folder `first` that has one of `names`; the library `redis` has others than a local `redis.py`. */
  const offers = (folder: string, first: string, names: readonly string[]): boolean => {
    const child = childModule(folder, first);
    const defines = child === null ? null : scan(child).defines;
    return names.some((name) => defines?.has(name) === true || hasChild(join(folder, first), name));
  };
  const judged = new Map<string, Map<string, readonly Vote[]>>();
  /** `from fastapi.openapi.utils import …` is not meant for a local `fastapi/openapi.py`. */
  const reaches = (folder: string, parts: readonly string[]): boolean => {
    const last = parts.at(-1) ?? "";
    const above = join(folder, ...parts.slice(0, -1));
    return folders.has(above) && hasChild(above, last);
  };
  return (from, module, names) => {
    const parts = module.split(".");
    const [first = "", second] = parts;
    const taken = second === undefined ? names : [second];
    const inFolder = judged.get(from) ?? new Map<string, readonly Vote[]>();
    judged.set(from, inFolder);
    const key = `${module}.${taken.join(" ")}`;
    const known = inFolder.get(key);
    if (known !== undefined) return known;
    const votes: Vote[] = [];
    for (const folder of byName.get(first) ?? []) {
      const near = `${from}/`.startsWith(join(parent(folder), ""));
      if (near && taken.some((name) => hasChild(folder, name))) votes.push({ folder, kind: "named" });
    }
    for (let folder = from; folder !== ""; folder = parent(folder)) {
      const isOffered = second === undefined ? offers(folder, first, taken) : reaches(folder, parts);
      if (isOffered) votes.push({ folder, kind: "within" });
    }
    inFolder.set(key, votes);
    return votes;
  };
}
