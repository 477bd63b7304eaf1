import type { Parameter, ParameterKind, TypeParameter } from "../ast.ts";
import { type Context, identifier, only, partAt, spanOf, Unreadable } from "./context.ts";
import type { SyntaxNode } from "./node.ts";
import { expression } from "./expressions.ts";

/** The parameters of a function or lambda, with their kinds. */
export function parameters(context: Context, node: SyntaxNode | null): Parameter[] {
  if (node === null) return [];
  const lowered: Parameter[] = [];
  let kind: ParameterKind = "positional";
  for (const child of node.parts) {
    if (child.type === "positional_separator") {
      for (const [index, earlier] of lowered.entries()) {
        lowered[index] = { ...earlier, kind: "positional-only" };
      }
      continue;
    }
    if (child.type === "keyword_separator") {
      kind = "keyword-only";
      continue;
    }
    const parameter = lowerParameter(context, child, kind);
    refuseDisorder(lowered.at(-1), parameter, kind);
    lowered.push(parameter);
    if (parameter.kind === "var-positional") kind = "keyword-only";
  }
  return lowered;
}

/** What the grammar allows and Python does not: a second `*`, anything after `**`, a parameter that must be given after one that may be left out. */
function refuseDisorder(last: Parameter | undefined, next: Parameter, kind: ParameterKind): void {
  const starred = next.kind === "var-positional" && kind === "keyword-only";
  const optional = last?.default !== undefined && last.default !== null;
  const late = optional && next.default === null && next.kind === "positional";
  if (starred || late || last?.kind === "var-keyword") throw new Unreadable("syntax-error");
}

function lowerParameter(context: Context, node: SyntaxNode, kind: ParameterKind): Parameter {
  const span = spanOf(context, node);
  switch (node.type) {
    case "identifier":
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
      return { ...declared(context, node, kind), annotation: null, default: null, ...span };
    case "typed_parameter":
      return {
        ...declared(context, only(node.parts), kind),
        annotation: expression(context, partAt(node, 1)),
        default: null,
        ...span,
      };
    case "default_parameter":
      return {
        ...declared(context, partAt(node, 0), kind),
        annotation: null,
        default: expression(context, partAt(node, 1)),
        ...span,
      };
    case "typed_default_parameter":
      return {
        ...declared(context, partAt(node, 0), kind),
        annotation: expression(context, partAt(node, 1)),
        default: expression(context, partAt(node, 2)),
        ...span,
      };
    default:
      // Python 2's tuple parameters.
      throw new Unreadable("syntax-error");
  }
}

function declared(context: Context, node: SyntaxNode, kind: ParameterKind): Pick<Parameter, "name" | "kind"> {
  if (node.type === "identifier") return { name: identifier(context, node), kind };
  const name = only(node.parts);
  if (name.type !== "identifier") throw new Unreadable("syntax-error");
  if (node.type === "list_splat_pattern") return { name: identifier(context, name), kind: "var-positional" };
  if (node.type === "dictionary_splat_pattern")
    return { name: identifier(context, name), kind: "var-keyword" };
  throw new Unreadable("syntax-error");
}

/** `[T, U: int, *Ts, **P]` (PEP 695). */
export function typeParameters(context: Context, node: SyntaxNode | null): TypeParameter[] {
  if (node === null) return [];
  return node.parts.flatMap((child): TypeParameter[] => {
    const type = child.type === "type" ? only(child.parts) : child;
    if (type.type === "identifier") return [{ name: identifier(context, type), bound: null }];
    if (type.type === "splat_type") return [{ name: identifier(context, only(type.parts)), bound: null }];
    if (type.type === "constrained_type") {
      const [name, bound] = type.parts;
      if (name === undefined || bound === undefined) throw new Unreadable("syntax-error");
      return [{ name: context.source.slice(name.start, name.end), bound: expression(context, bound) }];
    }
    throw new Unreadable("syntax-error");
  });
}
