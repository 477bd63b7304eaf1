import type { Expression, Interpolation } from "../../syntax/python/ast.ts";
import { constantIn, follow, sqlalchemyName, type NameScope } from "../sqlalchemy/name-scope.ts";
import { unknownIdentifier } from "../sql/holes.ts";
import { itemsOf } from "./items.ts";
import { lastName, nameIn } from "./names.ts";

/** SQL text as far as it is known. */
export interface SqlText {
  readonly text: string;
  /** Parts of it are only known at run time; `unknown_name` stands in their place. */
  readonly partial: boolean;
  /** Where the text stands. */
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** A line of the text is a line of the source. */
  readonly exact: boolean;
}

/** Functions that give back the text that they are given. */
const transparent = new Set(["text", "DDL", "dedent", "cleandoc", "literal_column", "inline_literal", "str"]);
/** Methods of strings and of `text()` that keep what the SQL does. */
const keeping = new Set([
  "strip",
  "lstrip",
  "rstrip",
  "bindparams",
  "columns",
  "execution_options",
  "options",
]);
const deepest = 12;

/** The SQL that an expression gives, or null when nothing of it is text. */
export function sqlTextOf(scope: NameScope, expression: Expression, depth = 0): SqlText | null {
  if (depth > deepest) return null;
  const { scope: inside, expression: value } = follow(scope, expression);
  const whole = (text: string, partial = false): SqlText => {
    const lines = value.endLine - value.line;
    const { path } = inside;
    return { text, partial, path, line: value.line, endLine: value.endLine, exact: newlines(text) === lines };
  };
  switch (value.kind) {
    case "string":
      return whole(value.value);
    case "joined-string": {
      const parts = value.parts.map((part) =>
        typeof part === "string" ? known(part) : interpolation(inside, part, depth),
      );
      return whole(
        parts.map((part) => part.text).join(""),
        parts.some((part) => part.partial),
      );
    }
    case "binary":
      return binaryText(inside, value, whole, depth);
    case "call":
      return calledText(inside, value, whole, depth);
    default: {
      const constant = constantIn(inside, value);
      if (typeof constant === "string") return whole(constant);
      const name = nameIn(inside, value);
      return name === null ? null : whole(name);
    }
  }
}

interface Fragment {
  readonly text: string;
  readonly partial: boolean;
}

function known(text: string): Fragment {
  return { text, partial: false };
}

const hole: Fragment = { text: unknownIdentifier, partial: true };

function interpolation(scope: NameScope, part: Interpolation, depth: number): Fragment {
  if (part.format !== null && part.format !== "") return hole;
  const { value } = part;
  if (part.conversion === "!r" || part.conversion === "r") return represented(scope, value);
  return interpolated(scope, value, depth);
}

/** `repr(x)`: Python quotes a plain string as SQL does. */
function represented(scope: NameScope, value: Expression): Fragment {
  const constant = constantIn(scope, value);
  if (typeof constant === "number") return known(String(constant));
  const isPlain = typeof constant === "string" && !/['\\\n]/.test(constant);
  return isPlain ? known(`'${constant}'`) : hole;
}

function interpolated(scope: NameScope, value: Expression, depth: number): Fragment {
  const [argument] = value.kind === "call" && lastName(value.callee) === "repr" ? value.args : [];
  if (argument !== undefined) return represented(scope, argument);
  const constant = constantIn(scope, value);
  if (typeof constant === "string" || typeof constant === "number") return known(String(constant));
  if (typeof constant === "boolean") return known(constant ? "True" : "False");
  const inner = sqlTextOf(scope, value, depth + 1);
  return inner === null ? hole : { text: inner.text, partial: inner.partial };
}

type Whole = (text: string, partial?: boolean) => SqlText;

function binaryText(
  scope: NameScope,
  value: Extract<Expression, { kind: "binary" }>,
  whole: Whole,
  depth: number,
): SqlText | null {
  if (value.operator === "%") {
    const template = sqlTextOf(scope, value.left, depth + 1);
    if (template === null) return null;
    const items = value.right.kind === "tuple" ? value.right.elements : [value.right];
    const filled = fill(template.text, /%(?:\((\w+)\))?[sd]/g, (name, at) =>
      name === undefined ? items[at] : entryOf(value.right, name),
    )(scope, depth);
    return whole(filled.text, template.partial || filled.partial);
  }
  if (value.operator !== "+") return null;
  const left = sqlTextOf(scope, value.left, depth + 1);
  const right = sqlTextOf(scope, value.right, depth + 1);
  if (left === null && right === null) return null;
  return whole(
    (left?.text ?? unknownIdentifier) + (right?.text ?? unknownIdentifier),
    left === null || right === null || left.partial || right.partial,
  );
}

/** Replaces the placeholders of a template by what is known of their values. */
function fill(
  template: string,
  placeholder: RegExp,
  valueOf: (name: string | undefined, at: number) => Expression | undefined,
): (scope: NameScope, depth: number) => Fragment {
  return (scope, depth) => {
    let partial = false;
    let at = 0;
    const text = template.replaceAll(placeholder, (_match, name: string | undefined) => {
      const value = valueOf(name, at);
      at += 1;
      const fragment = value === undefined ? hole : interpolated(scope, value, depth);
      partial ||= fragment.partial;
      return fragment.text;
    });
    return { text, partial };
  };
}

function entryOf(expression: Expression, name: string): Expression | undefined {
  if (expression.kind !== "dict") return undefined;
  return expression.entries.find((entry) => entry.key?.kind === "string" && entry.key.value === name)?.value;
}

function calledText(
  scope: NameScope,
  call: Extract<Expression, { kind: "call" }>,
  whole: Whole,
  depth: number,
): SqlText | null {
  const { callee } = call;
  const [first] = call.args;
  const name = sqlalchemyName(scope, callee) ?? lastName(callee);
  if (callee.kind === "attribute") {
    if (keeping.has(callee.attribute)) return sqlTextOf(scope, callee.value, depth + 1);
    if (callee.attribute === "format") return formatted(scope, call, callee.value, whole, depth);
    if (callee.attribute === "join" && first !== undefined)
      return joined(scope, callee.value, first, whole, depth);
  }
  return transparent.has(name) && first !== undefined ? sqlTextOf(scope, first, depth + 1) : null;
}

function formatted(
  scope: NameScope,
  call: Extract<Expression, { kind: "call" }>,
  receiver: Expression,
  whole: Whole,
  depth: number,
): SqlText | null {
  const template = sqlTextOf(scope, receiver, depth + 1);
  if (template === null) return null;
  const filled = fill(template.text, /\{(\w*)\}/g, (name, at) => {
    if (name === undefined || name === "") return call.args[at];
    if (/^\d+$/.test(name)) return call.args[Number(name)];
    return call.keywords.find((keyword) => keyword.name === name)?.value;
  })(scope, depth);
  return whole(filled.text, template.partial || filled.partial);
}

function joined(
  scope: NameScope,
  separator: Expression,
  list: Expression,
  whole: Whole,
  depth: number,
): SqlText | null {
  const between = constantIn(scope, separator);
  if (typeof between !== "string") return null;
  const items = itemsOf(scope, list);
  if (items === null) return whole(unknownIdentifier, true);
  const parts = items.map((item) => interpolated(item.scope, item.expression, depth));
  return whole(
    parts.map((part) => part.text).join(between),
    parts.some((part) => part.partial),
  );
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
