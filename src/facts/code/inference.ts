import type { Attribute, Call, Expression, FunctionDefinition, Parameter } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import type { Definition, Project, Resolution } from "../python/project.ts";
import { makeAnnotations } from "./annotations.ts";
import { type FunctionUnit, bindsFirst, functionsOf } from "./function-unit.ts";
import {
  type ClassReference,
  type Inference,
  type Inferred,
  type Place,
  lastName,
  merge,
} from "./inferred.ts";
import { factoryOf, nothingGiven, placeAtModule, placeIn, unknown } from "./inferred.ts";
import { asyncSessionFactories, blockingMethods, classLabels, constructors } from "./library-types.ts";
import { memberLabels, methodResults, sessionFactories } from "./library-types.ts";
import { type LocalBinding, localNamesOf } from "./local-names.ts";
import { makeMembers } from "./members.ts";
import { resolveImported, resolveLocalModule } from "./resolve-import.ts";

/** Expressions within expressions that are followed; only a stack to protect, as every cycle is cut where it closes. */
const deepest = 400;

/** Methods of a query that give the query: `query = query.filter(…)` changes nothing about what `query` is. */
const building = new Set(
  (
    "filter filter_by where join outerjoin options order_by group_by having limit offset distinct " +
    "select_from with_entities union add_columns execution_options params correlate"
  ).split(" "),
);

