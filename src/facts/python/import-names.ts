import type { Project } from "./project.ts";

/** Where a name that a module imports leads: a name in a module of the repository (null: the module itself). */
export interface ImportTarget {
  readonly path: string;
  readonly name: string | null;
  /** `import a.b` binds `a`: every use of it may mean `a.b`. */
  readonly dotted: boolean;
}

export interface ImportedNames {
  /** By the name that is bound. What comes from libraries is not among them. */
  readonly names: ReadonlyMap<string, readonly ImportTarget[]>;
  /** Modules whose public names are all taken. */
  readonly stars: readonly string[];
  /** Modules that are imported without a name: by a computed name, or because they lie in a folder. */
  readonly nameless: readonly string[];
}

/** What the imports of a module bind, those within functions included. */
export function importedNames(project: Project, path: string): ImportedNames {
  const names = new Map<string, ImportTarget[]>();
  const stars: string[] = [];
  const nameless: string[] = [];
  const add = (bound: string, target: ImportTarget): void => {
    const known = names.get(bound);
    if (known === undefined) names.set(bound, [target]);
    else known.push(target);
  };
  for (const line of project.imports(path).imports) {
    const dotted = ".".repeat(line.level) + line.module;
    const module = project.findModule(dotted, path);
    if (line.names === null) {
      if (module === null) continue;
      const isDotted = line.bound !== null && line.bound !== line.module && line.module.includes(".");
      if (line.bound === null) nameless.push(module);
      else add(line.bound, { path: module, name: null, dotted: isDotted });
      continue;
    }
    for (const { name, bound } of line.names) {
      if (name === "*") {
        if (module !== null) stars.push(module);
        continue;
      }
      const child = project.findModule(dotted.endsWith(".") ? dotted + name : `${dotted}.${name}`, path);
      if (child !== null) add(bound, { path: child, name: null, dotted: false });
      if (module !== null && module !== path) add(bound, { path: module, name, dotted: false });
    }
  }
  return { names, stars, nameless: [...nameless, ...project.discovered(path)] };
}
