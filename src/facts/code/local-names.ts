import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  ImportFrom,
  Parameter,
} from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";

/** One way in which a name gets its value inside a function. */
export type LocalBinding =
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly index: number }
  | { readonly kind: "value"; readonly value: Expression | null; readonly annotation: Expression | null }
  /** `with context as name`. */
  | { readonly kind: "entered"; readonly context: Expression }
  /** `for name in iterable`. */
  | { readonly kind: "element"; readonly iterable: Expression }
  | { readonly kind: "module"; readonly dotted: string }
  | { readonly kind: "imported"; readonly statement: ImportFrom; readonly name: string }
  | { readonly kind: "function"; readonly node: FunctionDefinition }
  | { readonly kind: "class"; readonly node: ClassDefinition }
  /** Bound in a way that says nothing of its value: unpacking, `except … as`, `del`. */
  | { readonly kind: "opaque" };

export type LocalNames = ReadonlyMap<string, readonly LocalBinding[]>;

const cache = new WeakMap<FunctionDefinition, LocalNames>();

/** The names that a function binds itself, with every way in which it does. Names declared `global` are not among them. */
export function localNamesOf(node: FunctionDefinition): LocalNames {
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const names = new Map<string, LocalBinding[]>();
  const add = (name: string, binding: LocalBinding) => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [binding]);
    else known.push(binding);
  };
  node.parameters.forEach((parameter, index) => add(parameter.name, { kind: "parameter", parameter, index }));
  const outside = new Set<string>();
  for (const inner of walkScope(node.body)) {
    switch (inner.kind) {
      case "assign":
        for (const target of inner.targets) bindTarget(target, inner.value, add);
        break;
      case "annotated-assign":
        if (inner.target.kind === "name")
          add(inner.target.id, { kind: "value", value: inner.value, annotation: inner.annotation });
        break;
      case "named":
        add(inner.target, { kind: "value", value: inner.value, annotation: null });
        break;
      case "with":
        for (const { context, target } of inner.items) {
          if (target?.kind === "name") add(target.id, { kind: "entered", context });
          else if (target !== null) bindOpaque(target, add);
        }
        break;
      case "for":
        if (inner.target.kind === "name") add(inner.target.id, { kind: "element", iterable: inner.iterable });
        else bindOpaque(inner.target, add);
        break;
      case "comprehension":
        for (const clause of inner.clauses) bindOpaque(clause.target, add);
        break;
      case "try":
        for (const handler of inner.handlers)
          if (handler.name !== null) add(handler.name, { kind: "opaque" });
        break;
      case "import":
        for (const { name, alias } of inner.names)
          add(alias ?? name.split(".")[0] ?? name, {
            kind: "module",
            dotted: alias === null ? (name.split(".")[0] ?? name) : name,
          });
        break;
      case "import-from":
        for (const { name, alias } of inner.names)
          add(alias ?? name, { kind: "imported", statement: inner, name });
        break;
      case "function":
        add(inner.name, { kind: "function", node: inner });
        break;
      case "class":
        add(inner.name, { kind: "class", node: inner });
        break;
      case "global":
      case "nonlocal":
        for (const name of inner.expressions) if (name.kind === "name") outside.add(name.id);
        break;
      default:
        break;
    }
  }
  for (const name of outside) names.delete(name);
  cache.set(node, names);
  return names;
}

/** The names that a target binds: `a`, `(a, *b)`, `[a, b]`. */
export function targetNames(target: Expression): readonly string[] {
  if (target.kind === "name") return [target.id];
  if (target.kind === "starred") return targetNames(target.value);
  if (target.kind === "tuple" || target.kind === "list") return target.elements.flatMap(targetNames);
  return [];
}

type Add = (name: string, binding: LocalBinding) => void;

function bindTarget(target: Expression, value: Expression, add: Add): void {
  if (target.kind === "name") add(target.id, { kind: "value", value, annotation: null });
  else bindOpaque(target, add);
}

function bindOpaque(target: Expression, add: Add): void {
  for (const name of targetNames(target)) add(name, { kind: "opaque" });
}
