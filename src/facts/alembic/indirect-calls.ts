import type { Call, ClassDefinition, Expression, FunctionDefinition } from "../../syntax/python/ast.ts";
import { follow, resolveIn, type NameScope } from "../sqlalchemy/name-scope.ts";
import { receiverOf } from "./receiver.ts";

/** What a call comes to: the same call written out, or a function with the call's arguments. */
export type Unfolded =
  | { readonly kind: "call"; readonly call: Call }
  | {
      readonly kind: "function";
      readonly path: string;
      readonly node: FunctionDefinition;
      readonly call: Call;
      readonly closure: NameScope | null;
    };

/**
 * A call through a name for something else: `run = op.execute`, `functools.partial(op.drop_column, "t")`, a `lambda`,
 * a method of a class that the migration defines. Null for a call of what it says.
 */
export function unfoldCall(scope: NameScope, call: Call): Unfolded | null {
  const { callee } = call;
  if (callee.kind === "attribute") return unfoldMethod(scope, call, callee);
  if (callee.kind !== "name" && callee.kind !== "lambda") return null;
  const { scope: inside, expression: value } = follow(scope, callee);
  if (value.kind === "lambda") {
    const body = { ...value.body, kind: "expression", value: value.body } as const;
    return { kind: "function", path: inside.path, node: asFunction(value, [body]), call, closure: inside };
  }
  if (value === callee) return null;
  if (value.kind === "attribute" && receiverOf(inside, value.value) !== null) {
    return { kind: "call", call: { ...call, callee: value } };
  }
  if (value.kind !== "call" || !isPartial(inside, value)) return null;
  const [target, ...bound] = value.args;
  if (target === undefined) return null;
  const given = new Set(call.keywords.map((keyword) => keyword.name));
  const keywords = [...value.keywords.filter((keyword) => !given.has(keyword.name)), ...call.keywords];
  return { kind: "call", call: { ...call, callee: target, args: [...bound, ...call.args], keywords } };
}

function isPartial(scope: NameScope, call: Call): boolean {
  const found = resolveIn(scope, call.callee);
  return found.kind === "external" && found.name === "functools.partial";
}

function asFunction(
  span: Extract<Expression, { kind: "lambda" }>,
  body: FunctionDefinition["body"],
): FunctionDefinition {
  const { parameters, line, endLine, start, end } = span;
  const signature = { async: false, decorators: [], typeParameters: [], returns: null };
  return { kind: "function", name: "lambda", ...signature, parameters, body, line, endLine, start, end };
}

/** `Migration().run()`, `Migration.run()`: the method, with what it is called on as its first argument. */
function unfoldMethod(
  scope: NameScope,
  call: Call,
  { value, attribute }: Extract<Expression, { kind: "attribute" }>,
): Unfolded | null {
  const { scope: inside, expression: owner } = follow(scope, value);
  const found = resolveIn(inside, owner.kind === "call" ? owner.callee : owner);
  if (found.kind !== "definition" || found.binding.kind !== "class" || found.path !== scope.path) return null;
  const node = methodOf(found.binding.node, attribute);
  if (node === null) return null;
  const isStatic = node.decorators.some((one) => one.kind === "name" && one.id === "staticmethod");
  const args =
    isStatic || (owner.kind !== "call" && !isClassMethod(node)) ? call.args : [value, ...call.args];
  return { kind: "function", path: found.path, node, call: { ...call, args }, closure: null };
}

function isClassMethod(node: FunctionDefinition): boolean {
  return node.decorators.some((one) => one.kind === "name" && one.id === "classmethod");
}

function methodOf(definition: ClassDefinition, name: string): FunctionDefinition | null {
  for (const statement of definition.body) {
    if (statement.kind === "function" && statement.name === name) return statement;
  }
  return null;
}
