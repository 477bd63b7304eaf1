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

/**
 * Works out source roots from the files and from how they import each other: there is no configuration that all
 * projects have. A folder with `__init__.py` is a package of its parent; a folder without one is a namespace package
 * where more imports name it (`app.models`) than start within it (`models`), else a source root.
 */
export function findSourceRoots(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  hasFile: (path: string) => boolean,
): SourceRoots {
  const files = new Set(paths);
  const folders = foldersOf(paths);
  const names = new Set([...paths.map(stemOf), ...[...folders].map(lastOf)]);
  const childModule = (folder: string, name: string): string | null => {
    const stem = join(folder, name);
    // A package is found before a module of the same name.
    if (files.has(`${stem}/__init__.py`)) return `${stem}/__init__.py`;
    return files.has(`${stem}.py`) ? `${stem}.py` : null;
  };
  /** Most imports are of libraries: nothing in the repository is called like them. */
  const mayBeOwn = (dotted: string): boolean => names.has(dotted.split(".", 1)[0] ?? "");
  const votes = countVotes(paths, scan, folders, childModule, mayBeOwn);
  const isPackage = (folder: string): boolean => files.has(join(folder, "__init__.py"));

  /** Whether a folder is named by its importers, so that its parent (or a folder above) is the source root. */
  const belongsToParent = memoise((folder: string): boolean => {
    if (folder === "") return false;
    const above = parent(folder);
    if (isPackage(folder) && isPackage(above)) return true;
    const { named, within } = votes.get(folder) ?? { named: 0, within: 0 };
    // Within a package only clear evidence makes a folder a root.
    const tied = isPackage(folder) || isPackage(above) || belongsToParent(above);
    return tied ? within <= named : named > within;
  });
  /** Whether imports start in a folder: always in a root, also in a package where much of its code does so. */
  const startsImports = (folder: string): boolean => {
    if (!belongsToParent(folder)) return true;
    const { named, within } = votes.get(folder) ?? { named: 0, within: 0 };
    return within > 0 && within * 4 >= named;
  };
  const rootOf = memoise((folder: string): string => {
    let root = folder;
    while (root !== "" && belongsToParent(root)) root = parent(root);
    return root;
  });
  /** Roots that are projects of their own, which others can have installed. */
  const projects = [...new Set([...folders].map(rootOf))].sort().filter((root) => {
    const folder = /(?:^|\/)src$/.test(root) ? parent(root) : root;
    return projectFiles.some((name) => hasFile(join(folder, name)));
  });

  const findBelow = (root: string, names: readonly string[]): string | null => {
    const last = names.at(-1);
    if (last === undefined) return null;
    return childModule(join(root, ...names.slice(0, -1)), last);
  };

  const findAbsolute = memoise((key: string): string | null => {
    const [folder = "", dotted = ""] = key.split("\0");
    const names = dotted.split(".");
    const own = rootOf(folder);
    for (const root of candidateRoots(folder, own, folders)) {
      // A module beside the importer is only meant where its folder is a root: `redis` is the library.
      const found = root === own || startsImports(root) ? findBelow(root, names) : null;
      if (found !== null) return found;
    }
    return nearest(
      folder,
      projects.flatMap((root) => findBelow(root, names) ?? []),
    );
  });

  const findFolder = (dotted: string, from: string): string | null => {
    const names = dotted
      .replace(/^\.+/, "")
      .split(".")
      .filter((name) => name !== "");
    const level = dotted.length - dotted.replace(/^\.+/, "").length;
    const folder = parent(from);
    const own = rootOf(folder);
    const start =
      level === 0
        ? candidateRoots(folder, own, folders).filter((root) => root === own || startsImports(root))
        : [ancestor(folder, level - 1)];
    const found = start.flatMap((root) => (root === null ? [] : [join(root, ...names)]));
    return found.find((path) => folders.has(path) && !isPackage(path)) ?? null;
  };

  const findModule = (dotted: string, from: string): string | null => {
    const name = dotted.replace(/^\.+/, "");
    const level = dotted.length - name.length;
    if (level === 0) return name === "" || !mayBeOwn(name) ? null : findAbsolute(`${parent(from)}\0${name}`);
    const folder = ancestor(parent(from), level - 1);
    if (folder === null) return null;
    if (name !== "") return findBelow(folder, name.split("."));
    return files.has(join(folder, "__init__.py")) ? join(folder, "__init__.py") : null;
  };

  const moduleName = (path: string): string => {
    const stem = path.replace(/\.py$/, "").replace(/(?:^|\/)__init__$/, "");
    const root = rootOf(parent(path));
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

interface Votes {
  /** Imports that name the folder: `from folder.child import …`. */
  readonly named: number;
  /** Imports by files in the folder that start with something in it: `from child import …`. */
  readonly within: number;
}

/** What the imports of all files say about which folders are source roots. */
function countVotes(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  folders: ReadonlySet<string>,
  childModule: (folder: string, name: string) => string | null,
  mayBeOwn: (dotted: string) => boolean,
): ReadonlyMap<string, Votes> {
  const byName = new Map<string, string[]>();
  for (const folder of folders) {
    const name = lastOf(folder);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const votes = new Map<string, { named: number; within: number }>();
  const vote = (folder: string, kind: keyof Votes): void => {
    const known = votes.get(folder) ?? { named: 0, within: 0 };
    known[kind] += 1;
    votes.set(folder, known);
  };
  const hasChild = (folder: string, name: string): boolean =>
    childModule(folder, name) !== null || folders.has(join(folder, name));
  /** Whether `folder` has a module or folder `first` that has one of `names`; the library `redis` has others than a local `redis.py`. */
  const offers = (folder: string, first: string, names: readonly string[]): boolean => {
    const child = childModule(folder, first);
    const defines = child === null ? null : scan(child).defines;
    return names.some((name) => defines?.has(name) === true || hasChild(join(folder, first), name));
  };
  for (const path of paths) {
    for (const { level, module, names } of scan(path).imports) {
      if (level > 0 || !mayBeOwn(module)) continue;
      const [first = "", second] = module.split(".", 2);
      const taken = second === undefined ? (names ?? []).map(({ name }) => name) : [second];
      for (const folder of byName.get(first) ?? []) {
        const near = path.startsWith(join(parent(folder), ""));
        if (near && taken.some((name) => hasChild(folder, name))) vote(folder, "named");
      }
      for (let folder = parent(path); folder !== ""; folder = parent(folder)) {
        if (offers(folder, first, taken)) vote(folder, "within");
      }
    }
  }
  return votes;
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

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = parent(path); !folders.has(folder); folder = parent(folder)) folders.add(folder);
  }
  return folders;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The name by which a file is imported: of a package, its folder's, which is among the folders. */
function stemOf(path: string): string {
  return lastOf(path).replace(/\.py$/, "");
}

function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
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

/** `join("", "a")` is `a`; a last part of `""` gives a trailing `/` (none at the repository's root). */
function join(...parts: readonly string[]): string {
  return parts[0] === "" ? parts.slice(1).join("/") : parts.join("/");
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
