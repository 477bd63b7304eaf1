import { folderTree, join, parent, type FolderTree } from "./folder-tree.ts";
import { countVotes } from "./import-votes.ts";
import type { ImportScan } from "./scan-imports.ts";

/** Where the modules of a repository are found by name. Folders are without a trailing `/`; `""` is the repository's root. */
export interface SourceRoots {
  readonly moduleName: (path: string) => string;
  /** File of a dotted module (leading dots: relative to `from`), or null. */
  readonly findModule: (dotted: string, from: string) => string | null;
  /** Folder of a namespace package (without `__init__.py`) by its dotted name, or null. */
  readonly findFolder: (dotted: string, from: string) => string | null;
  /** File of a module within a folder: `name.py` or `name/__init__.py`. */
  readonly childModule: (folder: string, name: string) => string | null;
  /** Whether a folder holds Python files, directly or below. */
  readonly hasFolder: (folder: string) => boolean;
  /** All Python files whose path starts with `prefix`. */
  readonly filesBelow: (prefix: string) => readonly string[];
}

const projectFiles = [
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "Pipfile",
  "alembic.ini",
];

/** Source roots by what they follow from, so that the two sides of a change share what is equal. */
export type KnownRoots = Map<string, SourceRoots>;

/** Both sides and the base tip, and one more. */
const mostKnownRoots = 4;

/**
 * Works out source roots from the files and from how they import each other: there is no configuration that all
 * projects have. A folder with `__init__.py` is a package of its parent; a folder without one is a namespace package
 * where more imports name it (`app.models`) than start within it (`models`), else a source root. Equal answers are
 * one object.
 */
export function findSourceRoots(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  hasFile: (path: string) => boolean,
  knownRoots: KnownRoots = new Map(),
): SourceRoots {
  const tree = folderTree(paths);
  const layout = layoutOf(paths, scan, hasFile, tree);
  const key = JSON.stringify([paths, [...layout.inner], [...layout.starting], layout.projects]);
  const known = knownRoots.get(key);
  if (known !== undefined) return known;
  const roots = makeRoots(paths, tree, layout);
  knownRoots.set(key, roots);
  for (const oldest of knownRoots.keys()) {
    if (knownRoots.size <= mostKnownRoots) break;
    knownRoots.delete(oldest);
  }
  return roots;
}

/** What the votes decide. */
interface Layout {
  /** Folders that are named by their importers, so that their parent (or a folder above) is the source root. */
  readonly inner: ReadonlySet<string>;
  /** Folders in which imports start: all roots, also a package where much of its code does so. */
  readonly starting: ReadonlySet<string>;
  /** Roots that are projects of their own, which others can have installed. */
  readonly projects: readonly string[];
}

function layoutOf(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  hasFile: (path: string) => boolean,
  tree: FolderTree,
): Layout {
  const { folders, isPackage } = tree;
  const votes = countVotes(paths, scan, tree, mayBeOwnIn(tree));
  const votesFor = (folder: string) => votes.get(folder) ?? { named: 0, within: 0 };
  const belongsToParent = memoise((folder: string): boolean => {
    if (folder === "") return false;
    const above = parent(folder);
    if (isPackage(folder) && isPackage(above)) return true;
    const { named, within } = votesFor(folder);
    // Within a package only clear evidence makes a folder a root.
    const tied = isPackage(folder) || isPackage(above) || belongsToParent(above);
    return tied ? within <= named : named > within;
  });
  const inner = new Set([...folders].filter(belongsToParent));
  const starting = new Set(
    [...folders].filter((folder) => {
      if (!inner.has(folder)) return true;
      const { named, within } = votesFor(folder);
      return within > 0 && within * 4 >= named;
    }),
  );
  const isInner = (folder: string) => inner.has(folder);
  const projects = [...new Set([...folders].map((folder) => rootOf(folder, isInner)))]
    .sort()
    .filter((root) => {
      const folder = /(?:^|\/)src$/.test(root) ? parent(root) : root;
      return projectFiles.some((name) => hasFile(join(folder, name)));
    });
  return { inner, starting, projects };
}

function rootOf(folder: string, isInner: (folder: string) => boolean): string {
  let root = folder;
  while (root !== "" && isInner(root)) root = parent(root);
  return root;
}

/** Most imports are of libraries: nothing in the repository is called like them. */
function mayBeOwnIn({ names }: FolderTree): (dotted: string) => boolean {
  return (dotted) => {
    const dot = dotted.indexOf(".");
    return names.has(dot === -1 ? dotted : dotted.slice(0, dot));
  };
}

