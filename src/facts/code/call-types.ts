import type { Attribute, Call } from "../../syntax/python/ast.ts";
import { type FunctionUnit, bindsFirst } from "./function-unit.ts";
import { type Inference, type Inferred, type Place, factoryOf, nothingGiven, unknown } from "./inferred.ts";
import { asyncSessionFactories, blockingMethods, constructors, methodResults } from "./library-types.ts";
import { sessionFactories } from "./library-types.ts";

export interface Calls {
  readonly typeOfCall: (place: Place, call: Call) => Inferred;
  readonly bindArguments: Inference["bindArguments"];
}

/** Methods of a query that give the query: `query = query.filter(…)` changes nothing about what `query` is. */
const building = new Set(
  (
    "filter filter_by where join outerjoin options order_by group_by having limit offset distinct " +
    "select_from with_entities union add_columns execution_options params correlate"
  ).split(" "),
);

/** The type of a call is known although its callee has none of its own. */
interface Given {
  readonly kind: "given";
  readonly type: Inferred;
}

function given(type: Inferred): Given {
  return { kind: "given", type };
}

/** Reads what calls give: of library functions and methods by table, of the repository's own by what they return. */
export function makeCalls(inference: Inference): Calls {
  const { typeOf } = inference;

  function typeOfCall(place: Place, call: Call): Inferred {
    const callee =
      call.callee.kind === "attribute" ? methodOf(place, call.callee) : typeOf(place, call.callee);
    if (callee.kind === "given") return callee.type;
    switch (callee.kind) {
      case "reference":
        return constructed(place, callee.name, call);
      case "class":
        return { kind: "object", definition: callee.definition };
      case "function":
        return inference.resultOf(callee.unit, bindArguments(place, call, callee.unit));
      case "factory":
        return callee.gives;
      case "instance":
        return callee.of === "scoped_session" ? { kind: "instance", of: "Session" } : unknown;
      default:
        return unknown;
    }
  }

  /** What a method is, or what its call gives where that is known. The receiver is looked at once: chains may be long. */
  function methodOf(place: Place, callee: Attribute): Inferred | Given {
    const whole = inference.chainType(place, callee);
    if (whole !== null) return whole;
    const base = typeOf(place, callee.value);
    const { attribute } = callee;
    if (base.kind === "none" && building.has(attribute)) return given(base);
    if (base.kind === "factory" && attribute === "begin")
      return given({ kind: "context", gives: base.gives });
    if (base.kind === "object" && inference.memberOf(base.definition, attribute) !== null)
      return inference.attributeOf(base, attribute);
    const label = inference.labelOf(base);
    if (label === null) return inference.attributeOf(base, attribute);
    const named = methodResults.get(`${label}.${attribute}`);
    if (named !== undefined) return given({ kind: "instance", of: named });
    if (blockingMethods.get(label)?.methods.has(attribute)) return given(unknown);
    const any = methodResults.get(`${label}.*`);
    return any === undefined ? inference.attributeOf(base, attribute) : given({ kind: "instance", of: any });
  }

  function constructed(place: Place, name: string, call: Call): Inferred {
    if (name === "builtins.next" || name === "builtins.anext") return firstOf(place, call);
    const label = constructors.get(name);
    if (label !== undefined) return { kind: "instance", of: label };
    if (asyncSessionFactories.has(name)) return factoryOf("AsyncSession");
    if (sessionFactories.has(name)) {
      const made = call.keywords.find((keyword) => keyword.name === "class_")?.value;
      return made === undefined
        ? factoryOf("Session")
        : { kind: "factory", gives: inference.annotated(place, made) };
    }
    return /\.[A-Z]\w*$/.test(name) ? { kind: "instance", of: name } : unknown;
  }

  function firstOf(place: Place, call: Call): Inferred {
    const argument = call.args[0];
    const iterated = argument === undefined ? unknown : typeOf(place, argument);
    return iterated.kind === "generator" ? iterated.gives : unknown;
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
      if (inference.labelOf(type) !== null) given.set(parameter.name, type);
    });
    return given.size === 0 ? nothingGiven : given;
  }

  return { typeOfCall, bindArguments };
}
