import type { Project } from "../python/project.ts";
import { callFunction } from "../values/call.ts";
import { findMember, linearise } from "../values/class.ts";
import { createEvaluator } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { resolveName } from "../values/scope.ts";
import { noArguments } from "../values/value.ts";
import type { ClassValue, FunctionValue, Value } from "../values/value.ts";
import { classRefuses, createRefusals, refusesAround, refusesFrom } from "./refusal.ts";
import type { Refusals } from "./refusal.ts";

/**
 * Do names of modules stand for things that refuse requests as before, and whose calls lead to the same functions?
 * Then no body that mentions them refuses more or less than it did, wherever it stands. `names` are by path, each
 * with the functions of which only the body changed; null where more did.
 */
export function refuseAlike(
  before: Project,
  after: Project,
  names: ReadonlyMap<string, ReadonlyMap<string, readonly string[] | null>>,
): boolean {
  const sides = [before, after].map((project) => createRefusals(createEvaluator(project, noHooks)));
  for (const [path, own] of names) {
    for (const [name, bodies] of own) {
      const [was, is] = sides.map((refusals) => {
        const value = resolveName(refusals.evaluator, path, name);
        return value === null ? null : describe(refusals, value, path, bodies);
      });
      if (was !== is && was !== null && is !== null) return false;
    }
  }
  return true;
}

const noHooks: Evaluator["hooks"] = {
  construct: () => null,
  isRelevant: () => false,
  decorate: () => undefined,
};

/** What a value is to those who call it, as text. What can't be called or refuses nothing says nothing. */
function describe(refusals: Refusals, value: Value, path: string, bodies: readonly string[] | null): string {
  switch (value.kind) {
    case "function":
      return value.path === path ? describeFunction(refusals, value) : place(value);
    case "class":
      return value.path === path ? describeClass(refusals, value, bodies) : place(value);
    case "instance":
      return `instance of ${describe(refusals, value.class, path, bodies)}`;
    default:
      return place(value);
  }
}

function describeFunction(refusals: Refusals, fn: FunctionValue): string {
  const refusing = [refusesFrom(refusals, fn), refusesAround(refusals, fn)];
  const given = callFunction(refusals.evaluator, fn, noArguments, null);
  const leads = given === null ? "" : place(given);
  return refusing.flat().includes(true) || leads !== "" ? `${fn.name} ${refusing.join(" ")} ${leads}` : "";
}

/** A class by what it inherits from, what its methods do, and whether it is an exception that refuses. */
function describeClass(refusals: Refusals, owner: ClassValue, bodies: readonly string[] | null): string {
  const { evaluator } = refusals;
  const { classes, externals } = linearise(evaluator, owner);
  const methods = owner.node.body.flatMap((statement) => {
    if (statement.kind !== "function") return [];
    if (bodies !== null && !bodies.includes(`${owner.node.name}.${statement.name}`)) return [];
    const member = findMember(evaluator, owner, statement.name);
    const method = member?.kind === "other" && member.value.kind === "function" ? member.value : null;
    return method === null ? [] : describeFunction(refusals, method);
  });
  const bases = classes.slice(1).map(place);
  return [
    classRefuses(evaluator, owner),
    ...bases,
    ...externals,
    ...methods.filter((text) => text !== ""),
  ].join("; ");
}

/** Where something is defined that a call can lead to; "" for anything else. */
function place(value: Value): string {
  switch (value.kind) {
    case "function":
    case "class":
      return `${value.path} ${value.name}`;
    case "instance":
      return `instance of ${place(value.class)}`;
    case "external":
    case "external-call":
      return value.name;
    case "module":
      return value.path;
    default:
      return "";
  }
}
