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
 * Do names of modules (by path) stand for things that refuse requests as before, and whose calls lead to the same
 * functions? Then no body that mentions them refuses more or less than it did, wherever it stands.
 */
export function refuseAlike(
  before: Project,
  after: Project,
  names: ReadonlyMap<string, readonly string[]>,
): boolean {
  const sides = [before, after].map((project) => createRefusals(createEvaluator(project, noHooks)));
  for (const [path, own] of names) {
    for (const name of own) {
      const [was, is] = sides.map((refusals) => {
        const value = resolveName(refusals.evaluator, path, name);
        return value === null ? null : describe(refusals, value, path);
      });
      // What is only there on one side is mentioned by no body that stayed as it was.
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
function describe(refusals: Refusals, value: Value, path: string): string {
  switch (value.kind) {
    case "function":
      return value.path === path ? describeFunction(refusals, value) : place(value);
    case "class":
      return value.path === path ? describeClass(refusals, value) : place(value);
    case "instance":
      return `instance of ${describe(refusals, value.class, path)}`;
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
function describeClass(refusals: Refusals, owner: ClassValue): string {
  const { evaluator } = refusals;
  const { classes, externals } = linearise(evaluator, owner);
  const methods = owner.node.body.flatMap((statement) => {
    if (statement.kind !== "function") return [];
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
