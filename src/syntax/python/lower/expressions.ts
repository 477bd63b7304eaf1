import type { Node } from "web-tree-sitter";

import type { Comparison, Comprehension, Expression, Keyword, Sequence } from "../ast.ts";
import {
  type Context,
  hasToken,
  identifier,
  isExtra,
  maximumDepth,
  only,
  parts,
  required,
  spanBetween,
  spanOf,
  textOf,
  Unreadable,
} from "./context.ts";
import { parameters } from "./parameters.ts";
import { concatenatedString, stringLiteral } from "./strings.ts";

/** Lowers an expression, a pattern of an assignment or a type. */
export function expression(context: Context, node: Node): Expression {
  context.depth += 1;
  if (context.depth > maximumDepth) throw new Unreadable("too-deep");
  const lowered = lower(context, node);
  context.depth -= 1;
  return lowered;
}

function lower(context: Context, node: Node): Expression {
  switch (node.type) {
    case "identifier":
      return { kind: "name", id: identifier(context, node), ...spanOf(context, node) };
    case "attribute":
      return {
        kind: "attribute",
        value: expression(context, required(node, "object")),
        attribute: identifier(context, required(node, "attribute")),
        ...spanOf(context, node),
      };
    case "call":
      return call(context, node);
    case "string":
      return stringLiteral(context, node);
    case "concatenated_string":
      return concatenatedString(context, node);
    case "integer":
    case "float":
      return number(context, node);
    case "true":
      return { kind: "constant", value: true, ...spanOf(context, node) };
    case "false":
      return { kind: "constant", value: false, ...spanOf(context, node) };
    case "none":
      return { kind: "constant", value: null, ...spanOf(context, node) };
    case "ellipsis":
      return { kind: "constant", value: "...", ...spanOf(context, node) };
    case "parenthesized_expression":
    case "type":
      return expression(context, only(parts(node)));
    case "subscript":
      return subscript(context, node);
    case "slice":
      return slice(context, node);
    case "tuple":
    case "tuple_pattern":
    case "expression_list":
    case "pattern_list":
      return sequence(context, "tuple", node);
    case "list":
    case "list_pattern":
      return sequence(context, "list", node);
    case "set":
      return sequence(context, "set", node);
    case "dictionary":
      return dictionary(context, node);
    case "keyword_argument":
    case "pair":
      throw new Unreadable("syntax-error");
    case "list_splat":
    case "list_splat_pattern":
    case "splat_type":
      return { kind: "starred", value: expression(context, only(parts(node))), ...spanOf(context, node) };
    default:
      return operation(context, node);
  }
}

function operation(context: Context, node: Node): Expression {
  const span = spanOf(context, node);
  switch (node.type) {
    case "binary_operator":
      return {
        kind: "binary",
        operator: required(node, "operator").type,
        left: expression(context, required(node, "left")),
        right: expression(context, required(node, "right")),
        ...span,
      };
    case "unary_operator":
      return {
        kind: "unary",
        operator: unaryOperator(required(node, "operator").type),
        operand: expression(context, required(node, "argument")),
        ...span,
      };
    case "not_operator":
      return {
        kind: "unary",
        operator: "not",
        operand: expression(context, required(node, "argument")),
        ...span,
      };
    case "boolean_operator":
      return boolean(context, node);
    case "comparison_operator":
      return comparison(context, node);
    case "conditional_expression": {
      const [then, test, otherwise] = parts(node);
      if (then === undefined || test === undefined || otherwise === undefined) {
        throw new Unreadable("syntax-error");
      }
      return {
        kind: "conditional",
        test: expression(context, test),
        // oxlint-disable-next-line unicorn/no-thenable -- a node of the tree is never awaited
        then: expression(context, then),
        otherwise: expression(context, otherwise),
        ...span,
      };
    }
    case "lambda":
      return {
        kind: "lambda",
        parameters: parameters(context, node.childForFieldName("parameters")),
        body: expression(context, required(node, "body")),
        ...span,
      };
    case "await":
      return { kind: "await", value: expression(context, only(parts(node))), ...span };
    case "yield": {
      const value = parts(node)[0];
      return {
        kind: "yield",
        from: hasToken(node, "from"),
        value: value === undefined ? null : expression(context, value),
        ...span,
      };
    }
    case "named_expression":
      return {
        kind: "named",
        target: identifier(context, required(node, "name")),
        value: expression(context, required(node, "value")),
        ...span,
      };
    case "list_comprehension":
      return comprehension(context, "list", node);
    case "set_comprehension":
      return comprehension(context, "set", node);
    case "dictionary_comprehension":
      return comprehension(context, "dict", node);
    case "generator_expression":
      return comprehension(context, "generator", node);
    default:
      return typeOperation(context, node);
  }
}

