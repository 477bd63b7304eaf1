import type { Attribute, Expression, FunctionDefinition, Parameter } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { Definition, Project, Resolution } from "../python/project.ts";
import { makeAnnotations } from "./annotations.ts";
import { makeCalls } from "./call-types.ts";
import { type FunctionUnit, bindsFirst, functionsOf } from "./function-unit.ts";
import { type ClassReference, type Inference, type Inferred, type Place, merge } from "./inferred.ts";
import { nothingGiven, placeAtModule, placeIn, unknown } from "./inferred.ts";
import { blockingMethods, classLabels, memberLabels } from "./library-types.ts";
import { type LocalBinding, localNamesOf } from "./local-names.ts";
import { makeMembers } from "./members.ts";
import { makeResults } from "./results.ts";
import { resolveImported, resolveLocalModule } from "./resolve-import.ts";

/** Expressions within expressions that are followed; only a stack to protect, as every cycle is cut where it closes. */
const deepest = 400;

export function makeInference(project: Project): Inference {
  let depth = 0;
  const labels = new Map<string, string | null>();
  const names = new Map<string, Inferred>();
  const locals = new WeakMap<Place["given"], Map<FunctionUnit, Map<string, Inferred>>>();
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
        return calls.typeOfCall(place, expression);
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
      const known = localsOf(inside.given, unit);
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

  function localsOf(given: Place["given"], unit: FunctionUnit): Map<string, Inferred> {
    const perFunction = locals.get(given) ?? new Map<FunctionUnit, Map<string, Inferred>>();
    locals.set(given, perFunction);
    const known = perFunction.get(unit) ?? new Map<string, Inferred>();
    perFunction.set(unit, known);
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
    return chainType(place, expression) ?? attributeOf(typeOf(place, expression.value), expression.attribute);
  }

  function chainType(place: Place, chain: Attribute): Inferred | null {
    if (startsLocally(place, chain)) return null;
    const whole = atModule(place.path, chain);
    return whole.kind === "unknown" ? null : whole;
  }

  function attributeOf(base: Inferred, attribute: string): Inferred {
    switch (base.kind) {
      case "reference":
        return { kind: "reference", name: `${base.name}.${attribute}` };
      case "module":
        return fromResolution(resolveLocalModule(project, base.path, attribute));
      case "object":
        return memberOf(base.definition, attribute) ?? unknown;
      case "instance": {
        const label = memberLabels.get(base.of);
        return label === undefined || blockingMethods.get(base.of)?.methods.has(attribute)
          ? unknown
          : { kind: "instance", of: label };
      }
      case "class":
        return memberOf(base.definition, attribute) ?? unknown;
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
        const result = results.resultOf(enter.unit, nothingGiven);
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

  function parameterType(place: Place, parameter: Parameter): Inferred {
    if (parameter.kind === "var-positional" || parameter.kind === "var-keyword") return unknown;
    if (parameter.annotation !== null)
      return annotations.combined(place, parameter.annotation, parameter.default);
    const given = place.given.get(parameter.name);
    if (given !== undefined) return given;
    return annotations.injected(place, parameter.default) ?? unknown;
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
    chainType,
    attributeOf,
    annotated,
    resultOf: (unit, given) => results.resultOf(unit, given),
    provided: (place, provider) => results.provided(place, provider),
    memberOf,
    labelOf,
    parameterType,
    bindArguments: (place, call, unit) => calls.bindArguments(place, call, unit),
  };
  const calls = makeCalls(inference);
  const results = makeResults(inference);
  const annotations = makeAnnotations(inference);
  const members = makeMembers(inference);
  return inference;
}
