import type { Call, Expression, Subscript } from "../../syntax/python/ast.ts";
import type { Definition, Resolution } from "../python/project.ts";
import {
  type Inference,
  type Inferred,
  type Place,
  factoryOf,
  keyOf,
  merge,
  placeAtModule,
} from "./inferred.ts";
import { unknown } from "./inferred.ts";
import { asyncSessionFactories, classLabels, sessionFactories } from "./library-types.ts";
import { lastPart } from "../../text/names.ts";

export interface Annotations {
  /** An instance of what an annotation names; of `Annotated[T, Depends(f)]` what FastAPI injects. */
  readonly annotated: (place: Place, annotation: Expression) => Inferred;
  /** A parameter or class attribute with an annotation and perhaps a default, which may be `Depends(f)`. */
  readonly combined: (place: Place, annotation: Expression, value: Expression | null) => Inferred;
  /** What FastAPI injects where a default is `Depends(f)`; null for any other default. */
  readonly injected: (place: Place, value: Expression | null) => Inferred | null;
}

/** Annotations that say nothing. */
const anything = new Set(["builtins.object", "typing.Any", "typing_extensions.Any"]);
const generators = new Set([
  "Generator",
  "Iterator",
  "Iterable",
  "AsyncGenerator",
  "AsyncIterator",
  "AsyncIterable",
]);
const contexts = new Set([
  "ContextManager",
  "AbstractContextManager",
  "AsyncContextManager",
  "AbstractAsyncContextManager",
]);

export function makeAnnotations(inference: Inference): Annotations {
  const { project } = inference;
  const aliases = new Map<Definition["binding"], Inferred>();

  function annotated(place: Place, annotation: Expression, hops = 0): Inferred {
    if (hops > 8) return unknown;
    switch (annotation.kind) {
      case "constant":
        return annotation.value === null ? { kind: "none" } : unknown;
      case "string":
        return /^[A-Za-z_][\w.]*$/.test(annotation.value)
          ? instanceOf(project.resolve(place.path, annotation.value), hops)
          : unknown;
      case "name":
      case "attribute":
        return named(place, annotation, hops);
      case "binary":
        return annotation.operator === "|"
          ? merge([annotated(place, annotation.left, hops + 1), annotated(place, annotation.right, hops + 1)])
          : unknown;
      case "subscript":
        return subscripted(place, annotation, hops);
      default:
        return unknown;
    }
  }

  function named(place: Place, annotation: Expression, hops: number): Inferred {
    const resolved = project.resolveExpression(place.path, annotation);
    if (resolved.kind !== "unresolved") return instanceOf(resolved, hops);
    // A name imported or defined inside the function.
    const type = place.unit === null ? unknown : inference.typeOf(place, annotation);
    if (type.kind === "reference") return instanceOf({ kind: "external", name: type.name }, hops);
    return type.kind === "class" ? { kind: "object", definition: type.definition } : unknown;
  }

  function instanceOf(resolved: Resolution, hops: number): Inferred {
    if (resolved.kind === "external") {
      if (sessionFactories.has(resolved.name)) return factoryOf("Session");
      if (asyncSessionFactories.has(resolved.name)) return factoryOf("AsyncSession");
      if (anything.has(resolved.name)) return unknown;
      return { kind: "instance", of: classLabels.get(resolved.name) ?? resolved.name };
    }
    if (resolved.kind !== "definition") return unknown;
    const { binding } = resolved;
    if (binding.kind === "class") return { kind: "object", definition: { ...resolved, binding } };
    if (binding.kind !== "value" || binding.value === null) return unknown;
    const cached = aliases.get(binding);
    if (cached !== undefined) return cached;
    aliases.set(binding, unknown);
    const type = annotated(placeAtModule(resolved.path), binding.value, hops + 1);
    aliases.set(binding, type);
    return type;
  }

  function subscripted(place: Place, annotation: Subscript, hops: number): Inferred {
    const elements = annotation.index.kind === "tuple" ? annotation.index.elements : [annotation.index];
    const first = elements[0];
    const resolved = project.resolveExpression(place.path, annotation.value);
    const name = resolved.kind === "external" ? lastPart(resolved.name) : unresolvedName(annotation.value);
    if (first === undefined) return unknown;
    if (name === "Annotated") {
      const declared = annotated(place, first, hops + 1);
      const provider = elements.slice(1).find((element) => isDepends(place, element));
      return provider?.kind === "call" ? inject(place, provider, declared) : declared;
    }
    if (name === "Optional") return annotated(place, first, hops + 1);
    if (name === "Union") return merge(elements.map((element) => annotated(place, element, hops + 1)));
    if (generators.has(name)) return { kind: "generator", gives: annotated(place, first, hops + 1) };
    if (contexts.has(name)) return { kind: "context", gives: annotated(place, first, hops + 1) };
    if (name === "Callable") {
      const result = elements.at(-1);
      return elements.length < 2 || result === undefined
        ? unknown
        : { kind: "factory", gives: annotated(place, result, hops + 1) };
    }
    if (
      resolved.kind === "external" &&
      (sessionFactories.has(resolved.name) || classLabels.has(resolved.name))
    )
      return instanceOf(resolved, hops);
    return resolved.kind === "external" && asyncSessionFactories.has(resolved.name)
      ? factoryOf("AsyncSession")
      : unknown;
  }

  function unresolvedName(expression: Expression): string {
    return expression.kind === "name" ? expression.id : "";
  }

  /** `Depends(f)` or `Security(f)`. */
  function isDepends(place: Place, expression: Expression): expression is Call {
    if (expression.kind !== "call") return false;
    const resolved = project.resolveExpression(place.path, expression.callee);
    if (resolved.kind !== "external") return false;
    const name = lastPart(resolved.name);
    return resolved.name.startsWith("fastapi.") && (name === "Depends" || name === "Security");
  }

  /** The injected value is what counts; where it contradicts the annotation, only an asynchronous one is believed. */
  function inject(place: Place, depends: Call, declared: Inferred): Inferred {
    const provider =
      depends.args[0] ?? depends.keywords.find((keyword) => keyword.name === "dependency")?.value;
    if (provider === undefined) return declared;
    const provided = inference.provided(place, provider);
    if (provided.kind === "unknown" || provided.kind === "none") return declared;
    if (declared.kind === "unknown" || keyOf(declared) === keyOf(provided)) return provided;
    const label = inference.labelOf(provided);
    if (label !== null && label === inference.labelOf(declared)) return provided;
    return label?.startsWith("Async") ? provided : unknown;
  }

  function combined(place: Place, annotation: Expression, value: Expression | null): Inferred {
    const declared = annotated(place, annotation);
    if (value !== null && isDepends(place, value)) return inject(place, value, declared);
    if (declared.kind !== "unknown" || value === null) return declared;
    return inference.typeOf(place, value);
  }

  function injected(place: Place, value: Expression | null): Inferred | null {
    return value !== null && isDepends(place, value) ? inject(place, value, unknown) : null;
  }

  return { annotated, combined, injected };
}
