import type { Comparison, Comprehension, Expression, Keyword, Sequence } from "../ast.ts";
import {
  type Context,
  hasToken,
  identifier,
  maximumDepth,
  only,
  partAt,
  tokenAt,
  required,
  spanBetween,
  spanOf,
  textOf,
  Unreadable,
} from "./context.ts";
import type { SyntaxNode } from "./node.ts";
import { parameters } from "./parameters.ts";
import { concatenatedString, stringLiteral } from "./strings.ts";

/** Lowers an expression, a pattern of an assignment or a type. */
export function expression(context: Context, node: SyntaxNode): Expression {
  context.depth += 1;
  if (context.depth > maximumDepth) throw new Unreadable("too-deep");
  const lowered = bindsStar(context, node) ? starred(context, node) : lower(context, node);
  context.depth -= 1;
  return lowered;
}

const operations = new Set(["attribute", "call", "subscript", "binary_operator", "comparison_operator"]);

/** Whether an operation starts with a star: the grammar binds it to the first operand, Python to the whole. */
function bindsStar(context: Context, node: SyntaxNode): boolean {
  return (
    context.source.charAt(node.start) === "*" && context.star !== node.start && operations.has(node.type)
  );
}

function starred(context: Context, node: SyntaxNode): Expression {
  context.star = node.start;
  const value = lower(context, node);
  return { kind: "starred", value, ...spanOf(context, node) };
}