function makeRoots(
  paths: readonly string[],
  tree: FolderTree,
  { inner, starting, projects }: Layout,
): SourceRoots {
  const { folders, childModule, isPackage } = tree;
  const mayBeOwn = mayBeOwnIn(tree);
  /** A folder without Python files belongs to the package around it. */
  const isInner = (folder: string): boolean => {
    if (folders.has(folder)) return inner.has(folder);
    return folder !== "" && (isPackage(parent(folder)) || isInner(parent(folder)));
  };
  const ownRoot = memoise((folder: string): string => rootOf(folder, isInner));
  const startsImports = (folder: string): boolean =>
    folders.has(folder) ? starting.has(folder) : !isInner(folder);
  /** Where an absolute import of a folder's files may start. A module beside the importer is only meant where its folder is a root: `redis` is the library. */
  const startsOf = memoise((folder: string): readonly string[] => {
    const own = ownRoot(folder);
    return candidateRoots(folder, own, folders).filter((root) => root === own || startsImports(root));
  });

  const findBelow = (root: string, names: readonly string[]): string | null => {
    const last = names.at(-1);
    if (last === undefined) return null;
    return childModule(names.length === 1 ? root : join(root, ...names.slice(0, -1)), last);
  };
  /** Absolute imports by folder. */
  const absolute = memoise((folder: string) =>
    memoise((dotted: string): string | null => {
      const names = dotted.split(".");
      for (const root of startsOf(folder)) {
        const found = findBelow(root, names);
        if (found !== null) return found;
      }
      return nearest(
        folder,
        projects.flatMap((root) => findBelow(root, names) ?? []),
      );
    }),
  );

  const findFolder = (dotted: string, from: string): string | null => {
    const level = levelOf(dotted);
    const names = dotted
      .slice(level)
      .split(".")
      .filter((name) => name !== "");
    const folder = parent(from);
    const start = level === 0 ? startsOf(folder) : [ancestor(folder, level - 1)];
    const found = start.flatMap((root) => (root === null ? [] : [join(root, ...names)]));
    return found.find((path) => folders.has(path) && !isPackage(path)) ?? null;
  };

  const findModule = (dotted: string, from: string): string | null => {
    const level = levelOf(dotted);
    if (level === 0) return dotted === "" || !mayBeOwn(dotted) ? null : absolute(parent(from))(dotted);
    const name = dotted.slice(level);
    const folder = ancestor(parent(from), level - 1);
    if (folder === null) return null;
    return name === "" ? childModule(folder, "__init__") : findBelow(folder, name.split("."));
  };

  const moduleName = (path: string): string => {
    const stem = path.replace(/\.py$/, "").replace(/(?:^|\/)__init__$/, "");
    const root = ownRoot(parent(path));
    const relative = root === "" ? stem : stem.slice(root.length + 1);
    return relative.replaceAll("/", ".");
  };
  return {
    moduleName,
    findModule,
    findFolder,
    childModule,
    hasFolder: (folder) => folders.has(folder),
    filesBelow: (prefix) => paths.filter((path) => path.startsWith(prefix)),
  };
}

/** How many dots a module's name starts with. */
function levelOf(dotted: string): number {
  let level = 0;
  while (dotted.charAt(level) === ".") level += 1;
  return level;
}

/** Folders in which an absolute import of a file may start: its own root first, then its folder and those above, each with its `src`. */
function candidateRoots(folder: string, own: string, folders: ReadonlySet<string>): string[] {
  const candidates = [own];
  for (let above = folder; ; above = parent(above)) {
    candidates.push(above);
    if (folders.has(join(above, "src"))) candidates.push(join(above, "src"));
    if (above === "") break;
  }
  return [...new Set(candidates)];
}

/** The candidate that shares the most folders with `folder`; none when two share as many. */
function nearest(folder: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const own = folder.split("/");
  const shared = (path: string): number => {
    const other = path.split("/");
    let count = 0;
    while (count < own.length && own[count] === other[count]) count += 1;
    return count;
  };
  const ranked = [...new Set(candidates)].sort((a, b) => shared(b) - shared(a));
  const [best, next] = ranked;
  if (best === undefined) return null;
  return next !== undefined && shared(next) === shared(best) ? null : best;
}

/** The folder so many levels up, or null above the repository's root. */
function ancestor(folder: string, levels: number): string | null {
  let found = folder;
  for (let up = 0; up < levels; up += 1) {
    if (found === "") return null;
    found = parent(found);
  }
  return found;
}

function memoise<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const fresh = compute(key);
    known.set(key, fresh);
    return fresh;
  };
}
