import type { Expression } from "../../syntax/python/ast.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";
import { lookupLazy } from "../values/scope.ts";
import type { Scope } from "../values/value.ts";

/**
 * Does an expression name something of a module that the change cannot have affected? Then the module need not be
 * parsed: what is registered there is equal on both sides. In doubt no.
 */
export function isOutside(
  project: Project,
  { affected, wiring }: ReadScope,
  expression: Expression,
  scope: Scope,
): boolean {
  let root = expression;
  while (root.kind === "attribute") root = root.value;
  if (root.kind !== "name" || lookupLazy(root.id, scope) !== null) return false;
  const { path } = scope;
  const bindings = project.bindings(path).get(root.id) ?? [];
  const [binding] = bindings;
  if (bindings.length !== 1 || binding?.kind !== "import" || binding.name === null) return false;
  const dotted = ".".repeat(binding.level) + binding.module;
  const module = project.findModule(dotted, path);
  const submodule = project.findModule(`${dotted}${binding.module === "" ? "" : "."}${binding.name}`, path);
  if (submodule !== null) return !affected.has(submodule) && (module === null || !wiring.has(module));
  return module !== null && !affected.has(module);
}
