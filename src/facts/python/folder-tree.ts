/** The Python files of a snapshot by folder. Folders are without a trailing `/`; `""` is the repository's root. */
export interface FolderTree {
  /** All folders that hold Python files, directly or below. */
  readonly folders: ReadonlySet<string>;
  /** Last names of files (without `.py`) and folders: what nothing is called like is not in the repository. */
  readonly names: ReadonlySet<string>;
  /** File of a module within a folder: `name/__init__.py` or `name.py`, a package before a module as in Python. */
  readonly childModule: (folder: string, name: string) => string | null;
  readonly isPackage: (folder: string) => boolean;
}

export function folderTree(paths: readonly string[]): FolderTree {
  const folders = new Set<string>();
  /** Modules by folder, then by name. */
  const modules = new Map<string, Map<string, string>>();
  const put = (folder: string, name: string, path: string): void => {
    const known = modules.get(folder) ?? new Map<string, string>();
    modules.set(folder, known);
    if (!known.has(name) || path.endsWith("/__init__.py")) known.set(name, path);
  };
  for (const path of paths) {
    const own = parent(path);
    for (let folder = own; !folders.has(folder); folder = parent(folder)) folders.add(folder);
    put(own, stemOf(path), path);
    if (path.endsWith("/__init__.py")) put(parent(own), lastOf(own), path);
  }
  return {
    folders,
    names: new Set([...paths.map(stemOf), ...[...folders].map(lastOf)]),
    childModule: (folder, name) => modules.get(folder)?.get(name) ?? null,
    isPackage: (folder) => modules.get(folder)?.has("__init__") ?? false,
  };
}

export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The name by which a file is imported: of a package, its folder's, which is among the folders. */
function stemOf(path: string): string {
  return lastOf(path).replace(/\.py$/, "");
}

export function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** `join("", "a")` is `a`; a last part of `""` gives a trailing `/` (none at the repository's root). */
export function join(...parts: readonly string[]): string {
  return parts[0] === "" ? parts.slice(1).join("/") : parts.join("/");
}
