import type { Expression } from "../../syntax/python/ast.ts";
import type { Scope } from "./bindings.ts";
import { builtinNames } from "./builtins.ts";
import { createClasses } from "./classes.ts";
import type { Binding, Definition, External, Resolution, Unresolvable } from "./project.ts";
import {
  asResolution,
  dottedName,
  maximumTrail,
  type Namespace,
  type Scopes,
  type Step,
  type Trail,
  unresolved,
} from "./resolution-step.ts";

export interface Resolver {
  readonly resolve: (path: string, dotted: string) => Resolution;
  readonly resolveExpression: (path: string, expression: Expression) => Resolution;
  readonly ancestors: (definition: Definition) => readonly (Definition | External | Unresolvable)[];
  /** An attribute of a class or of what a class inherits from the repository. */
  readonly classAttribute: (owner: Definition, name: string) => Resolution;
  /** The local class that a value is an instance of, as far as its annotation or its constructor tells. */
  readonly instanceOf: (definition: Definition) => Definition | null;
}

/** Look-ups within one resolution: bounds what names with many bindings could cost. */
const maximumLookUps = 5000;

export function createResolver(scopes: Scopes): Resolver {
  const { roots } = scopes;
  const known = new Map<string, Resolution>();
  let lookUps = 0;
  const classes = createClasses(scopes, follow, followBinding);

  const resolve = (path: string, dotted: string): Resolution => {
    const key = `${path}\0${dotted}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    lookUps = 0;
    const resolution = asResolution(follow(path, dotted.split("."), new Set()));
    known.set(key, resolution);
    return resolution;
  };

  const resolveExpression = (path: string, expression: Expression): Resolution => {
    const dotted = dottedName(expression);
    return dotted === null ? unresolved("not a name") : resolve(path, dotted);
  };

  function follow(path: string, names: readonly string[], trail: Trail): Step {
    const [first = "", ...rest] = names;
    let step = lookUp(path, first, trail);
    for (const name of rest) step = attribute(step, name, trail);
    return step;
  }

  function lookUp(path: string, name: string, trail: Trail): Step {
    const scope = scopes.scope(path);
    if (scope === null) return unresolved(`${path} cannot be read`);
    const key = `${path}\0${name}`;
    lookUps += 1;
    if (trail.has(key)) return unresolved(`${name} is defined by itself`);
    if (trail.size > maximumTrail || lookUps > maximumLookUps)
      return unresolved(`${name} is passed on too often`);
    const next: Trail = new Set([...trail, key]);
    const bindings = scope.names.get(name) ?? [];
    // A fallback (`except ImportError: X = None`) counts where the main branch leads nowhere.
    let first: Step | null = null;
    for (const { binding } of bindings) {
      const step = followBinding(path, name, binding, next);
      if (step.kind !== "unresolved") return step;
      first ??= step;
    }
    // Modules of a package are names in its `__init__.py` once they are imported.
    const own = submodule({ kind: "module", path }, name);
    return first ?? fromStar(path, name, scope, next) ?? own ?? builtin(path, name);
  }

  function followBinding(path: string, name: string, binding: Binding, trail: Trail): Step {
    if (binding.kind === "import") {
      const module = moduleOf(path, binding.level, binding.module);
      return binding.name === null ? module : member(module, binding.name, path, trail);
    }
    const definition: Definition = { kind: "definition", path, name, binding };
    if (binding.kind !== "value" || binding.value === null || binding.node.kind === "augmented-assign") {
      return definition;
    }
    // `UserModel = User` is another name of the same thing.
    const alias = dottedName(binding.value);
    if (alias === null || binding.node.kind === "type-alias") return definition;
    const target = follow(path, alias.split("."), trail);
    return target.kind === "unresolved" || target.kind === "namespace" ? definition : target;
  }

  /** A module by its dotted name, as an import statement of `path` means it. */
  function moduleOf(path: string, level: number, module: string): Step {
    const dotted = ".".repeat(level) + module;
    const found = roots.findModule(dotted, path);
    if (found !== null) return { kind: "module", path: found };
    const folder = roots.findFolder(dotted, path);
    if (folder !== null) return { kind: "namespace", folder, name: dotted };
    return level === 0
      ? { kind: "external", name: module }
      : unresolved(`${dotted} is not in the repository`);
  }

  /** `from module import name`. */
  function member(module: Step, name: string, importer: string, trail: Trail): Step {
    if (module.kind !== "module") return attribute(module, name, trail);
    // A package that imports from itself means its modules.
    if (module.path === importer) return submodule(module, name) ?? lookUp(module.path, name, trail);
    return attribute(module, name, trail);
  }

  function attribute(step: Step, name: string, trail: Trail): Step {
    switch (step.kind) {
      case "external":
        return { kind: "external", name: `${step.name}.${name}` };
      case "namespace":
        return submodule(step, name) ?? outside(step, name);
      case "module":
        return moduleAttribute(step, name, trail);
      case "definition":
        return definitionAttribute(step, name, trail);
      default:
        return step;
    }
  }

  function moduleAttribute(module: Step & { kind: "module" }, name: string, trail: Trail): Step {
    const scope = scopes.scope(module.path);
    const bound = scope?.names.has(name) ?? false;
    const found = bound ? lookUp(module.path, name, trail) : null;
    if (found !== null && found.kind !== "unresolved") return found;
    const child = submodule(module, name);
    if (child !== null) return child;
    if (found !== null) return found;
    if (scope === null) return unresolved(`${module.path} cannot be read`);
    const key = `${module.path}\0${name}`;
    if (trail.has(key) || trail.size > maximumTrail) return unresolved(`${name} is defined by itself`);
    return fromStar(module.path, name, scope, new Set([...trail, key])) ?? missing(module.path, name);
  }

  /** A module or folder of a package. */
  function submodule(step: Step, name: string): Step | null {
    let folder: string;
    if (step.kind === "namespace") folder = step.folder;
    else if (step.kind === "module" && /(?:^|\/)__init__\.py$/.test(step.path)) {
      folder = step.path.replace(/\/?__init__\.py$/, "");
    } else return null;
    const path = roots.childModule(folder, name);
    if (path !== null) return { kind: "module", path };
    const below = folder === "" ? name : `${folder}/${name}`;
    return roots.hasFolder(below)
      ? { kind: "namespace", folder: below, name: `${step.kind === "namespace" ? step.name : ""}.${name}` }
      : null;
  }

  /** A name that a folder lacks: where the folder is no package of ours, the library of the same name is meant (`alembic`). */
  function outside({ folder, name: imported }: Namespace, name: string): Step {
    return !imported.startsWith(".") && roots.moduleName(`${folder}/__init__.py`) === ""
      ? { kind: "external", name: `${imported}.${name}` }
      : unresolved(`${folder} has no ${name}`);
  }

  function missing(path: string, name: string): Step {
    if (scopes.partlyRead(path)) return unresolved(`${name} may stand in an unread part of ${path}`);
    const folder = path.replace(/\/?__init__\.py$/, "");
    if (
      folder !== path &&
      roots.childModule(folder, "env") !== null &&
      roots.hasFolder(`${folder}/versions`)
    ) {
      // A folder of migrations that is a package, too, and hides behind the library.
      return { kind: "external", name: `${roots.moduleName(path)}.${name}` };
    }
    return unresolved(`${path} has no ${name}`);
  }

  /** A name from `from module import *`, or null when there is none that has it. */
  function fromStar(path: string, name: string, scope: Scope, trail: Trail): Step | null {
    const externals: External[] = [];
    for (const { binding } of scope.names.get("*") ?? []) {
      if (binding.kind !== "import") continue;
      const module = moduleOf(path, binding.level, binding.module);
      if (module.kind === "external") externals.push(module);
      if (module.kind !== "module" || !exportsByStar(module.path, name)) continue;
      const found = attribute(module, name, trail);
      if (found.kind !== "unresolved") return found;
    }
    const [only] = externals;
    if (only === undefined || builtinNames.has(name) || name.startsWith("_")) return null;
    if (externals.length > 1) return unresolved(`${name} may come from several star imports`);
    return { kind: "external", name: `${only.name}.${name}` };
  }

  function exportsByStar(path: string, name: string): boolean {
    const all = scopes.scope(path)?.names.get("__all__");
    const listed = all?.flatMap(({ binding }) =>
      binding.kind === "value" ? literalStrings(binding.value) : [],
    );
    return listed === undefined || listed.includes(null) ? !name.startsWith("_") : listed.includes(name);
  }

  function builtin(path: string, name: string): Step {
    if (builtinNames.has(name)) return { kind: "external", name: `builtins.${name}` };
    if (scopes.partlyRead(path)) return unresolved(`${name} may stand in an unread part of ${path}`);
    return unresolved(`${path} has no ${name}`);
  }

  function definitionAttribute(definition: Definition, name: string, trail: Trail): Step {
    if (definition.binding.kind === "class") return classes.attribute(definition, name, trail);
    const owner = definition.binding.kind === "value" ? classes.instanceOf(definition, trail) : null;
    if (owner === null) return unresolved(`${definition.name}.${name} is not known before it runs`);
    return classes.attribute(owner, name, trail);
  }

  return {
    resolve,
    resolveExpression,
    ancestors: (definition) => {
      lookUps = 0;
      return classes.ancestors(definition, new Set());
    },
    classAttribute: (owner, name) => {
      lookUps = 0;
      return asResolution(classes.attribute(owner, name, new Set()));
    },
    instanceOf: (definition) => {
      lookUps = 0;
      return classes.instanceOf(definition, new Set());
    },
  };
}

/** Strings of a literal list; a null among them for what is none. */
function literalStrings(value: Expression | null): (string | null)[] {
  if (value?.kind !== "list" && value?.kind !== "tuple") return [null];
  return value.elements.map((element) => (element.kind === "string" ? element.value : null));
}
