import type {
  Expression,
  FunctionDefinition,
  Lambda,
  Statement,
  TypeAlias,
  TypeParameter,
} from "../../syntax/python/ast.ts";
import type { Definition, Resolution } from "../python/project.ts";
import { attributeOf } from "./attribute.ts";
import { classOf } from "./class.ts";
import { evaluate } from "./evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { canonicalName, statusCodeOf } from "./library-names.ts";
import { constant, known } from "./value.ts";
import type { ClassValue, FunctionValue, Lazy, Scope, Value } from "./value.ts";

/** The scope of a module's top level. Names that were bound by executing the module are in it; the others are resolved. */
export function moduleScope(evaluator: Evaluator, path: string): Scope {
  const found = evaluator.modules.get(path);
  if (found !== undefined) return found;
  const scope: Scope = {
    kind: "module",
    path,
    name: "",
    parent: null,
    names: new Map(),
    memo: new Map(),
    class: null,
    self: null,
    call: null,
  };
  evaluator.modules.set(path, scope);
  return scope;
}

/** A scope inside another one, with its own names and its own values. */
export function innerScope(
  parent: Scope,
  kind: Scope["kind"],
  name: string,
  rest: Partial<Pick<Scope, "class" | "self" | "call">> = {},
): Scope {
  return {
    kind,
    path: parent.path,
    name: qualified(parent, name),
    parent,
    names: new Map(),
    memo: new Map(),
    class: rest.class === undefined ? parent.class : rest.class,
    self: rest.self === undefined ? parent.self : rest.self,
    call: rest.call ?? null,
  };
}

/** `Outer.inner`: the qualified name of something that is defined in a scope. */
export function qualified(scope: Scope, name: string): string {
  if (name === "") return scope.name;
  return scope.name === "" ? name : `${scope.name}.${name}`;
}

/**
 * What a name means in a scope; null when nothing is known of it. Class scopes are not seen from functions within them.
 * `at`: offset of the place that asks. In `session = Depends(session)` of a class body the second name is not the first.
 */
export function lookup(evaluator: Evaluator, name: string, scope: Scope, at?: number): Value | null {
  const found = lookupLazy(name, scope);
  const isOwn = found !== null && scope.kind === "class" && at !== undefined && isWithin(at, found, scope);
  const bound = isOwn && scope.parent !== null ? lookupLazy(name, scope.parent) : found;
  return bound?.value() ?? resolveName(evaluator, moduleOf(scope).path, name);
}

function isWithin(at: number, { origin }: Lazy, scope: Scope): boolean {
  return origin?.scope === scope && origin.expression.start <= at && at < origin.expression.end;
}

/** The binding of a name in a function, class or executed module around `scope`. */
export function lookupLazy(name: string, scope: Scope): Lazy | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.kind === "class" && at !== scope && !isTypeParameterScope(at)) continue;
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return null;
}

function isTypeParameterScope(scope: Scope): boolean {
  return scope.kind === "class" && scope.class === null;
}

