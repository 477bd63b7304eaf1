import type { Snapshot } from "../../source/snapshot.ts";
import type { Module, Statement } from "../../syntax/python/ast.ts";
import type { Syntax } from "../../syntax/syntax.ts";
import { type Scope, type ScopeBinding, scopeOf } from "./bindings.ts";
import { createEvaluator } from "./evaluate.ts";
import { createImportGraph, discoveredBy } from "./import-graph.ts";
import { outlineOf, type Unit } from "./outline.ts";
import type { Binding, Definition, Project } from "./project.ts";
import { createResolver } from "./resolve.ts";
import { type ImportScan, scanImports } from "./scan-imports.ts";
import { findSourceRoots, type KnownRoots, type SourceRoots } from "./source-roots.ts";

const scans = new WeakMap<Syntax, Map<string, ImportScan>>();
const outlines = new WeakMap<Syntax, Map<string, readonly Unit[] | null>>();
const knownRoots = new WeakMap<Syntax, KnownRoots>();
const projects = new WeakMap<Snapshot, { readonly syntax: Syntax; readonly project: Project }>();
const scopes = new WeakMap<readonly Statement[], Scope>();

/**
 * The project of a snapshot, made once. Parsed modules, import lines and what follows from them are shared between
 * snapshots.
 */
export function makeProject(snapshot: Snapshot, syntax: Syntax): Project {
  const made = projects.get(snapshot);
  if (made?.syntax === syntax) return made.project;
  const project = newProject(snapshot, syntax);
  projects.set(snapshot, { syntax, project });
  return project;
}

function newProject(snapshot: Snapshot, syntax: Syntax): Project {
  const paths = [...snapshot.entries.keys()].filter((path) => path.endsWith(".py")).sort();
  const text = memoise((path: string): string | null => {
    const file = snapshot.read(path);
    return file.kind === "text" ? file.text : null;
  });
  const scan = memoise((path: string): ImportScan => scanOf(text(path) ?? "", syntax));
  const module = memoise((path: string): Module | null => {
    const source = path.endsWith(".py") ? text(path) : null;
    return source === null ? null : syntax.parsePython(source);
  });
  const scope = (path: string): Scope | null => {
    const parsed = module(path);
    return parsed === null ? null : sharedScope(parsed.body);
  };

  let roots: SourceRoots | null = null;
  const sourceRoots = () =>
    (roots ??= findSourceRoots(paths, scan, (path) => snapshot.entries.has(path), rootsOf(syntax)));
  const lazyRoots = {
    moduleName: (path: string) => sourceRoots().moduleName(path),
    findModule: (dotted: string, from: string) => sourceRoots().findModule(dotted, from),
    findFolder: (dotted: string, from: string) => sourceRoots().findFolder(dotted, from),
    childModule: (folder: string, name: string) => sourceRoots().childModule(folder, name),
    hasFolder: (folder: string) => sourceRoots().hasFolder(folder),
    filesBelow: (prefix: string) => sourceRoots().filesBelow(prefix),
  };
  const graph = createImportGraph(paths, scan, sourceRoots);
  const resolver = createResolver({
    roots: lazyRoots,
    scope,
    classScope: sharedScope,
    partlyRead: (path) => (module(path)?.unread.length ?? 1) > 0,
  });
  const classBindings = (owner: Definition, name: string): readonly ScopeBinding[] =>
    owner.binding.kind === "class" ? (sharedScope(owner.binding.node.body).names.get(name) ?? []) : [];
  const { evaluate } = createEvaluator({ resolver, scope, classBindings });

  return {
    snapshot,
    paths,
    text,
    imports: scan,
    discovered: (path) => discoveredBy(path, scan(path), sourceRoots()),
    outline: memoise((path: string) => {
      const source = text(path);
      return source === null ? null : outlineFor(source, syntax);
    }),
    module,
    moduleName: lazyRoots.moduleName,
    findModule: lazyRoots.findModule,
    bindings: memoise((path: string) => publicBindings(scope(path))),
    resolve: resolver.resolve,
    resolveExpression: resolver.resolveExpression,
    evaluate,
    importersOf: graph.importersOf,
    affectedBy: graph.affectedBy,
    ancestors: resolver.ancestors,
  };
}

/** The scope of a module or class body, shared by all snapshots that have it. */
function sharedScope(body: readonly Statement[]): Scope {
  const known = scopes.get(body);
  if (known !== undefined) return known;
  const scope = scopeOf(body);
  scopes.set(body, scope);
  return scope;
}

function rootsOf(syntax: Syntax): KnownRoots {
  const known = knownRoots.get(syntax) ?? new Map<string, SourceRoots>();
  knownRoots.set(syntax, known);
  return known;
}

function scanOf(text: string, syntax: Syntax): ImportScan {
  const known = scans.get(syntax) ?? new Map<string, ImportScan>();
  scans.set(syntax, known);
  const found = known.get(text) ?? scanImports(text);
  known.set(text, found);
  return found;
}

function outlineFor(text: string, syntax: Syntax): readonly Unit[] | null {
  const known = outlines.get(syntax) ?? new Map<string, readonly Unit[] | null>();
  outlines.set(syntax, known);
  const found = known.get(text);
  if (found !== undefined) return found;
  const outline = outlineOf(text);
  known.set(text, outline);
  return outline;
}

function publicBindings(scope: Scope | null): ReadonlyMap<string, readonly Binding[]> {
  const names = new Map<string, readonly Binding[]>();
  for (const [name, bindings] of scope?.names ?? [])
    names.set(
      name,
      bindings.map(({ binding }) => binding),
    );
  return names;
}

function memoise<T>(compute: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const value = known.get(path);
    if (value !== undefined) return value;
    const fresh = compute(path);
    known.set(path, fresh);
    return fresh;
  };
}
