import type { Expression } from "../../syntax/python/ast.ts";
import type { Project } from "../python/project.ts";
import { evaluateExpression } from "./expression.ts";
import type { Arguments, CallSite, ClassValue, Frame, NativeObject, Scope, Value } from "./value.ts";

/** What a framework's reader adds to the evaluator: objects that its constructors make. */
export interface Hooks {
  /**
   * Called for a library's name and for a class of the repository that inherits from one (`definition`).
   * Null: an ordinary call.
   */
  readonly construct: (
    externalName: string,
    definition: ClassValue | null,
    args: Arguments,
    site: CallSite,
  ) => NativeObject | null;
  /** Is it worth while to execute a function of this text for its effects? */
  readonly isRelevant: (text: string) => boolean;
  /** A decorated function or method that was met while a block is executed. */
  readonly decorate: (
    fn: Value,
    decorators: readonly Expression[],
    frame: Frame,
    owner: ClassValue | null,
  ) => void;
}

/** Evaluates expressions of one project. Values are shared: the same expression in the same scope is one value. */
export interface Evaluator {
  readonly project: Project;
  readonly hooks: Hooks;
  readonly modules: Map<string, Scope>;
  readonly resolved: Map<string, Value | null>;
  readonly linear: Map<ClassValue, Linearisation>;
  readonly classes: Map<Scope, Map<object, ClassValue>>;
  /** The class of the repository that an instance or a native object was made from. */
  readonly selves: Map<Value | NativeObject, ClassValue>;
  /** What an object of the repository handed to the constructor of a library's base class. */
  readonly baseArguments: Map<Value, Arguments>;
  /** Functions whose `__signature__` was set to that of something else. */
  readonly signatures: Map<Value, Value>;
  /** Whether functions and classes are worth executing, by path and offset. */
  readonly relevant: Map<string, boolean>;
  /** How often each function is being executed at the moment. */
  readonly running: Map<object, number>;
  /** Calls in progress, and how much work may still be done: a bound, so that no input can make a run endless. */
  readonly budget: { depth: number; steps: number; bases: number };
}

/** Method resolution order of a class: classes of the repository, and names of libraries where it leaves it. */
export interface Linearisation {
  readonly classes: readonly ClassValue[];
  readonly externals: readonly string[];
  /** Bases that could not be told, as text. */
  readonly opaque: readonly string[];
}

export const maximumDepth = 24;
const stepsAtLeast = 200_000;
const stepsPerModule = 4000;

export function createEvaluator(project: Project, hooks: Hooks): Evaluator {
  return {
    project,
    hooks,
    modules: new Map(),
    resolved: new Map(),
    linear: new Map(),
    classes: new Map(),
    selves: new Map(),
    baseArguments: new Map(),
    signatures: new Map(),
    relevant: new Map(),
    running: new Map(),
    budget: { depth: 0, steps: stepsAtLeast + stepsPerModule * project.paths.length, bases: 0 },
  };
}

/** What an expression stands for where it is written. Never throws. */
export function evaluate(evaluator: Evaluator, expression: Expression, scope: Scope): Value {
  const found = scope.memo.get(expression);
  if (found !== undefined) return found;
  const { budget } = evaluator;
  if (budget.depth >= maximumDepth * 4 || budget.steps <= 0) return { kind: "expression", expression, scope };
  budget.depth += 1;
  budget.steps -= 1;
  try {
    const value = evaluateExpression(evaluator, expression, scope);
    scope.memo.set(expression, value);
    return value;
  } finally {
    budget.depth -= 1;
  }
}