/** The module scope that a scope belongs to. */
export function moduleOf(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** A module-level name, through imports. */
export function resolveName(evaluator: Evaluator, path: string, name: string): Value | null {
  const own = evaluator.modules.get(path)?.names.get(name);
  if (own !== undefined) return own.value();
  const key = `${path}\u0000${name}`;
  const found = evaluator.resolved.get(key);
  if (found !== undefined) return found;
  evaluator.resolved.set(key, null);
  const resolved = valueOfResolution(evaluator, evaluator.project.resolve(path, name));
  const value = isUnbound(resolved) ? (attributeBehind(evaluator, path, name) ?? resolved) : resolved;
  evaluator.resolved.set(key, value);
  return value;
}

/** A method that was found through an instance: which one is not known any more, and of a property the value counts. */
function isUnbound(value: Value | null): boolean {
  return value === null || (value.kind === "function" && value.owner !== null && value.self === null);
}

/** The value of `NAME = instance.attribute`, through imports of the name. */
function attributeBehind(evaluator: Evaluator, path: string, name: string): Value | null {
  const { project } = evaluator;
  const [binding] = project.bindings(path).get(name) ?? [];
  if (binding?.kind === "value" && binding.value?.kind === "attribute") {
    const value = evaluate(evaluator, binding.value, moduleScope(evaluator, path));
    return value.kind === "expression" ? null : value;
  }
  if (binding?.kind !== "import" || binding.name === null) return null;
  const module = project.findModule(".".repeat(binding.level) + binding.module, path);
  return module === null || module === path ? null : resolveName(evaluator, module, binding.name);
}

/** The value that a resolution of the project stands for; null for an unresolved one. */
export function valueOfResolution(evaluator: Evaluator, resolution: Resolution): Value | null {
  switch (resolution.kind) {
    case "external": {
      const name = canonicalName(resolution.name);
      const status = statusCodeOf(name);
      return status === null ? { kind: "external", name } : constant(status);
    }
    case "module":
      return { kind: "module", path: resolution.path };
    case "definition":
      return valueOfDefinition(evaluator, resolution);
    case "unresolved":
      return null;
  }
}

function valueOfDefinition(evaluator: Evaluator, definition: Definition): Value | null {
  const [first = "", ...rest] = definition.name.split(".");
  if (rest.length > 0) {
    // Something in a class, found through an alias: `Status = Order.Status`.
    let value = resolveName(evaluator, definition.path, first);
    for (const name of rest) value = value === null ? null : attributeOf(evaluator, value, name);
    return value;
  }
  const scope = moduleScope(evaluator, definition.path);
  const executed = scope.names.get(definition.name);
  if (executed !== undefined) return executed.value();
  const { binding } = definition;
  switch (binding.kind) {
    case "class":
      return classOf(evaluator, binding.node, scope);
    case "function":
      return functionOf(binding.node, scope, null);
    case "value":
      if (binding.node.kind === "type-alias") return aliasOf(binding.node, scope);
      return binding.value === null
        ? unpacked(evaluator, binding.node, definition.name, scope)
        : evaluate(evaluator, binding.value, scope);
  }
}

/** `a, b = …`: the item of a known list that the name stands for. */
function unpacked(evaluator: Evaluator, node: Statement, name: string, scope: Scope): Value | null {
  if (node.kind !== "assign") return null;
  for (const target of node.targets) {
    if (target.kind !== "tuple" && target.kind !== "list") continue;
    const at = target.elements.findIndex((element) => element.kind === "name" && element.id === name);
    const value = at < 0 ? null : evaluate(evaluator, node.value, scope);
    if (value?.kind === "list") return value.items[at] ?? null;
  }
  return null;
}

/** A PEP 695 alias as a value. */
export function aliasOf(node: TypeAlias, scope: Scope): Value {
  const inner = typeParameterScope(node.typeParameters, scope);
  return { kind: "alias", name: qualified(scope, node.name), node, scope: inner };
}

/** A function as a value. `owner` is the class whose body holds it. */
export function functionOf(
  node: FunctionDefinition | Lambda,
  scope: Scope,
  owner: ClassValue | null,
  self: Value | null = null,
): FunctionValue {
  const name = node.kind === "function" ? node.name : "<lambda>";
  const closure =
    node.kind === "function" && node.typeParameters.length > 0
      ? typeParameterScope(node.typeParameters, scope)
      : scope;
  return {
    kind: "function",
    node,
    path: scope.path,
    name: qualified(scope, name),
    scope: closure,
    self,
    owner,
  };
}

/** A scope that binds PEP 695 type parameters, as `TypeVar`s. */
export function typeParameterScope(parameters: readonly TypeParameter[], parent: Scope): Scope {
  if (parameters.length === 0) return parent;
  const scope: Scope = { ...innerScope(parent, "class", ""), class: null };
  for (const { name, bound } of parameters) {
    const keywords = new Map<string, Lazy>();
    if (bound !== null) {
      keywords.set("bound", { origin: { expression: bound, scope }, value: () => unevaluated(bound, scope) });
    }
    scope.names.set(
      name,
      known({
        kind: "external-call",
        name: "typing.TypeVar",
        arguments: { positional: [known(constant(name))], keywords, open: false },
        where: { path: parent.path, line: 1, endLine: 1 },
        origin: { expression: { kind: "name", id: name, line: 1, endLine: 1, start: 0, end: 0 }, scope },
      }),
    );
  }
  return scope;
}

function unevaluated(expression: Expression, scope: Scope): Value {
  return { kind: "expression", expression, scope };
}
