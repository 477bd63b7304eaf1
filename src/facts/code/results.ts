import type { Expression } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import type { FunctionUnit } from "./function-unit.ts";
import { type Inference, type Inferred, type Place, lastName, merge } from "./inferred.ts";
import { nothingGiven, placeIn, unknown } from "./inferred.ts";

/** Reads what the repository's own functions give: by what they yield or return, else by their annotation. */
export function makeResults(inference: Inference): Pick<Inference, "resultOf" | "provided"> {
  const known = new Map<FunctionUnit, Inferred>();
  const running = new Set<FunctionUnit>();

  function resultOf(unit: FunctionUnit, given: ReadonlyMap<string, Inferred>): Inferred {
    const cached = given.size === 0 ? known.get(unit) : undefined;
    if (cached !== undefined) return cached;
    // A function that calls itself must not start over.
    if (running.has(unit)) return unknown;
    running.add(unit);
    const result = computeResult(unit, given);
    running.delete(unit);
    if (given.size === 0) known.set(unit, result);
    return result;
  }

  function computeResult(unit: FunctionUnit, given: ReadonlyMap<string, Inferred>): Inferred {
    const place = placeIn(unit, given);
    const outputs: Inferred[] = [];
    let yields = false;
    for (const node of walkScope(unit.node.body)) {
      if (node.kind === "yield") {
        yields = true;
        outputs.push(node.value === null ? unknown : inference.typeOf(place, node.value));
      }
    }
    if (!yields) {
      for (const node of walkScope(unit.node.body))
        if (node.kind === "return" && node.value !== null) outputs.push(inference.typeOf(place, node.value));
    }
    const seen = merge(outputs);
    const declared = unit.node.returns === null ? unknown : inference.annotated(place, unit.node.returns);
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

  function provided(place: Place, provider: Expression): Inferred {
    const type = inference.typeOf(place, provider);
    if (type.kind === "class") return { kind: "object", definition: type.definition };
    if (type.kind === "factory") return type.gives;
    if (type.kind !== "function") return unknown;
    const result = resultOf(type.unit, nothingGiven);
    return result.kind === "generator" || result.kind === "awaitable" ? result.gives : result;
  }

  return { resultOf, provided };
}
