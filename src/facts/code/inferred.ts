import type { Attribute, Call, ClassDefinition, Expression, Parameter } from "../../syntax/python/ast.ts";
import type { Definition, Project } from "../python/project.ts";
import type { FunctionUnit } from "./function-unit.ts";

/** What an expression is, as far as it can be told without running it. */
export type Inferred =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  /** An instance of a library's class: a label of `classLabels`, else the qualified name. */
  | { readonly kind: "instance"; readonly of: string }
  /** An instance of a class of the repository. */
  | { readonly kind: "object"; readonly definition: ClassReference }
  /** A module, class or function of a library, by qualified name. */
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "class"; readonly definition: ClassReference }
  | { readonly kind: "function"; readonly unit: FunctionUnit }
  /** Something whose call gives `gives`: a `sessionmaker`. */
  | { readonly kind: "factory"; readonly gives: Inferred }
  /** Entering it gives `gives`: the result of a `@contextmanager` function, `sessionmaker.begin()`. */
  | { readonly kind: "context"; readonly gives: Inferred }
  | { readonly kind: "generator"; readonly gives: Inferred }
  /** Awaiting it gives `gives`: the result of an `async def`. */
  | { readonly kind: "awaitable"; readonly gives: Inferred };

export interface ClassReference extends Definition {
  readonly binding: { readonly kind: "class"; readonly node: ClassDefinition };
}

export const unknown: Inferred = { kind: "unknown" };

/** What several possible values have in common: their one type, `None` aside; unknown as soon as two differ. */
export function merge(types: readonly Inferred[]): Inferred {
  let common: Inferred | null = null;
  for (const type of types) {
    if (type.kind === "none") continue;
    if (type.kind === "unknown") return unknown;
    if (common === null) common = type;
    else if (keyOf(common) !== keyOf(type)) return unknown;
  }
  return common ?? (types.length > 0 ? { kind: "none" } : unknown);
}

/** Equal for equal types. */
export function keyOf(type: Inferred): string {
  switch (type.kind) {
    case "instance":
      return `instance ${type.of}`;
    case "reference":
      return `reference ${type.name}`;
    case "module":
      return `module ${type.path}`;
    case "object":
    case "class":
      return `${type.kind} ${type.definition.path} ${type.definition.name}`;
    case "function":
      return `function ${type.unit.path} ${type.unit.name}`;
    case "factory":
    case "context":
    case "generator":
    case "awaitable":
      return `${type.kind} of ${keyOf(type.gives)}`;
    default:
      return type.kind;
  }
}

export function factoryOf(label: string): Inferred {
  return { kind: "factory", gives: { kind: "instance", of: label } };
}

/** Where an expression stands: in a function (with what is known of its arguments), or at module level. */
export interface Place {
  readonly path: string;
  readonly unit: FunctionUnit | null;
  /** Types of arguments of this call, for parameters that have no annotation. */
  readonly given: ReadonlyMap<string, Inferred>;
}

/** Tells what expressions are, through names, imports, annotations, dependencies and calls of the repository's own functions. */
export interface Inference {
  readonly project: Project;
  readonly typeOf: (place: Place, expression: Expression) => Inferred;
  /** What `a.b.c` means at module level, where no function binds `a` and it means anything; else null. */
  readonly chainType: (place: Place, chain: Attribute) => Inferred | null;
  /** The type of an attribute of a value. */
  readonly attributeOf: (base: Inferred, attribute: string) => Inferred;
  /** An instance of what an annotation names. */
  readonly annotated: (place: Place, annotation: Expression) => Inferred;
  /** What a call of a function gives. */
  readonly resultOf: (unit: FunctionUnit, given: ReadonlyMap<string, Inferred>) => Inferred;
  /** What FastAPI injects for `Depends(provider)`. */
  readonly provided: (place: Place, provider: Expression) => Inferred;
  /** The member of an instance of a class of the repository, or null where the class does not define it. */
  readonly memberOf: (definition: ClassReference, name: string) => Inferred | null;
  /** The label of a library's class that a value is an instance of, also by inheritance; null for others. */
  readonly labelOf: (type: Inferred) => string | null;
  readonly parameterType: (place: Place, parameter: Parameter) => Inferred;
  /** The types of a call's arguments by the callee's parameter names. */
  readonly bindArguments: (place: Place, call: Call, unit: FunctionUnit) => ReadonlyMap<string, Inferred>;
}

export const nothingGiven: ReadonlyMap<string, Inferred> = new Map();

export function placeIn(unit: FunctionUnit, given: ReadonlyMap<string, Inferred> = nothingGiven): Place {
  return { path: unit.path, unit, given };
}

export function placeAtModule(path: string): Place {
  return { path, unit: null, given: nothingGiven };
}

/** The last name of a decorator: `contextmanager` of `@contextlib.contextmanager`. */
export function lastName(expression: Expression): string {
  if (expression.kind === "call") return lastName(expression.callee);
  if (expression.kind === "attribute") return expression.attribute;
  return expression.kind === "name" ? expression.id : "";
}
