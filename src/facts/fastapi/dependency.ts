import type { SecurityRequirement } from "../contract.ts";
import type { Location } from "../location.ts";
import type { Schemas } from "../pydantic/schemas.ts";
import type { ClassValue, Scope, Value } from "../values/value.ts";
import { analyse, dependencyTarget, isDepends, scopesOf } from "./parameter.ts";
import type { FieldParameter } from "./parameter.ts";
import type { Attached } from "./route-tree.ts";
import { securitySchemeOf } from "./security-scheme.ts";
import type { NamedScheme } from "./security-scheme.ts";
import { controllerSignature, signatureOf } from "./signature.ts";
import type { Signature } from "./signature.ts";

/** A callable with its parameters sorted out: FastAPI's `Dependant`. Shared by all that depend on the same callable. */
export interface Dependant {
  /** Tells callables apart: place of definition, closure and bound object. */
  readonly id: string;
  readonly callable: Value;
  readonly fields: readonly FieldParameter[];
  readonly children: readonly Edge[];
  /** The security scheme that it is, or null. */
  readonly scheme: NamedScheme | null;
  /** It takes the request itself and may read anything from it. */
  readonly takesRequest: boolean;
  /** Its parameters are known. */
  readonly known: boolean;
}

export interface Edge {
  readonly dependant: Dependant;
  /** Scopes of `Security(…)` at this place. */
  readonly scopes: readonly string[];
  readonly where: Location;
}

/** Builds dependency trees of one project; equal parts are built once. */
export interface Dependencies {
  readonly schemas: Schemas;
  readonly built: Map<string, Dependant>;
  readonly signatures: Map<string, Signature>;
  readonly ids: WeakMap<object, number>;
  next: number;
}

export function createDependencies(schemas: Schemas): Dependencies {
  return { schemas, built: new Map(), signatures: new Map(), ids: new WeakMap(), next: 0 };
}

const deepest = 40;

/** The dependant of a handler: attached dependencies first, then its own parameters. */
export function handlerDependant(
  dependencies: Dependencies,
  handler: Value,
  attached: readonly Attached[],
  controller: ClassValue | null,
  pathNames: ReadonlySet<string>,
  where: Location,
): Dependant {
  const own = build(dependencies, handler, pathNames, where, []);
  const edges = attached.map(({ value, where: at }) => attachedEdge(dependencies, value, pathNames, at));
  const members = controller === null ? [] : controllerEdges(dependencies, controller, pathNames, where);
  return { ...own, children: [...edges, ...members, ...own.children] };
}

/** An item of `dependencies=[…]`. What is not `Depends(…)` is kept as something unknown. */
function attachedEdge(
  dependencies: Dependencies,
  value: Value,
  pathNames: ReadonlySet<string>,
  where: Location,
): Edge {
  if (!isDepends(value)) return { dependant: unknownDependant(dependencies, value), scopes: [], where };
  const target = dependencyTarget(value, { kind: "any" });
  return { dependant: build(dependencies, target, pathNames, where, []), scopes: scopesOf(value), where };
}

/** A class-based view is transparent: what its class depends on, its operations depend on. */
function controllerEdges(
  dependencies: Dependencies,
  controller: ClassValue,
  pathNames: ReadonlySet<string>,
  where: Location,
): readonly Edge[] {
  const signature = controllerSignature(dependencies.schemas, controller);
  const id = `controller ${identity(dependencies, controller)}`;
  const dependant = fromSignature(dependencies, id, controller, signature, pathNames, where, []);
  const fields: Dependant = { ...dependant, children: [] };
  return fields.fields.length === 0
    ? dependant.children
    : [{ dependant: fields, scopes: [], where }, ...dependant.children];
}

