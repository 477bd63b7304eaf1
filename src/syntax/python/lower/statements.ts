import type {
  Expression,
  Import,
  SimpleStatement,
  Span,
  Statement,
  Try,
  UnreadRegion,
  With,
} from "../ast.ts";
import {
  type Context,
  dottedName,
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
import { argumentsOf, expression } from "./expressions.ts";
import { parameters, typeParameters } from "./parameters.ts";

/**
 * The statements of a module (whose `indentation` is empty) or block (the first one's is that of all). What cannot be
 * read becomes an unknown statement; the others stay as they are.
 */
export function statements(
  context: Context,
  nodes: readonly SyntaxNode[],
  indentation: string | null = null,
): Statement[] {
  const lowered: Statement[] = [];
  let expected = indentation;
  let end: number | null = null;
  for (const node of nodes) {
    const own = indentationOf(context, node);
    expected ??= own;
    // The grammar does not mind where statements of one block start; Python does.
    const misplaced =
      own === null
        ? end !== null && !context.source.slice(end, node.start).includes(";")
        : own !== (expected ?? own);
    lowered.push(misplaced ? unknown(context, node, "syntax-error") : statement(context, node));
    end = node.end;
  }
  return lowered;
}

/** White space before the statement, or null when it is not the first on its line. */
function indentationOf(context: Context, node: SyntaxNode): string | null {
  const start = context.lines.startOfLine(context.lines.lineAt(node.start));
  const before = context.source.slice(start, node.start);
  return /^[ \t\f\uFEFF]*$/.test(before) ? before.replace(/^.*[\f\uFEFF]/, "") : null;
}

function statement(context: Context, node: SyntaxNode): Statement {
  const depth = context.depth;
  try {
    context.depth += 1;
    if (context.depth > maximumDepth) throw new Unreadable("too-deep");
    return lower(context, node);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unknown(context, node, error.reason);
  } finally {
    context.depth = depth;
    node.release();
  }
}

function unknown(context: Context, node: SyntaxNode, reason: UnreadRegion["reason"]): Statement {
  const span = spanBetween(context, node.start, contentEnd(context, node));
  addUnread(context.unread, { reason, line: span.line, endLine: span.endLine });
  return { kind: "unknown-statement", ...span };
}

/** Regions that touch each other are one. */
function addUnread(unread: UnreadRegion[], region: UnreadRegion): void {
  const last = unread.at(-1);
  if (last?.reason !== region.reason || region.line > last.endLine + 1) unread.push(region);
  else unread[unread.length - 1] = { ...last, endLine: Math.max(last.endLine, region.endLine) };
}

/** Errors may end with the line feeds that follow them. */
function contentEnd(context: Context, node: SyntaxNode): number {
  return node.start + textOf(context, node).trimEnd().length;
}

const clauses = new Set([
  "block",
  "elif_clause",
  "else_clause",
  "except_clause",
  "finally_clause",
  "case_clause",
]);

/** Refuses a node with an error of its own; errors within blocks are those of the statements there. */
function refuseErrors(context: Context, node: SyntaxNode): void {
  if (!context.hasErrors || !node.hasError) return;
  if (node.type === "ERROR" || node.isMissing) throw new Unreadable("syntax-error");
  const children = node.tokens;
  for (const child of children) {
    if (!child.hasError && !child.isMissing) continue;
    if (!clauses.has(child.type)) throw new Unreadable("syntax-error");
    if (child.type !== "block") refuseErrors(context, child);
    else if (child.tokens.length === 0) throw new Unreadable("syntax-error");
  }
}

function lower(context: Context, node: SyntaxNode): Statement {
  if (node.type !== "decorated_definition") refuseErrors(context, node);
  switch (node.type) {
    case "expression_statement":
      return expressionStatement(context, node);
    case "import_statement":
      return { kind: "import", names: importedNames(context, node), ...spanOf(context, node) };
    case "import_from_statement":
    case "future_import_statement":
      return importFrom(context, node);
    case "return_statement":
      return { kind: "return", value: optional(context, node.parts[0]), ...spanOf(context, node) };
    case "raise_statement": {
      const cause = node.field("cause");
      const exception = node.parts[0];
      if (exception?.type === "expression_list") throw new Unreadable("syntax-error");
      return {
        kind: "raise",
        exception: exception?.start === cause?.start ? null : optional(context, exception),
        cause: optional(context, cause),
        ...spanOf(context, node),
      };
    }
    case "type_alias_statement":
      return typeAlias(context, node);
    case "pass_statement":
      return simple(context, "pass", node);
    case "break_statement":
      return simple(context, "break", node);
    case "continue_statement":
      return simple(context, "continue", node);
    case "delete_statement":
      return simple(context, "delete", node);
    case "assert_statement":
      return simple(context, "assert", node);
    case "global_statement":
      return simple(context, "global", node);
    case "nonlocal_statement":
      return simple(context, "nonlocal", node);
    default:
      return compound(context, node);
  }
}

function compound(context: Context, node: SyntaxNode): Statement {
  switch (node.type) {
    case "function_definition":
    case "class_definition":
      return definition(context, node, []);
    case "decorated_definition":
      return decorated(context, node);
    case "if_statement":
      return ifStatement(context, node);
    case "for_statement": {
      const body = blockOf(context, required(node, "body"));
      const otherwise = elseOf(context, node);
      return {
        kind: "for",
        async: isAsync(context, node),
        target: expression(context, required(node, "left")),
        iterable: expression(context, required(node, "right")),
        body,
        otherwise,
        ...spanUntil(context, node, body, otherwise),
      };
    }
    case "while_statement": {
      const test = expression(context, required(node, "condition"));
      const body = blockOf(context, required(node, "body"));
      const otherwise = elseOf(context, node);
      return { kind: "while", test, body, otherwise, ...spanUntil(context, node, body, otherwise) };
    }
    case "with_statement":
      return withStatement(context, node);
    case "try_statement":
      return tryStatement(context, node);
    case "match_statement":
      return matchStatement(context, node);
    default:
      // Errors, and Python 2's `print` and `exec`.
      throw new Unreadable("syntax-error");
  }
}

/** `async def`, `async for` and `async with` start with the word. */
function isAsync(context: Context, node: SyntaxNode): boolean {
  return context.source.startsWith("async", node.start);
}

function optional(context: Context, node: SyntaxNode | null | undefined): Expression | null {
  return node === null || node === undefined ? null : expression(context, node);
}

function simple(context: Context, kind: SimpleStatement["kind"], node: SyntaxNode): Statement {
  const nodes = node.parts.flatMap((part) => (part.type === "expression_list" ? part.parts : [part]));
  return { kind, expressions: nodes.map((part) => expression(context, part)), ...spanOf(context, node) };
}

// ── expressions and assignments ──────────────────────────────────────────────────────────────────────────────

function expressionStatement(context: Context, node: SyntaxNode): Statement {
  const span = spanOf(context, node);
  const items = node.parts;
  const first = only(items);
  // A comma behind a lone item makes a tuple.
  if (items.length > 1 || first.end !== node.end) {
    const elements = items.map((item) => expression(context, item));
    return { kind: "expression", value: { kind: "tuple", elements, ...span }, ...span };
  }
  if (first.type === "assignment") return assignment(context, first, span);
  if (first.type === "augmented_assignment") {
    return {
      kind: "augmented-assign",
      operator: tokenAt(first, 1).type,
      target: expression(context, partAt(first, 0)),
      value: expression(context, partAt(first, 1)),
      ...span,
    };
  }
  return { kind: "expression", value: expression(context, first), ...span };
}

function assignment(context: Context, node: SyntaxNode, span: Span): Statement {
  if (partAt(node, 1).type === "type") {
    return {
      kind: "annotated-assign",
      target: expression(context, partAt(node, 0)),
      annotation: expression(context, partAt(node, 1)),
      value: optional(context, node.parts[2]),
      ...span,
    };
  }
  const targets: Expression[] = [];
  let value = node;
  while (value.type === "assignment") {
    if (partAt(value, 1).type === "type") throw new Unreadable("syntax-error");
    targets.push(expression(context, partAt(value, 0)));
    value = partAt(value, 1);
  }
  return { kind: "assign", targets, value: expression(context, value), ...span };
}

function typeAlias(context: Context, node: SyntaxNode): Statement {
  const left = only(required(node, "left").parts);
  const generic = left.type === "generic_type";
  const name = generic ? only(left.parts) : left;
  if (name.type !== "identifier") throw new Unreadable("syntax-error");
  return {
    kind: "type-alias",
    name: identifier(context, name),
    typeParameters: generic ? typeParameters(context, left.parts[1] ?? null) : [],
    value: expression(context, required(node, "right")),
    ...spanOf(context, node),
  };
}

// ── imports ──────────────────────────────────────────────────────────────────────────────────────────────────

function importFrom(context: Context, node: SyntaxNode): Statement {
  const span = spanOf(context, node);
  if (node.type === "future_import_statement") {
    return {
      kind: "import-from",
      level: 0,
      module: "__future__",
      names: importedNames(context, node),
      ...span,
    };
  }
  const source = required(node, "module_name");
  const relative = source.type === "relative_import";
  const name = relative ? source.parts.find((part) => part.type === "dotted_name") : source;
  const prefix = relative ? only(source.parts) : null;
  return {
    kind: "import-from",
    level: prefix === null ? 0 : textOf(context, prefix).replace(/[^.]/g, "").length,
    module: name === undefined ? "" : dottedName(context, name),
    names: hasWildcard(node) ? [{ name: "*", alias: null }] : importedNames(context, node),
    ...span,
  };
}

type ImportedName = Import["names"][number];

function hasWildcard(node: SyntaxNode): boolean {
  return node.parts.some((child) => child.type === "wildcard_import");
}

function importedNames(context: Context, node: SyntaxNode): ImportedName[] {
  return node.fields("name").flatMap((child): ImportedName[] => {
    if (child.type === "dotted_name") return [{ name: dottedName(context, child), alias: null }];
    if (child.type !== "aliased_import") return [];
    return [
      {
        name: dottedName(context, required(child, "name")),
        alias: identifier(context, required(child, "alias")),
      },
    ];
  });
}

// ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────

/** A block that Python would accept: the grammar also takes an empty one. */
function blockOf(context: Context, node: SyntaxNode): Statement[] {
  const body = statements(context, node.parts);
  if (body.length === 0) throw new Unreadable("syntax-error");
  return body;
}

/** From a statement's first character to the end of the last statement in its last filled block: a trailing comment does not count. */
function spanUntil(context: Context, node: SyntaxNode, ...blocks: readonly (readonly Statement[])[]): Span {
  const last = blocks.findLast((block) => block.length > 0)?.at(-1);
  return spanBetween(context, node.start, last?.end ?? node.end);
}

function elseOf(context: Context, node: SyntaxNode): Statement[] {
  const clause = node.parts.find((child) => child.type === "else_clause");
  return clause === undefined ? [] : blockOf(context, required(clause, "body"));
}

/** `elif` becomes an `If` in `otherwise`, from the last one to the first. */
function ifStatement(context: Context, node: SyntaxNode): Statement {
  const branches = [node, ...node.parts.filter((child) => child.type === "elif_clause")];
  if (context.depth + branches.length > maximumDepth) throw new Unreadable("too-deep");
  const lowered = branches.map((branch) => ({
    branch,
    test: expression(context, required(branch, "condition")),
    body: blockOf(context, required(branch, "consequence")),
  }));
  let otherwise: Statement[] = elseOf(context, node);
  for (const { branch, test, body } of lowered.reverse()) {
    otherwise = [{ kind: "if", test, body, otherwise, ...spanUntil(context, branch, body, otherwise) }];
  }
  const [whole] = otherwise;
  if (whole === undefined) throw new Unreadable("syntax-error");
  return whole;
}

function withStatement(context: Context, node: SyntaxNode): Statement {
  const clause = node.parts.find((child) => child.type === "with_clause");
  if (clause === undefined) throw new Unreadable("syntax-error");
  const items = clause.parts.flatMap((item) => withItems(context, only(item.parts)));
  const body = blockOf(context, required(node, "body"));
  return { kind: "with", async: isAsync(context, node), items, body, ...spanUntil(context, node, body) };
}

function withItems(context: Context, node: SyntaxNode): With["items"][number][] {
  if (node.type === "as_pattern") {
    const [value, target] = node.parts;
    if (value === undefined || target === undefined) throw new Unreadable("syntax-error");
    return [{ context: expression(context, value), target: expression(context, only(target.parts)) }];
  }
  // `with (a as b, c as d):` is a tuple to the grammar where it could be one.
  const grouped = node.type === "tuple" || node.type === "parenthesized_expression";
  if (grouped && node.parts.some((part) => part.type === "as_pattern")) {
    return node.parts.flatMap((part) => withItems(context, part));
  }
  return [{ context: expression(context, node), target: null }];
}

function tryStatement(context: Context, node: SyntaxNode): Statement {
  const body = blockOf(context, required(node, "body"));
  const handlers: Try["handlers"][number][] = [];
  let last: Statement[] = [];
  let final: Statement[] = [];
  for (const child of node.parts) {
    if (child.type === "except_clause") handlers.push(handler(context, child));
    if (child.type === "else_clause") last = blockOf(context, required(child, "body"));
    if (child.type === "finally_clause") final = blockOf(context, onlyBlock(child));
  }
  if (handlers.length === 0 && final.length === 0) throw new Unreadable("syntax-error");
  return {
    kind: "try",
    body,
    handlers,
    otherwise: last,
    finally: final,
    ...spanUntil(context, node, body, handlers.at(-1)?.body ?? [], last, final),
  };
}

function handler(context: Context, node: SyntaxNode): Try["handlers"][number] {
  const body = blockOf(context, onlyBlock(node));
  const values = node.parts.filter((child) => child.type !== "block");
  const first = values[0];
  if (first === undefined) return { type: null, name: null, body };
  if (first.type === "as_pattern") {
    const [type, target] = first.parts;
    if (type === undefined || target === undefined) throw new Unreadable("syntax-error");
    return { type: expression(context, type), name: identifier(context, target), body };
  }
  const alias = node.field("alias");
  if (alias !== null) return { type: expression(context, first), name: identifier(context, alias), body };
  if (values.length === 1) return { type: expression(context, first), name: null, body };
  // `except A, B:` (PEP 758).
  const elements = values.map((value) => expression(context, value));
  const span = spanBetween(context, first.start, values.at(-1)?.end ?? first.end);
  return { type: { kind: "tuple", elements, ...span }, name: null, body };
}

function onlyBlock(node: SyntaxNode): SyntaxNode {
  return only(node.parts.filter((child) => child.type === "block"));
}

function matchStatement(context: Context, node: SyntaxNode): Statement {
  const subjects = node.fields("subject").filter((child) => child.isNamed);
  const elements = subjects.map((subject) => expression(context, subject));
  const [first] = elements;
  if (first === undefined) throw new Unreadable("syntax-error");
  const tuple = elements.length > 1 || hasToken(node, ",");
  const cases = required(node, "body").parts.map((child) => {
    if (child.type !== "case_clause") throw new Unreadable("syntax-error");
    const guard = child.field("guard");
    const patterns = child.parts.filter((part) => part.type === "case_pattern");
    const start = only(patterns).start;
    const end = patterns.at(-1)?.end ?? start;
    return {
      pattern: context.source.slice(start, end),
      guard: guard === null ? null : expression(context, only(guard.parts)),
      body: blockOf(context, required(child, "consequence")),
    };
  });
  if (cases.length === 0) throw new Unreadable("syntax-error");
  return {
    kind: "match",
    subject: tuple
      ? { kind: "tuple", elements, ...spanBetween(context, first.start, elements.at(-1)?.end ?? first.end) }
      : first,
    cases,
    ...spanUntil(context, node, cases.at(-1)?.body ?? []),
  };
}

// ── definitions ──────────────────────────────────────────────────────────────────────────────────────────────

function decorated(context: Context, node: SyntaxNode): Statement {
  const inner = required(node, "definition");
  const decorators = node.parts.filter((child) => child.type === "decorator");
  if (node.tokens.some((child) => child.type === "ERROR")) throw new Unreadable("syntax-error");
  for (const decorator of decorators) refuseErrors(context, decorator);
  refuseErrors(context, inner);
  return definition(
    context,
    inner,
    decorators.map((decorator) => expression(context, only(decorator.parts))),
  );
}

function definition(context: Context, node: SyntaxNode, decorators: readonly Expression[]): Statement {
  const name = identifier(context, required(node, "name"));
  const generics = typeParameters(context, node.field("type_parameters"));
  const body = blockOf(context, required(node, "body"));
  const span = spanUntil(context, node, body);
  if (node.type === "class_definition") {
    const { args, keywords } = argumentsOf(context, node.field("superclasses"));
    return {
      kind: "class",
      name,
      decorators,
      typeParameters: generics,
      bases: args,
      keywords,
      body,
      ...span,
    };
  }
  return {
    kind: "function",
    name,
    async: isAsync(context, node),
    decorators,
    typeParameters: generics,
    parameters: parameters(context, required(node, "parameters")),
    returns: optional(context, node.field("return_type")),
    body,
    ...span,
  };
}
