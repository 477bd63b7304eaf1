import type { Node } from "web-tree-sitter";

import type { Parameter, ParameterKind, TypeParameter } from "../ast.ts";
import { type Context, identifier, only, parts, required, spanOf, Unreadable } from "./context.ts";
import { expression, typeExpression } from "./expressions.ts";

/** The parameters of a function or lambda, with their kinds. */
export function parameters(context: Context, node: Node | null): Parameter[] {
  if (node === null) return [];
  const lowered: Parameter[] = [];
  let kind: ParameterKind = "positional";
  for (const child of parts(node)) {
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
    lowered.push(parameter);
    if (parameter.kind === "var-positional") kind = "keyword-only";
  }
  return lowered;
}

function lowerParameter(context: Context, node: Node, kind: ParameterKind): Parameter {
  const span = spanOf(context, node);
  switch (node.type) {
    case "identifier":
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
      return { ...declared(context, node, kind), annotation: null, default: null, ...span };
    case "typed_parameter":
      return {
        ...declared(context, only(parts(node)), kind),
        annotation: typeExpression(context, required(node, "type")),
        default: null,
        ...span,
      };
    case "default_parameter":
    case "typed_default_parameter": {
      const annotation = node.childForFieldName("type");
      return {
        ...declared(context, required(node, "name"), kind),
        annotation: annotation === null ? null : typeExpression(context, annotation),
        default: expression(context, required(node, "value")),
        ...span,
      };
    }
    default:
      // Python 2's tuple parameters.
      throw new Unreadable("syntax-error");
  }
}

function declared(context: Context, node: Node, kind: ParameterKind): Pick<Parameter, "name" | "kind"> {
  if (node.type === "identifier") return { name: identifier(context, node), kind };
  const name = only(parts(node));
  if (name.type !== "identifier") throw new Unreadable("syntax-error");
  if (node.type === "list_splat_pattern") return { name: identifier(context, name), kind: "var-positional" };
  if (node.type === "dictionary_splat_pattern")
    return { name: identifier(context, name), kind: "var-keyword" };
  throw new Unreadable("syntax-error");
}

/** `[T, U: int, *Ts, **P]` (PEP 695). */
export function typeParameters(context: Context, node: Node | null): TypeParameter[] {
  if (node === null) return [];
  return parts(node).flatMap((child): TypeParameter[] => {
    // The grammar does not know defaults (PEP 696) and leaves them as an error here; no reader needs them.
    if (child.type === "ERROR") return [];
    const type = child.type === "type" ? only(parts(child)) : child;
    if (type.type === "identifier") return [{ name: identifier(context, type), bound: null }];
    if (type.type === "splat_type") return [{ name: identifier(context, only(parts(type))), bound: null }];
    if (type.type === "constrained_type") {
      const [name, bound] = parts(type);
      if (name === undefined || bound === undefined) throw new Unreadable("syntax-error");
      return [
        { name: context.source.slice(name.startIndex, name.endIndex), bound: typeExpression(context, bound) },
      ];
    }
    throw new Unreadable("syntax-error");
  });
}
