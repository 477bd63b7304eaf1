import type { ClassDefinition, FunctionDefinition, Module, Statement } from "../../syntax/python/ast.ts";
import type { Location } from "../location.ts";

/** A function or method with where it stands. `name` is qualified within its module: `Outer.method`, `outer.inner`. */
export interface FunctionUnit {
  readonly path: string;
  readonly name: string;
  readonly node: FunctionDefinition;
  /** The class that it is a method of, with the class's qualified name. */
  readonly owner: { readonly name: string; readonly node: ClassDefinition } | null;
  /** The function that it is defined in; its names are visible inside. */
  readonly parent: FunctionUnit | null;
}

/** Stands for a function's name where code runs outside of any. */
export const moduleLevel = "module level";

const perModule = new WeakMap<Module, Map<string, readonly FunctionUnit[]>>();

/** Every function of a module in order of the source, nested ones after the one that holds them. */
export function functionsOf(path: string, module: Module): readonly FunctionUnit[] {
  const known = perModule.get(module) ?? new Map<string, readonly FunctionUnit[]>();
  perModule.set(module, known);
  const cached = known.get(path);
  if (cached !== undefined) return cached;
  const found: FunctionUnit[] = [];
  collect(path, module.body, "", null, null, found);
  known.set(path, found);
  return found;
}

function collect(
  path: string,
  body: readonly Statement[],
  prefix: string,
  owner: FunctionUnit["owner"],
  parent: FunctionUnit | null,
  found: FunctionUnit[],
): void {
  for (const statement of definitionsIn(body)) {
    const name = prefix === "" ? statement.name : `${prefix}.${statement.name}`;
    if (statement.kind === "class") {
      collect(path, statement.body, name, { name, node: statement }, parent, found);
    } else {
      const unit: FunctionUnit = { path, name, node: statement, owner, parent };
      found.push(unit);
      collect(path, statement.body, name, null, unit, found);
    }
  }
}

/** Functions and classes defined directly in a body, also under `if`, `try`, `with` and loops. */
export function* definitionsIn(body: readonly Statement[]): Generator<FunctionDefinition | ClassDefinition> {
  const pending = [...body].reverse();
  for (let statement = pending.pop(); statement !== undefined; statement = pending.pop()) {
    if (statement.kind === "function" || statement.kind === "class") yield statement;
    else pending.push(...blocksOf(statement).flat().reverse());
  }
}

/** The blocks of a compound statement that is not a definition. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
    case "while":
    case "for":
      return [statement.body, statement.otherwise];
    case "with":
      return [statement.body];
    case "try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case "match":
      return statement.cases.map((one) => one.body);
    default:
      return [];
  }
}

/** Whether a method gets its instance or class as first argument. */
export function bindsFirst(unit: FunctionUnit): boolean {
  if (unit.owner === null) return false;
  return !unit.node.decorators.some(
    (decorator) => decorator.kind === "name" && decorator.id === "staticmethod",
  );
}

export function placeOf(path: string, span: { readonly line: number; readonly endLine: number }): Location {
  return { path, line: span.line, endLine: span.endLine };
}