function lower(context: Context, node: SyntaxNode): Expression {
  switch (node.type) {
    case "identifier":
      return { kind: "name", id: identifier(context, node), ...spanOf(context, node) };
    case "attribute":
      return {
        kind: "attribute",
        value: expression(context, partAt(node, 0)),
        attribute: identifier(context, partAt(node, 1)),
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
      return expression(context, only(node.parts));
    case "subscript":
      return subscript(context, node);
    case "slice":
      return slice(context, node);
    case "tuple_pattern":
      // `(a) = 1` is in parentheses, `(a,) = 1` is a tuple.
      if (node.parts.length === 1 && !hasToken(node, ",")) return expression(context, partAt(node, 0));
      return sequence(context, "tuple", node);
    case "tuple":
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
      if (context.star === node.start) return expression(context, only(node.parts));
      return { kind: "starred", value: expression(context, only(node.parts)), ...spanOf(context, node) };
    default:
      return operation(context, node);
  }
}

function operation(context: Context, node: SyntaxNode): Expression {
  const span = spanOf(context, node);
  switch (node.type) {
    case "binary_operator":
      if (isAndOrXor(node)) return andXor(context, node);
      return {
        kind: "binary",
        operator: tokenAt(node, 1).type,
        left: expression(context, partAt(node, 0)),
        right: expression(context, partAt(node, 1)),
        ...span,
      };
    case "unary_operator":
      return {
        kind: "unary",
        operator: unaryOperator(tokenAt(node, 0).type),
        operand: expression(context, partAt(node, 0)),
        ...span,
      };
    case "not_operator":
      return {
        kind: "unary",
        operator: "not",
        operand: expression(context, partAt(node, 0)),
        ...span,
      };
    case "boolean_operator":
      return boolean(context, node);
    case "comparison_operator":
      return comparison(context, node);
    case "conditional_expression":
      return {
        kind: "conditional",
        test: expression(context, partAt(node, 1)),
        // oxlint-disable-next-line unicorn/no-thenable -- a node of the tree is never awaited
        then: expression(context, partAt(node, 0)),
        otherwise: expression(context, partAt(node, 2)),
        ...span,
      };
    case "lambda":
      return {
        kind: "lambda",
        parameters: parameters(context, node.field("parameters")),
        body: expression(context, required(node, "body")),
        ...span,
      };
    case "await":
      return { kind: "await", value: expression(context, only(node.parts)), ...span };
    case "yield": {
      const value = node.parts[0];
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
        target: identifier(context, partAt(node, 0)),
        value: expression(context, partAt(node, 1)),
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

function isAndOrXor(node: SyntaxNode): boolean {
  if (node.type !== "binary_operator") return false;
  const operator = tokenAt(node, 1).type;
  return operator === "&" || operator === "^";
}

/** An operand with its extent in the text, which its own parentheses belong to. */
interface Operand {
  readonly value: Expression;
  readonly start: number;
  readonly end: number;
}

function operandOf(context: Context, node: SyntaxNode): Operand {
  return { value: expression(context, node), start: node.start, end: node.end };
}

/** `a & b ^ c`: the grammar binds `^` before `&`, Python after it. */
function andXor(context: Context, node: SyntaxNode): Expression {
  /** Operands of `^`, each a list of operands of `&`. */
  const groups: Operand[][] = [[]];
  const visit = (operand: SyntaxNode): void => {
    if (!isAndOrXor(operand)) {
      groups.at(-1)?.push(operandOf(context, operand));
      return;
    }
    if (context.depth > maximumDepth) throw new Unreadable("too-deep");
    context.depth += 1;
    visit(partAt(operand, 0));
    if (tokenAt(operand, 1).type === "^") groups.push([]);
    visit(partAt(operand, 1));
    context.depth -= 1;
  };
  visit(node);
  return joined(
    context,
    "^",
    groups.map((group) => joined(context, "&", group)),
  ).value;
}

/** `a | b | c` as Python groups it: to the left. */
function joined(context: Context, operator: string, operands: readonly Operand[]): Operand {
  if (operands.length > maximumDepth) throw new Unreadable("too-deep");
  return operands.reduce((left, right) => ({
    value: {
      kind: "binary",
      operator,
      left: left.value,
      right: right.value,
      ...spanBetween(context, left.start, right.end),
    },
    start: left.start,
    end: right.end,
  }));
}

/** Forms that the grammar only has within annotations. */
function typeOperation(context: Context, node: SyntaxNode): Expression {
  const span = spanOf(context, node);
  switch (node.type) {
    case "generic_type":
      return {
        kind: "subscript",
        value: expression(context, partAt(node, 0)),
        index: index(context, partAt(node, 1).parts, partAt(node, 1)),
        ...span,
      };
    case "union_type":
      return union(context, node);
    case "member_type":
      return {
        kind: "attribute",
        value: expression(context, partAt(node, 0)),
        attribute: identifier(context, partAt(node, 1)),
        ...span,
      };
    case "constrained_type":
      // `X[a:b]` within an annotation.
      return {
        kind: "slice",
        lower: expression(context, partAt(node, 0)),
        upper: expression(context, partAt(node, 1)),
        step: null,
        ...span,
      };
    case "as_pattern":
      return { kind: "unknown", text: textOf(context, node), ...span };
    default:
      throw new Unreadable("syntax-error");
  }
}

/** `list[int] | str | None`: the grammar groups to the right what Python groups to the left. */
function union(context: Context, node: SyntaxNode): Expression {
  const operands = unionOperands(node, context.depth).map((operand) => operandOf(context, operand));
  return joined(context, "|", operands).value;
}

function unionOperands(node: SyntaxNode, depth: number): SyntaxNode[] {
  if (depth > maximumDepth) throw new Unreadable("too-deep");
  if (node.type === "type") return unionOperands(partAt(node, 0), depth + 1);
  const grouped =
    node.type === "union_type" || (node.type === "binary_operator" && tokenAt(node, 1).type === "|");
  return grouped ? node.parts.flatMap((part) => unionOperands(part, depth + 1)) : [node];
}

function call(context: Context, node: SyntaxNode): Expression {
  const callee = expression(context, partAt(node, 0));
  const list = partAt(node, 1);
  const span = spanOf(context, node);
  if (list.type === "generator_expression") {
    return { kind: "call", callee, args: [expression(context, list)], keywords: [], ...span };
  }
  return { kind: "call", callee, ...argumentsOf(context, list), ...span };
}

/** Positional and keyword arguments of a call or of a class. */
export function argumentsOf(
  context: Context,
  node: SyntaxNode | null,
): { readonly args: readonly Expression[]; readonly keywords: readonly Keyword[] } {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  for (const child of node === null ? [] : node.parts) {
    if (child.type === "keyword_argument") {
      keywords.push({
        name: identifier(context, partAt(child, 0)),
        value: expression(context, partAt(child, 1)),
        ...spanOf(context, child),
      });
    } else if (child.type === "dictionary_splat") {
      keywords.push({
        name: null,
        value: expression(context, only(child.parts)),
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

function number(context: Context, node: SyntaxNode): Expression {
  const text = textOf(context, node).replaceAll("_", "");
  const span = spanOf(context, node);
  return { kind: "number", text, value: /j$/i.test(text) ? Number.NaN : Number(text), ...span };
}

function subscript(context: Context, node: SyntaxNode): Expression {
  const [value, ...items] = node.parts;
  if (value === undefined) throw new Unreadable("syntax-error");
  return {
    kind: "subscript",
    value: expression(context, value),
    index: index(context, items, node),
    ...spanOf(context, node),
  };
}

/** What stands between brackets: one expression, or a tuple where there is a comma or a star. */
function index(context: Context, items: readonly SyntaxNode[], brackets: SyntaxNode): Expression {
  const first = only(items);
  const last = items.at(-1) ?? first;
  const elements = items.map((item) => expression(context, item));
  const element = elements[0];
  const comma = brackets.end !== first.end + 1 && hasToken(brackets, ",");
  if (element !== undefined && elements.length === 1 && element.kind !== "starred" && !comma) return element;
  return { kind: "tuple", elements, ...spanBetween(context, first.start, last.end) };
}

function slice(context: Context, node: SyntaxNode): Expression {
  const bounds: [Expression | null, Expression | null, Expression | null] = [null, null, null];
  let position = 0;
  for (const child of node.tokens) {
    if (child.type === ":") position += 1;
    else bounds[position] = expression(context, child);
  }
  const [lower, upper, step] = bounds;
  return { kind: "slice", lower, upper, step, ...spanOf(context, node) };
}

function sequence(context: Context, kind: Sequence["kind"], node: SyntaxNode): Sequence {
  return { kind, elements: node.parts.map((part) => expression(context, part)), ...spanOf(context, node) };
}

function dictionary(context: Context, node: SyntaxNode): Expression {
  const entries = node.parts.map((part) => {
    if (part.type === "dictionary_splat") return { key: null, value: expression(context, only(part.parts)) };
    if (part.type !== "pair") throw new Unreadable("syntax-error");
    return {
      key: expression(context, partAt(part, 0)),
      value: expression(context, partAt(part, 1)),
    };
  });
  return { kind: "dict", entries, ...spanOf(context, node) };
}

function unaryOperator(text: string): "-" | "+" | "~" {
  if (text === "-" || text === "+" || text === "~") return text;
  throw new Unreadable("syntax-error");
}

/** `a and b and c` is one operation with three operands; parentheses keep an own one. */
function boolean(context: Context, node: SyntaxNode): Expression {
  const operator = tokenAt(node, 1).type === "and" ? "and" : "or";
  const operands: Expression[] = [];
  let left = node;
  while (left.type === "boolean_operator" && tokenAt(left, 1).type === operator) {
    operands.push(expression(context, partAt(left, 1)));
    left = partAt(left, 0);
  }
  operands.push(expression(context, left));
  return { kind: "boolean", operator, operands: operands.reverse(), ...spanOf(context, node) };
}

function comparison(context: Context, node: SyntaxNode): Comparison {
  const operands: Expression[] = [];
  const operators: string[] = [];
  for (const child of node.tokens) {
    if (child.isNamed) operands.push(expression(context, child));
    else operators.push(child.type);
  }
  const [left, ...comparators] = operands;
  // `<>` was Python 2's.
  if (left === undefined || operators.includes("<>")) throw new Unreadable("syntax-error");
  return { kind: "comparison", left, operators, comparators, ...spanOf(context, node) };
}

function comprehension(context: Context, type: Comprehension["type"], node: SyntaxNode): Comprehension {
  const body = partAt(node, 0);
  const pair = body.type === "pair";
  const clauses: {
    async: boolean;
    target: Expression;
    iterable: Expression;
    conditions: Expression[];
  }[] = [];
  for (const child of node.parts) {
    if (child.type === "for_in_clause") {
      clauses.push({
        async: hasToken(child, "async"),
        target: expression(context, required(child, "left")),
        iterable: expression(context, required(child, "right")),
        conditions: [],
      });
    } else if (child.type === "if_clause") {
      clauses.at(-1)?.conditions.push(expression(context, only(child.parts)));
    }
  }
  return {
    kind: "comprehension",
    type,
    key: pair ? expression(context, partAt(body, 0)) : null,
    element: expression(context, pair ? partAt(body, 1) : body),
    clauses,
    ...spanOf(context, node),
  };
}