/** Forms that the grammar only has within annotations. */
function typeOperation(context: Context, node: Node): Expression {
  const span = spanOf(context, node);
  switch (node.type) {
    case "generic_type": {
      const [value, argumentList] = parts(node);
      // `type[X]`: the grammar hides the name, an alias of the keyword.
      if (value === undefined || argumentList === undefined) throw new Unreadable("syntax-error");
      return {
        kind: "subscript",
        value: expression(context, value),
        index: index(context, parts(argumentList), argumentList),
        ...span,
      };
    }
    case "union_type": {
      const [left, right] = parts(node);
      if (left === undefined || right === undefined) throw new Unreadable("syntax-error");
      return {
        kind: "binary",
        operator: "|",
        left: expression(context, left),
        right: expression(context, right),
        ...span,
      };
    }
    case "member_type": {
      const [value, name] = parts(node);
      if (value === undefined || name === undefined) throw new Unreadable("syntax-error");
      return {
        kind: "attribute",
        value: expression(context, value),
        attribute: identifier(context, name),
        ...span,
      };
    }
    case "constrained_type": {
      // `X[a:b]` within an annotation.
      const [lower, upper] = parts(node);
      if (lower === undefined || upper === undefined) throw new Unreadable("syntax-error");
      return {
        kind: "slice",
        lower: expression(context, lower),
        upper: expression(context, upper),
        step: null,
        ...span,
      };
    }
    case "as_pattern":
      return { kind: "unknown", text: textOf(context, node), ...span };
    default:
      throw new Unreadable("syntax-error");
  }
}

/** An annotation, a bound or the value of a type alias. */
export const typeExpression = expression;

function call(context: Context, node: Node): Expression {
  const callee = expression(context, required(node, "function"));
  const list = required(node, "arguments");
  const span = spanOf(context, node);
  if (list.type === "generator_expression") {
    return { kind: "call", callee, args: [expression(context, list)], keywords: [], ...span };
  }
  return { kind: "call", callee, ...argumentsOf(context, list), ...span };
}

/** Positional and keyword arguments of a call or of a class. */
export function argumentsOf(
  context: Context,
  node: Node | null,
): { readonly args: readonly Expression[]; readonly keywords: readonly Keyword[] } {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  for (const child of node === null ? [] : parts(node)) {
    if (child.type === "keyword_argument") {
      keywords.push({
        name: identifier(context, required(child, "name")),
        value: expression(context, required(child, "value")),
        ...spanOf(context, child),
      });
    } else if (child.type === "dictionary_splat") {
      keywords.push({
        name: null,
        value: expression(context, only(parts(child))),
        ...spanOf(context, child),
      });
    } else {
      // Python refuses a positional argument after a keyword, but allows `*more`.
      if (keywords.length > 0 && child.type !== "list_splat") throw new Unreadable("syntax-error");
      args.push(expression(context, child));
    }
  }
  return { args, keywords };
}

function number(context: Context, node: Node): Expression {
  const text = textOf(context, node).replaceAll("_", "");
  const span = spanOf(context, node);
  return { kind: "number", text, value: /j$/i.test(text) ? Number.NaN : Number(text), ...span };
}