export function makeInference(project: Project): Inference {
  let depth = 0;
  const results = new Map<FunctionDefinition, Inferred>();
  const labels = new Map<string, string | null>();
  const names = new Map<string, Inferred>();
  const locals = new WeakMap<Place["given"], Map<FunctionDefinition, Map<string, Inferred>>>();
  const globals = new Map<Definition["binding"], Inferred>();

  function typeOf(place: Place, expression: Expression): Inferred {
    if (depth >= deepest) return unknown;
    depth += 1;
    try {
      return typeOfExpression(place, expression);
    } finally {
      depth -= 1;
    }
  }

  function typeOfExpression(place: Place, expression: Expression): Inferred {
    switch (expression.kind) {
      case "name":
        return typeOfName(place, expression.id, expression);
      case "attribute":
        return typeOfAttribute(place, expression);
      case "call":
        return typeOfCall(place, expression);
      case "await": {
        const awaited = typeOf(place, expression.value);
        return awaited.kind === "awaitable" ? awaited.gives : unknown;
      }
      case "subscript": {
        const base = typeOf(place, expression.value);
        if (base.kind === "reference" || base.kind === "class") return base;
        const label = base.kind === "instance" ? memberLabels.get(base.of) : undefined;
        return label === undefined ? unknown : { kind: "instance", of: label };
      }
      case "boolean":
        return merge(expression.operands.map((operand) => typeOf(place, operand)));
      case "conditional":
        return merge([typeOf(place, expression.then), typeOf(place, expression.otherwise)]);
      case "named":
        return typeOf(place, expression.value);
      case "constant":
        return expression.value === null ? { kind: "none" } : unknown;
      default:
        return unknown;
    }
  }

  function typeOfName(place: Place, name: string, expression: Expression): Inferred {
    for (let unit = place.unit; unit !== null; unit = unit.parent) {
      const bindings = localNamesOf(unit.node).get(name);
      if (bindings === undefined) continue;
      const inside = unit === place.unit ? place : placeIn(unit);
      const known = localsOf(inside.given, unit.node);
      const cached = known.get(name);
      if (cached !== undefined) return cached;
      // A name that is defined by itself is what its other values are.
      known.set(name, { kind: "none" });
      const type = merge(bindings.map((binding) => typeOfBinding(inside, unit, binding)));
      known.set(name, type);
      return type;
    }
    return atModule(place.path, expression);
  }

  /** What a name or attribute chain means at module level. */
  function atModule(path: string, expression: Expression): Inferred {
    const key = `${path}\n${unparse(expression)}`;
    const cached = names.get(key);
    if (cached !== undefined) return cached;
    const type = fromResolution(project.resolveExpression(path, expression));
    names.set(key, type);
    return type;
  }

  function localsOf(given: Place["given"], node: FunctionDefinition): Map<string, Inferred> {
    const perFunction = locals.get(given) ?? new Map<FunctionDefinition, Map<string, Inferred>>();
    locals.set(given, perFunction);
    const known = perFunction.get(node) ?? new Map<string, Inferred>();
    perFunction.set(node, known);
    return known;
  }

  function typeOfBinding(place: Place, unit: FunctionUnit, binding: LocalBinding): Inferred {
    switch (binding.kind) {
      case "parameter":
        if (binding.index === 0 && bindsFirst(unit) && unit.owner !== null) return selfOf(unit, unit.owner);
        return parameterType(place, binding.parameter);
      case "value":
        return binding.annotation !== null
          ? annotations.combined(place, binding.annotation, binding.value)
          : binding.value === null
            ? unknown
            : typeOf(place, binding.value);
      case "entered":
        return entered(typeOf(place, binding.context));
      case "element": {
        const iterated = typeOf(place, binding.iterable);
        return iterated.kind === "generator" ? iterated.gives : unknown;
      }
      case "module": {
        const path = project.findModule(binding.dotted, place.path);
        return path === null ? { kind: "reference", name: binding.dotted } : { kind: "module", path };
      }
      case "imported":
        return fromResolution(resolveImported(project, place.path, binding.statement, binding.name));
      case "function": {
        const nested = unitOf(unit.path, binding.node);
        return nested === null ? unknown : { kind: "function", unit: nested };
      }
      default:
        return unknown;
    }
  }

  /** The type of `self`, or the class for a class method. */
  function selfOf(unit: FunctionUnit, owner: NonNullable<FunctionUnit["owner"]>): Inferred {
    const definition: ClassReference = {
      kind: "definition",
      path: unit.path,
      name: owner.name,
      binding: { kind: "class", node: owner.node },
    };
    const ofClass = unit.node.decorators.some((one) => one.kind === "name" && one.id === "classmethod");
    return { kind: ofClass ? "class" : "object", definition };
  }

  function typeOfAttribute(place: Place, expression: Attribute): Inferred {
    if (!startsLocally(place, expression)) {
      const whole = atModule(place.path, expression);
      if (whole.kind !== "unknown") return whole;
    }
    const base = typeOf(place, expression.value);
    switch (base.kind) {
      case "reference":
        return { kind: "reference", name: `${base.name}.${expression.attribute}` };
      case "module":
        return fromResolution(resolveLocalModule(project, base.path, expression.attribute));
      case "object":
        return memberOf(base.definition, expression.attribute) ?? unknown;
      case "instance": {
        const label = memberLabels.get(base.of);
        return label === undefined || blockingMethods.get(base.of)?.methods.has(expression.attribute)
          ? unknown
          : { kind: "instance", of: label };
      }
      case "class":
        return memberOf(base.definition, expression.attribute) ?? unknown;
      default:
        return unknown;
    }
  }

  /** Whether the first name of an attribute chain is bound by a function, so that the module's meaning does not count. */
  function startsLocally(place: Place, expression: Attribute): boolean {
    let root: Expression = expression;
    while (root.kind === "attribute") root = root.value;
    if (root.kind !== "name") return true;
    for (let unit = place.unit; unit !== null; unit = unit.parent) {
      if (localNamesOf(unit.node).has(root.id)) return true;
    }
    return false;
  }

  function typeOfCall(place: Place, call: Call): Inferred {
    if (call.callee.kind === "attribute") {
      const given = typeOfMethodCall(place, call.callee);
      if (given !== null) return given;
    }
    const callee = typeOf(place, call.callee);
    switch (callee.kind) {
      case "reference":
        return constructed(place, callee.name, call);
      case "class":
        return { kind: "object", definition: callee.definition };
      case "function":
        return resultOf(callee.unit, bindArguments(place, call, callee.unit));
      case "factory":
        return callee.gives;
      case "instance":
        return callee.of === "scoped_session" ? { kind: "instance", of: "Session" } : unknown;
      default:
        return unknown;
    }
  }

  function typeOfMethodCall(place: Place, callee: Attribute): Inferred | null {
    const base = typeOf(place, callee.value);
    if (base.kind === "none" && building.has(callee.attribute)) return base;
    if (base.kind === "factory" && callee.attribute === "begin")
      return { kind: "context", gives: base.gives };
    if (base.kind === "object" && memberOf(base.definition, callee.attribute) !== null) return null;
    const label = labelOf(base);
    if (label === null) return null;
    const named = methodResults.get(`${label}.${callee.attribute}`);
    if (named !== undefined) return { kind: "instance", of: named };
    if (blockingMethods.get(label)?.methods.has(callee.attribute)) return unknown;
    const any = methodResults.get(`${label}.*`);
    return any === undefined ? null : { kind: "instance", of: any };
  }

  function constructed(place: Place, name: string, call: Call): Inferred {
    if (name === "builtins.next" || name === "builtins.anext") return firstOf(place, call);
    const label = constructors.get(name);
    if (label !== undefined) return { kind: "instance", of: label };
    if (asyncSessionFactories.has(name)) return factoryOf("AsyncSession");
    if (sessionFactories.has(name)) {
      const made = call.keywords.find((keyword) => keyword.name === "class_")?.value;
      return made === undefined ? factoryOf("Session") : { kind: "factory", gives: annotated(place, made) };
    }
    return /\.[A-Z]\w*$/.test(name) ? { kind: "instance", of: name } : unknown;
  }

  function firstOf(place: Place, call: Call): Inferred {
    const argument = call.args[0];
    const iterated = argument === undefined ? unknown : typeOf(place, argument);
    return iterated.kind === "generator" ? iterated.gives : unknown;
  }

  /** What `with value as name` binds. */
  function entered(value: Inferred): Inferred {
    switch (value.kind) {
      case "context":
        return value.gives;
      case "instance":
        return value;
      case "object": {
        const enter = memberOf(value.definition, "__enter__") ?? memberOf(value.definition, "__aenter__");
        if (enter === null) return labelOf(value) === null ? unknown : value;
        if (enter.kind !== "function") return unknown;
        const result = resultOf(enter.unit, nothingGiven);
        return result.kind === "awaitable" ? result.gives : result;
      }
      default:
        return unknown;
    }
  }

  function fromResolution(resolution: Resolution): Inferred {
    switch (resolution.kind) {
      case "external":
        return { kind: "reference", name: resolution.name };
      case "module":
        return { kind: "module", path: resolution.path };
      case "definition":
        return fromDefinition(resolution);
      default:
        return unknown;
    }
  }

  function fromDefinition(definition: Definition): Inferred {
    const { binding, path } = definition;
    if (binding.kind === "class") return { kind: "class", definition: { ...definition, binding } };
    if (binding.kind === "function") {
      const unit = unitOf(path, binding.node);
      return unit === null ? unknown : { kind: "function", unit };
    }
    const cached = globals.get(binding);
    if (cached !== undefined) return cached;
    globals.set(binding, unknown);
    const place = placeAtModule(path);
    const type =
      binding.annotation !== null
        ? annotations.combined(place, binding.annotation, binding.value)
        : binding.value === null
          ? unknown
          : typeOf(place, binding.value);
    globals.set(binding, type);
    return type;
  }

  function unitOf(path: string, node: FunctionDefinition): FunctionUnit | null {
    const module = project.module(path);
    if (module === null) return null;
    return functionsOf(path, module).find((unit) => unit.node === node) ?? null;
  }

  function resultOf(unit: FunctionUnit, given: ReadonlyMap<string, Inferred>): Inferred {
    const cached = given.size === 0 ? results.get(unit.node) : undefined;
    if (cached !== undefined) return cached;
    if (given.size > 0) return computeResult(unit, given);
    // A function that calls itself must not start over.
    results.set(unit.node, unknown);
    const result = computeResult(unit, given);
    results.set(unit.node, result);
    return result;
  }

  function computeResult(unit: FunctionUnit, given: ReadonlyMap<string, Inferred>): Inferred {
    const place = placeIn(unit, given);
    const outputs: Inferred[] = [];
    let yields = false;
    for (const node of walkScope(unit.node.body)) {
      if (node.kind === "yield") {
        yields = true;
        outputs.push(node.value === null ? unknown : typeOf(place, node.value));
      }
    }
    if (!yields) {
      for (const node of walkScope(unit.node.body))
        if (node.kind === "return" && node.value !== null) outputs.push(typeOf(place, node.value));
    }
    const seen = merge(outputs);
    const declared = unit.node.returns === null ? unknown : annotated(place, unit.node.returns);
    if (yields) {
      const gives = isKnown(seen) ? seen : givenBy(declared);
      const manages = unit.node.decorators.some((one) => /^(?:async)?contextmanager$/.test(lastName(one)));
      return { kind: manages ? "context" : "generator", gives };
    }
    const value = isKnown(seen) ? seen : declared;
    return unit.node.async ? { kind: "awaitable", gives: value } : value;
  }

  function isKnown(type: Inferred): boolean {
    return type.kind !== "unknown" && type.kind !== "none";
  }

  /** `Generator[Session]` gives a session; a generator annotated as what it yields is read as meant. */
  function givenBy(declared: Inferred): Inferred {
    return declared.kind === "generator" || declared.kind === "context" ? declared.gives : declared;
  }

  function parameterType(place: Place, parameter: Parameter): Inferred {
    if (parameter.kind === "var-positional" || parameter.kind === "var-keyword") return unknown;
    if (parameter.annotation !== null)
      return annotations.combined(place, parameter.annotation, parameter.default);
    const given = place.given.get(parameter.name);
    if (given !== undefined) return given;
    return annotations.injected(place, parameter.default) ?? unknown;
  }

  function provided(place: Place, provider: Expression): Inferred {
    const type = typeOf(place, provider);
    if (type.kind === "class") return { kind: "object", definition: type.definition };
    if (type.kind === "factory") return type.gives;
    if (type.kind !== "function") return unknown;
    const result = resultOf(type.unit, nothingGiven);
    return result.kind === "generator" || result.kind === "awaitable" ? result.gives : result;
  }

  function bindArguments(place: Place, call: Call, unit: FunctionUnit): ReadonlyMap<string, Inferred> {
    const parameters = unit.node.parameters.slice(bindsFirst(unit) ? 1 : 0);
    const open = parameters.filter((parameter) => parameter.annotation === null);
    if (open.length === 0) return nothingGiven;
    const given = new Map<string, Inferred>();
    parameters.forEach((parameter, at) => {
      if (parameter.annotation !== null) return;
      const named = call.keywords.find((keyword) => keyword.name === parameter.name)?.value;
      const positional = parameter.kind === "keyword-only" ? undefined : call.args[at];
      const argument = named ?? positional;
      if (argument === undefined) return;
      const type = typeOf(place, argument);
      if (labelOf(type) !== null) given.set(parameter.name, type);
    });
    return given;
  }

  function labelOf(type: Inferred): string | null {
    if (type.kind === "instance") return type.of;
    if (type.kind !== "object") return null;
    const { path, name } = type.definition;
    const key = `${path} ${name}`;
    const cached = labels.get(key);
    if (cached !== undefined) return cached;
    labels.set(key, null);
    let label: string | null = null;
    for (const ancestor of project.ancestors(type.definition)) {
      if (ancestor.kind === "external") label ??= classLabels.get(ancestor.name) ?? ancestor.name;
    }
    labels.set(key, label);
    return label;
  }

  const annotated = (place: Place, annotation: Expression) => annotations.annotated(place, annotation);
  const memberOf = (definition: ClassReference, name: string) => members.memberOf(definition, name);
  const inference: Inference = {
    project,
    typeOf,
    annotated,
    resultOf,
    provided,
    memberOf,
    labelOf,
    parameterType,
    bindArguments,
    fromResolution,
  };
  const annotations = makeAnnotations(inference);
  const members = makeMembers(inference);
  return inference;
}
