import type { Expression, FunctionDefinition, Statement } from "../../syntax/python/ast.ts";
import {
  constantIn,
  follow,
  moduleScope,
  resolveIn,
  sqlalchemyName,
  textIn,
  type NameScope,
} from "./name-scope.ts";
import { callTextMethod, type TextResult } from "../python/text-methods.ts";
import { splitBy, substitute } from "./text-functions.ts";

/** Thrown inside this file only: the value can't be told. */
const unknown = Symbol("unknown");

/** What a function that makes a table name computes with. */
type Text = TextResult | null;

interface Run {
  readonly scope: NameScope;
  readonly names: Map<string, Text>;
  readonly className: string;
  /** `has_inherited_table(cls)`. */
  readonly inherits: boolean;
  readonly budget: { steps: number; depth: number };
}

/**
 * The result of a `declared_attr` that makes a table name from the class's name (`cls.__name__.lower()`, camel case to
 * snake case, …), computed on the syntax tree with the few string functions that such code uses. Undefined when it can't
 * be told; null when the function returns `None`.
 */
export function generatedTableName(
  scope: NameScope,
  node: FunctionDefinition,
  className: string,
  inherits: boolean,
): string | null | undefined {
  const names = new Map<string, Text>();
  const parameter = node.parameters[0]?.name;
  const run: Run = {
    scope: { ...scope, cls: { parameter: parameter ?? "cls", name: className, table: null } },
    names,
    className,
    inherits,
    budget: { steps: 2000, depth: 0 },
  };
  try {
    const result = execute(run, node.body);
    return typeof result === "string" || result === null ? result : undefined;
  } catch (error) {
    if (error === unknown) return undefined;
    throw error;
  }
}

/** The value of the first `return` that is reached; undefined when none is. */
function execute(run: Run, body: readonly Statement[]): Text | undefined {
  for (const statement of body) {
    spend(run);
    switch (statement.kind) {
      case "return":
        return statement.value === null ? null : valueOf(run, statement.value);
      case "assign":
        assign(run, statement.targets, valueOf(run, statement.value));
        break;
      case "if": {
        const result = execute(
          run,
          truth(valueOf(run, statement.test)) ? statement.body : statement.otherwise,
        );
        if (result !== undefined) return result;
        break;
      }
      case "expression":
        if (statement.value.kind !== "string") throw unknown;
        break;
      case "pass":
      case "import":
      case "import-from":
        break;
      default:
        throw unknown;
    }
  }
  return undefined;
}

function assign(run: Run, targets: readonly Expression[], value: Text): void {
  for (const target of targets) {
    if (target.kind !== "name") throw unknown;
    run.names.set(target.id, value);
  }
}

function spend(run: Run): void {
  run.budget.steps -= 1;
  if (run.budget.steps < 0) throw unknown;
}

function truth(value: Text): boolean {
  return typeof value === "string" || Array.isArray(value) ? value.length > 0 : value === true;
}

/** Names are short: what grows beyond this does so on purpose. */
const longest = 1000;

function string(value: Text): string {
  if (typeof value !== "string" || value.length > longest) throw unknown;
  return value;
}

function valueOf(run: Run, expression: Expression): Text {
  spend(run);
  switch (expression.kind) {
    case "string":
      return expression.value;
    case "constant":
      if (expression.value === "...") throw unknown;
      return expression.value;
    case "name":
      return nameValue(run, expression);
    case "attribute":
      return attributeValue(run, expression);
    case "joined-string":
      return expression.parts
        .map((part) => {
          if (typeof part === "string") return part;
          if (part.conversion !== null || part.format !== null) throw unknown;
          return string(valueOf(run, part.value));
        })
        .join("");
    case "binary":
      if (expression.operator !== "+") throw unknown;
      return string(valueOf(run, expression.left)) + string(valueOf(run, expression.right));
    case "boolean":
      return booleanValue(run, expression.operator, expression.operands);
    case "unary":
      if (expression.operator !== "not") throw unknown;
      return !truth(valueOf(run, expression.operand));
    case "conditional":
      return valueOf(run, truth(valueOf(run, expression.test)) ? expression.then : expression.otherwise);
    case "comparison":
      return comparisonValue(run, expression);
    case "subscript":
      return subscriptValue(run, expression.value, expression.index);
    case "comprehension":
      return comprehensionValue(run, expression);
    case "list":
    case "tuple":
      return expression.elements.map((element) => string(valueOf(run, element)));
    case "call":
      return callValue(run, expression);
    default:
      throw unknown;
  }
}

function nameValue(run: Run, expression: Extract<Expression, { kind: "name" }>): Text {
  const local = run.names.get(expression.id);
  if (local !== undefined) return local;
  const constant = constantIn(run.scope, expression);
  if (typeof constant === "string") return constant;
  throw unknown;
}

function attributeValue(run: Run, expression: Extract<Expression, { kind: "attribute" }>): Text {
  const { cls } = run.scope;
  if (cls !== null && expression.value.kind === "name" && expression.value.id === cls.parameter) {
    if (expression.attribute === "__name__" || expression.attribute === "__qualname__") return run.className;
  }
  const constant = constantIn(run.scope, expression);
  if (typeof constant === "string") return constant;
  throw unknown;
}

function booleanValue(run: Run, operator: "and" | "or", operands: readonly Expression[]): Text {
  let value: Text = operator === "and";
  for (const operand of operands) {
    value = valueOf(run, operand);
    if (truth(value) !== (operator === "and")) return value;
  }
  return value;
}