function subscript(context: Context, node: Node): Expression {
  const [value, ...items] = parts(node);
  if (value === undefined) throw new Unreadable("syntax-error");
  return {
    kind: "subscript",
    value: expression(context, value),
    index: index(context, items, node),
    ...spanOf(context, node),
  };
}

/** What stands between brackets: one expression, or a tuple where there is a comma or a star. */
function index(context: Context, items: readonly Node[], brackets: Node): Expression {
  const first = only(items);
  const last = items.at(-1) ?? first;
  const alone = items.length === 1 && first.type !== "list_splat" && !hasToken(brackets, ",");
  const elements = items.map((item) => expression(context, item));
  const element = elements[0];
  if (alone && element !== undefined) return element;
  return { kind: "tuple", elements, ...spanBetween(context, first.startIndex, last.endIndex) };
}

function slice(context: Context, node: Node): Expression {
  const bounds: [Expression | null, Expression | null, Expression | null] = [null, null, null];
  let position = 0;
  for (const child of node.children) {
    if (child.type === ":") position += 1;
    else if (!isExtra(child)) bounds[position] = expression(context, child);
  }
  const [lower, upper, step] = bounds;
  return { kind: "slice", lower, upper, step, ...spanOf(context, node) };
}

function sequence(context: Context, kind: Sequence["kind"], node: Node): Sequence {
  return { kind, elements: parts(node).map((part) => expression(context, part)), ...spanOf(context, node) };
}

function dictionary(context: Context, node: Node): Expression {
  const entries = parts(node).map((part) => {
    if (part.type === "dictionary_splat") return { key: null, value: expression(context, only(parts(part))) };
    if (part.type !== "pair") throw new Unreadable("syntax-error");
    return {
      key: expression(context, required(part, "key")),
      value: expression(context, required(part, "value")),
    };
  });
  return { kind: "dict", entries, ...spanOf(context, node) };
}

function unaryOperator(text: string): "-" | "+" | "~" {
  if (text === "-" || text === "+" || text === "~") return text;
  throw new Unreadable("syntax-error");
}

/** `a and b and c` is one operation with three operands; parentheses keep an own one. */
function boolean(context: Context, node: Node): Expression {
  const operator = required(node, "operator").type === "and" ? "and" : "or";
  const operands: Expression[] = [];
  let left = node;
  while (left.type === "boolean_operator" && required(left, "operator").type === operator) {
    operands.push(expression(context, required(left, "right")));
    left = required(left, "left");
  }
  operands.push(expression(context, left));
  return { kind: "boolean", operator, operands: operands.reverse(), ...spanOf(context, node) };
}

function comparison(context: Context, node: Node): Comparison {
  const operands: Expression[] = [];
  const operators: string[] = [];
  for (const child of node.children) {
    if (isExtra(child)) continue;
    if (child.isNamed) operands.push(expression(context, child));
    else operators.push(child.type);
  }
  const [left, ...comparators] = operands;
  // `<>` was Python 2's.
  if (left === undefined || operators.includes("<>")) throw new Unreadable("syntax-error");
  return { kind: "comparison", left, operators, comparators, ...spanOf(context, node) };
}

function comprehension(context: Context, type: Comprehension["type"], node: Node): Comprehension {
  const body = required(node, "body");
  const pair = body.type === "pair";
  const clauses: {
    async: boolean;
    target: Expression;
    iterable: Expression;
    conditions: Expression[];
  }[] = [];
  for (const child of parts(node)) {
    if (child.type === "for_in_clause") {
      clauses.push({
        async: hasToken(child, "async"),
        target: expression(context, required(child, "left")),
        iterable: expression(context, required(child, "right")),
        conditions: [],
      });
    } else if (child.type === "if_clause") {
      clauses.at(-1)?.conditions.push(expression(context, only(parts(child))));
    }
  }
  return {
    kind: "comprehension",
    type,
    key: pair ? expression(context, required(body, "key")) : null,
    element: expression(context, pair ? required(body, "value") : body),
    clauses,
    ...spanOf(context, node),
  };
}