function build(
  dependencies: Dependencies,
  callable: Value,
  pathNames: ReadonlySet<string>,
  where: Location,
  above: readonly string[],
): Dependant {
  const id = identity(dependencies, callable);
  if (above.includes(id) || above.length > deepest)
    return { ...unknownDependant(dependencies, callable), id };
  const key = `${id}\u0000${[...pathNames].join(",")}`;
  const found = dependencies.built.get(key);
  if (found !== undefined) return found;
  const signature = dependencies.signatures.get(id) ?? signatureOf(dependencies.schemas, callable);
  dependencies.signatures.set(id, signature);
  const dependant = fromSignature(dependencies, id, callable, signature, pathNames, where, [...above, id]);
  dependencies.built.set(key, dependant);
  return dependant;
}

function fromSignature(
  dependencies: Dependencies,
  id: string,
  callable: Value,
  signature: Signature,
  pathNames: ReadonlySet<string>,
  where: Location,
  above: readonly string[],
): Dependant {
  const fields: FieldParameter[] = [];
  const children: Edge[] = [];
  let takesRequest = false;
  for (const parameter of signature.parameters) {
    const analysed = analyse(parameter, pathNames.has(parameter.name), where);
    if (analysed.kind === "field") fields.push(analysed);
    else if (analysed.kind === "injected") takesRequest ||= analysed.framework === "fastapi.Request";
    else {
      const dependant = build(dependencies, analysed.target, pathNames, analysed.where, above);
      children.push({ dependant, scopes: analysed.scopes, where: analysed.where });
    }
  }
  const scheme = securitySchemeOf(dependencies.schemas.evaluator, callable);
  return { id, callable, fields, children, scheme, takesRequest, known: signature.known || scheme !== null };
}

function unknownDependant(dependencies: Dependencies, value: Value): Dependant {
  const id = identity(dependencies, value);
  return { id, callable: value, fields: [], children: [], scheme: null, takesRequest: false, known: false };
}

/** Callables are the same when they are defined at the same place, closed over the same and bound to the same. */
export function identity(dependencies: Dependencies, value: Value): string {
  switch (value.kind) {
    case "function": {
      const bound = value.self === null ? "" : identity(dependencies, value.self);
      return `function ${value.path}:${value.node.start} ${closure(dependencies, value.scope)} ${bound}`;
    }
    case "class":
      return `class ${value.path}:${value.node.start}`;
    case "external":
      return `external ${value.name}`;
    default:
      return `${value.kind} ${numberOf(dependencies, value)}`;
  }
}

/** Scopes of calls differ from call to call; module and class scopes do not matter. */
function closure(dependencies: Dependencies, scope: Scope): string {
  return scope.kind === "function" ? String(numberOf(dependencies, scope)) : "";
}

function numberOf(dependencies: Dependencies, value: object): number {
  const found = dependencies.ids.get(value);
  if (found !== undefined) return found;
  dependencies.next += 1;
  dependencies.ids.set(value, dependencies.next);
  return dependencies.next;
}

// ── flattening ─────────────────────────────────────────────────────────────────────────────────────────────────

/** All dependants of a tree before their children, each callable once (`_get_openapi_dependency_data`). */
export function flatten(root: Dependant): readonly Dependant[] {
  const found: Dependant[] = [];
  const visited = new Set<string>();
  const visit = (dependant: Dependant): void => {
    if (visited.has(dependant.id)) return;
    visited.add(dependant.id);
    found.push(dependant);
    for (const { dependant: child } of dependant.children) visit(child);
  };
  visit(root);
  return found;
}

/** Security schemes of a tree with the scopes that accumulate on the way to them. */
export function schemesOf(root: Dependant): readonly SecurityRequirement[] {
  const found = new Map<string, SecurityRequirement>();
  const visited = new Set<string>();
  const visit = ({ children }: Dependant, scopes: readonly string[]): void => {
    for (const { dependant, scopes: own } of children) {
      const all = [...new Set([...scopes, ...own])];
      const key = `${dependant.id}\u0000${all.join(" ")}`;
      if (visited.has(key)) continue;
      visited.add(key);
      if (dependant.scheme !== null) {
        const { name, definition } = dependant.scheme;
        const known = found.get(name)?.scopes ?? [];
        found.set(name, { scheme: name, scopes: [...new Set([...known, ...all])], definition });
      }
      visit(dependant, all);
    }
  };
  visit(root, []);
  return [...found.values()];
}
