import type { ImportLine, ImportScan } from "./scan-imports.ts";
import type { SourceRoots } from "./source-roots.ts";

export interface ImportGraph {
  readonly importersOf: (path: string) => readonly string[];
  readonly affectedBy: (paths: readonly string[]) => ReadonlySet<string>;
}

/** What a module's edges follow from besides its place: the same scans give the same edges. */
interface KnownEdges {
  readonly scans: ReadonlyMap<string, ImportScan>;
  readonly edges: Edges;
}

/** Edges by source roots and path, so that the two sides of a change share what is equal. */
const knownEdges = new WeakMap<SourceRoots, Map<string, KnownEdges>>();

interface Edges {
  /** Every file that the module imports. */
  readonly all: ReadonlySet<string>;
  /**
   * Packages (`__init__.py`) of which only names are taken that they pass on from elsewhere: what such a package
   * imports besides does not reach the module, and where the names come from is an edge of its own.
   */
  readonly passedOn: ReadonlySet<string>;
}

/** The import graph of all modules, found in their text; built when first asked for. */
export function createImportGraph(
  paths: readonly string[],
  scan: (path: string) => ImportScan,
  sourceRoots: () => SourceRoots,
): ImportGraph {
  let built: ReadonlyMap<string, ReadonlyMap<string, boolean>> | null = null;

  /** For each file its importers, with whether they only take names from it that it passes on. */
  const importers = (): ReadonlyMap<string, ReadonlyMap<string, boolean>> => {
    if (built !== null) return built;
    const reverse = new Map<string, Map<string, boolean>>();
    const roots = sourceRoots();
    for (const path of paths) {
      const edges = sharedEdgesOf(path, scan, roots);
      for (const target of edges.all) {
        if (target === path) continue;
        const known = reverse.get(target) ?? new Map<string, boolean>();
        known.set(path, edges.passedOn.has(target));
        reverse.set(target, known);
      }
    }
    built = reverse;
    return reverse;
  };

  return {
    importersOf: (path) => [...(importers().get(path)?.keys() ?? [])].sort(),
    affectedBy: (changed) => {
      const affected = new Set(changed);
      const own = new Set(changed);
      const queue = [...changed];
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
        for (const [importer, passedOn] of importers().get(path) ?? []) {
          if (affected.has(importer) || (passedOn && !own.has(path))) continue;
          affected.add(importer);
          queue.push(importer);
        }
      }
      return affected;
    },
  };
}

function sharedEdgesOf(path: string, scan: (path: string) => ImportScan, roots: SourceRoots): Edges {
  const byPath = knownEdges.get(roots) ?? new Map<string, KnownEdges>();
  knownEdges.set(roots, byPath);
  const known = byPath.get(path);
  if (known !== undefined && [...known.scans].every(([other, before]) => scan(other) === before))
    return known.edges;
  const scans = new Map<string, ImportScan>();
  const recorded = (other: string): ImportScan => {
    const found = scan(other);
    scans.set(other, found);
    return found;
  };
  const edges = edgesOf(path, recorded, roots);
  byPath.set(path, { scans, edges });
  return edges;
}

function edgesOf(path: string, scan: (path: string) => ImportScan, roots: SourceRoots): Edges {
  const all = new Set<string>();
  const passedOn = new Set<string>();
  const whole = new Set<string>();
  const { imports } = scan(path);
  for (const line of imports) {
    const dotted = ".".repeat(line.level) + line.module;
    const module = roots.findModule(dotted, path);
    if (line.names === null) {
      // `import a.b` runs a, too, but what it names is a.b, or the nearest part of it that is a module.
      const found = module ?? nearestModule(dotted, path, roots);
      if (found !== null) whole.add(found);
      continue;
    }
    for (const { name } of line.names) {
      const origins = name === "*" ? null : originsOf(dotted, module, name, path, scan, roots, 0);
      for (const origin of origins?.files ?? []) all.add(origin);
      if (module === null) continue;
      if (origins === null || !origins.elsewhere) whole.add(module);
      else if (origins.viaPackage) passedOn.add(module);
    }
  }
  for (const found of discoveredBy(path, scan(path), roots)) whole.add(found);
  for (const target of whole) passedOn.delete(target);
  return { all: new Set([...all, ...passedOn, ...whole]), passedOn };
}

/** Modules that a module looks for in folders, or imports by computed names. */
export function discoveredBy(
  path: string,
  { discovers, discoveredPackages }: ImportScan,
  roots: SourceRoots,
): readonly string[] {
  const beside = discovers ? roots.filesBelow(path.slice(0, path.lastIndexOf("/") + 1)) : [];
  const packages = discoveredPackages.flatMap((dotted) => {
    const found = roots.findModule(dotted, path);
    return roots.filesBelow(
      found?.replace(/__init__\.py$/, "") ?? `${roots.findFolder(dotted, path) ?? "/"}/`,
    );
  });
  return [...beside, ...packages];
}

interface Origins {
  readonly files: readonly string[];
  /** Whether the name is defined elsewhere than in the module that it is imported from. */
  readonly elsewhere: boolean;
  /** Whether the module is a package that passes the name on, so that it is named as well. */
  readonly viaPackage: boolean;
}

const maximumHops = 20;

/** Where `from module import name` leads: a module of the package, what its `__init__.py` passes on, or the module itself. */
function originsOf(
  dotted: string,
  module: string | null,
  name: string,
  importer: string,
  scan: (path: string) => ImportScan,
  roots: SourceRoots,
  hops: number,
): Origins {
  const child = roots.findModule(dotted.endsWith(".") ? dotted + name : `${dotted}.${name}`, importer);
  const isPackage = module !== null && module.endsWith("__init__.py");
  const inherited =
    isPackage && module !== importer && hops < maximumHops ? bindingLine(module, name, scan, roots) : null;
  if (module !== null && inherited !== null) {
    const next = ".".repeat(inherited.line.level) + inherited.line.module;
    const target = roots.findModule(next, module);
    const further = originsOf(next, target, inherited.name, module, scan, roots, hops + 1);
    const files = [...further.files, ...(target !== null && !further.elsewhere ? [target] : [])];
    // Passed on from a library: only the package itself can change what the name is.
    return { files: child === null ? files : [...files, child], elsewhere: true, viaPackage: true };
  }
  if (child !== null) return { files: [child], elsewhere: true, viaPackage: false };
  return { files: [], elsewhere: false, viaPackage: false };
}

/**
 * The one `from … import` line of a package that binds a name: by name, or by a star where only one of the starred
 * modules defines it. Null where there is none or more than one, so that the package itself counts.
 */
function bindingLine(
  module: string,
  name: string,
  scan: (path: string) => ImportScan,
  roots: SourceRoots,
): { line: ImportLine; name: string } | null {
  const { imports, defines } = scan(module);
  if (defines.has(name)) return null;
  const found: { line: ImportLine; name: string }[] = [];
  for (const line of imports) {
    for (const imported of line.names ?? []) {
      if (imported.bound === name) found.push({ line, name: imported.name });
      if (imported.name !== "*") continue;
      const target = roots.findModule(".".repeat(line.level) + line.module, module);
      if (target !== null && scan(target).defines.has(name)) found.push({ line, name });
    }
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nearestModule(dotted: string, path: string, roots: SourceRoots): string | null {
  const names = dotted.split(".");
  for (let count = names.length - 1; count > 0; count -= 1) {
    const found = roots.findModule(names.slice(0, count).join("."), path);
    if (found !== null) return found;
  }
  return null;
}
