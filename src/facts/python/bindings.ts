import { type AssignmentTarget, assignmentTargets } from "./assignment-targets.ts";
import type { Expression, If, Module, Statement } from "../../syntax/python/ast.ts";
import type { Binding } from "./project.ts";

/** A binding and whether it is only made under a condition (in an `if`, `try`, loop or `match`). */
export interface ScopeBinding {
  readonly binding: Binding;
  readonly conditional: boolean;
}

/** Names bound in a module or class body. Star imports are under `*`. */
export interface Scope {
  /** Last binding first; a fallback (`else`, `except`) comes after the main branch. */
  readonly names: ReadonlyMap<string, readonly ScopeBinding[]>;
  /** Names (and `name.attribute`) that are changed in place or from within a function: their first value is not what they hold. */
  readonly changed: ReadonlySet<string>;
}

const mutators = new Set([
  "append",
  "extend",
  "insert",
  "remove",
  "pop",
  "clear",
  "update",
  "add",
  "setdefault",
]);

/** The names of a module or class body, branches of conditional statements included. */
export function scopeOf(body: Module["body"]): Scope {
  const names = new Map<string, ScopeBinding[]>();
  const changed = new Set<string>();
  const bind = (name: string, binding: Binding, conditional: boolean): void => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [{ binding, conditional }]);
    else known.unshift({ binding, conditional });
  };
  const bindTargets = (targets: readonly AssignmentTarget[], node: Statement, conditional: boolean): void => {
    for (const { name, value } of targets)
      bind(name, { kind: "value", node, value, annotation: null }, conditional);
  };

  const visitAll = (statements: readonly Statement[], conditional: boolean): void => {
    for (const statement of statements) visit(statement, conditional);
  };
  const visit = (statement: Statement, conditional: boolean): void => {
    switch (statement.kind) {
      case "class":
        bind(statement.name, { kind: "class", node: statement }, conditional);
        for (const name of globalNames(statement.body)) changed.add(name);
        return;
      case "function":
        bind(statement.name, { kind: "function", node: statement }, conditional);
        for (const name of globalNames(statement.body)) changed.add(name);
        return;
      case "assign":
        for (const target of statement.targets) {
          bindTargets(assignmentTargets(target, statement.value), statement, conditional);
          markChanged(target);
        }
        return;
      case "annotated-assign":
        if (statement.target.kind === "name") {
          const { value, annotation } = statement;
          bind(statement.target.id, { kind: "value", node: statement, value, annotation }, conditional);
        }
        return;
      case "augmented-assign":
        if (statement.target.kind === "name") {
          bind(
            statement.target.id,
            { kind: "value", node: statement, value: statement.value, annotation: null },
            conditional,
          );
        } else markChanged(statement.target);
        return;
      case "type-alias":
        bind(
          statement.name,
          { kind: "value", node: statement, value: statement.value, annotation: null },
          conditional,
        );
        return;
      case "import":
        for (const { name, alias } of statement.names) {
          const module = alias === null ? (name.split(".")[0] ?? name) : name;
          bind(alias ?? module, { kind: "import", module, name: null, level: 0 }, conditional);
        }
        return;
      case "import-from":
        for (const { name, alias } of statement.names) {
          const { module, level } = statement;
          bind(alias ?? name, { kind: "import", module, name, level }, conditional);
        }
        return;
      case "expression":
        visitCall(statement.value);
        return;
      case "delete":
        for (const target of statement.expressions) markChanged(target);
        return;
      default:
        visitBranches(statement, conditional);
    }
  };

  /** Fallbacks first, so that the main branch is the last binding. */
  const visitBranches = (statement: Statement, conditional: boolean): void => {
    switch (statement.kind) {
      case "if":
        if (isTypeChecking(statement)) {
          visitAll(statement.body, statement.otherwise.length > 0 || conditional);
          visitAll(statement.otherwise, conditional);
        } else {
          visitAll(statement.otherwise, true);
          visitAll(statement.body, true);
        }
        return;
      case "try":
        for (const handler of statement.handlers) visitAll(handler.body, true);
        visitAll(statement.body, conditional || statement.handlers.length > 0);
        visitAll(statement.otherwise, true);
        visitAll(statement.finally, conditional);
        return;
      case "for":
      case "while":
        if (statement.kind === "for") bindTargets(assignmentTargets(statement.target, null), statement, true);
        visitAll(statement.body, true);
        visitAll(statement.otherwise, true);
        return;
      case "with":
        for (const { target } of statement.items) {
          if (target !== null) bindTargets(assignmentTargets(target, null), statement, conditional);
        }
        visitAll(statement.body, conditional);
        return;
      case "match":
        for (const branch of statement.cases) visitAll(branch.body, true);
        return;
      default:
    }
  };

  /** `X[0] = …`, `del X[0]`, `X.name = …`. */
  const markChanged = (target: Expression): void => {
    if (target.kind !== "subscript" && target.kind !== "attribute") return;
    if (target.value.kind !== "name") return;
    changed.add(target.kind === "subscript" ? target.value.id : `${target.value.id}.${target.attribute}`);
  };
  /** `X.append(…)`. */
  const visitCall = (value: Expression): void => {
    if (value.kind !== "call" || value.callee.kind !== "attribute") return;
    const { value: receiver, attribute } = value.callee;
    if (receiver.kind === "name" && mutators.has(attribute)) changed.add(receiver.id);
  };

  visitAll(body, false);
  return { names, changed };
}

function isTypeChecking({ test }: If): boolean {
  if (test.kind === "name") return test.id === "TYPE_CHECKING";
  return test.kind === "attribute" && test.attribute === "TYPE_CHECKING";
}

/** Names that a function declares `global`, in any of its blocks. */
function globalNames(body: readonly Statement[]): string[] {
  return body.flatMap((statement): string[] => {
    switch (statement.kind) {
      case "global":
        return statement.expressions.flatMap((name) => (name.kind === "name" ? [name.id] : []));
      case "function":
      case "class":
      case "with":
        return globalNames(statement.body);
      case "if":
      case "for":
      case "while":
        return [...globalNames(statement.body), ...globalNames(statement.otherwise)];
      case "try":
        return [
          ...globalNames(statement.body),
          ...statement.handlers.flatMap((handler) => globalNames(handler.body)),
          ...globalNames(statement.otherwise),
          ...globalNames(statement.finally),
        ];
      default:
        return [];
    }
  });
}