function comparisonValue(run: Run, expression: Extract<Expression, { kind: "comparison" }>): Text {
  const [operator] = expression.operators;
  const [comparator] = expression.comparators;
  if (comparator === undefined || expression.comparators.length !== 1) throw unknown;
  const left = valueOf(run, expression.left);
  const right = valueOf(run, comparator);
  if (operator === "==" || operator === "is") return left === right;
  if (operator === "!=" || operator === "is not") return left !== right;
  if (Array.isArray(right) || typeof right === "string") {
    if (operator === "in") return right.includes(string(left));
    if (operator === "not in") return !right.includes(string(left));
  }
  throw unknown;
}

function subscriptValue(run: Run, value: Expression, index: Expression): Text {
  const sequence = valueOf(run, value);
  if (typeof sequence !== "string" && !Array.isArray(sequence)) throw unknown;
  if (index.kind === "slice") {
    if (index.step !== null) throw unknown;
    const lower = index.lower === null ? 0 : integer(index.lower);
    const upper = index.upper === null ? undefined : integer(index.upper);
    return sequence.slice(lower, upper);
  }
  return string(sequence.at(integer(index)) ?? null);
}

function integer(expression: Expression): number {
  const negative = expression.kind === "unary" && expression.operator === "-";
  const operand = negative ? expression.operand : expression;
  if (operand.kind !== "number" || !Number.isSafeInteger(operand.value)) throw unknown;
  return negative ? -operand.value : operand.value;
}

/** `[x.lower() for x in names if x]` over a list or the characters of a string. */
function comprehensionValue(
  run: Run,
  expression: Extract<Expression, { kind: "comprehension" }>,
): readonly string[] {
  const [clause] = expression.clauses;
  if (clause?.target.kind !== "name" || expression.clauses.length !== 1 || expression.key !== null)
    throw unknown;
  const { id } = clause.target;
  const sequence = valueOf(run, clause.iterable);
  const items = typeof sequence === "string" ? sequence.split("") : sequence;
  if (!Array.isArray(items)) throw unknown;
  const names = new Map(run.names);
  const inside: Run = { ...run, names };
  const results: string[] = [];
  for (const item of items as readonly string[]) {
    names.set(id, item);
    if (clause.conditions.every((test) => truth(valueOf(inside, test)))) {
      results.push(string(valueOf(inside, expression.element)));
    }
  }
  return results;
}

// ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────

function callValue(run: Run, call: Extract<Expression, { kind: "call" }>): Text {
  const name = libraryFunction(run.scope, call.callee);
  if (name === "has_inherited_table") return run.inherits;
  if (name === "re.sub" || name === "re.split") {
    return matchValue(run, name, string(argument(run, call, 0)), call, 1);
  }
  if (call.callee.kind === "name" && call.callee.id === "str") return string(argument(run, call, 0));
  const own = ownFunction(run, call);
  if (own !== undefined) return own;
  if (call.callee.kind !== "attribute" || call.keywords.length > 0) throw unknown;
  const { attribute, value } = call.callee;
  const compiled = compiledPattern(run.scope, value);
  if (compiled !== null) {
    if (attribute !== "sub" && attribute !== "split") throw unknown;
    return matchValue(run, `re.${attribute}`, compiled, call, 0);
  }
  const args = call.args.map((_argument, at) => argument(run, call, at));
  const result = callTextMethod(string(valueOf(run, value)), attribute, args);
  if (result === undefined) throw unknown;
  return result;
}

function argument(run: Run, call: Extract<Expression, { kind: "call" }>, at: number): Text {
  const expression = call.args[at];
  if (expression === undefined || expression.kind === "starred") throw unknown;
  const value = valueOf(run, expression);
  return typeof value === "string" ? string(value) : value;
}

function libraryFunction(scope: NameScope, callee: Expression): string | null {
  const name = sqlalchemyName(scope, callee);
  if (name !== null) return name;
  const found = resolveIn(scope, callee);
  return found.kind === "external" ? found.name : null;
}

/** A function of the repository, run with its arguments. */
function ownFunction(run: Run, call: Extract<Expression, { kind: "call" }>): Text | undefined {
  const found = resolveIn(run.scope, call.callee);
  if (found.kind !== "definition" || found.binding.kind !== "function") return undefined;
  if (run.budget.depth >= 4 || call.keywords.length > 0) throw unknown;
  const names = new Map<string, Text>();
  for (const [at, parameter] of found.binding.node.parameters.entries()) {
    if (call.args[at] !== undefined) names.set(parameter.name, argument(run, call, at));
    else if (parameter.default !== null) names.set(parameter.name, valueOf(run, parameter.default));
    else throw unknown;
  }
  run.budget.depth += 1;
  const scope = moduleScope(run.scope.project, found.path);
  const result = execute({ ...run, scope, names }, found.binding.node.body);
  run.budget.depth -= 1;
  return result ?? null;
}

function compiledPattern(scope: NameScope, expression: Expression): string | null {
  const followed = follow(scope, expression);
  if (followed.expression.kind !== "call") return null;
  const callee = resolveIn(followed.scope, followed.expression.callee);
  if (callee.kind !== "external" || callee.name !== "re.compile") return null;
  return textIn(followed.scope, followed.expression.args[0]);
}

function matchValue(
  run: Run,
  method: string,
  pattern: string,
  call: Extract<Expression, { kind: "call" }>,
  from: number,
): Text {
  if (call.keywords.length > 0) throw unknown;
  const first = string(argument(run, call, from));
  const result =
    method === "re.split"
      ? splitBy(pattern, first)
      : substitute(pattern, first, string(argument(run, call, from + 1)));
  if (result === null) throw unknown;
  return result;
}
