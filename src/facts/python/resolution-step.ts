import type { Expression, Statement } from "../../syntax/python/ast.ts";
import type { Scope } from "./bindings.ts";
import type { Resolution, Unresolvable } from "./project.ts";
import type { SourceRoots } from "./source-roots.ts";

/** What resolving reads of a project. */
export interface Scopes {
  readonly roots: SourceRoots;
  /** Names of a module; null when it is missing or unread. */
  readonly scope: (path: string) => Scope | null;
  /** Names of a class body. */
  readonly classScope: (body: readonly Statement[]) => Scope;
  /** Whether a part of a module could not be read, so that a missing name may stand there. */
  readonly partlyRead: (path: string) => boolean;
}

/** A folder without `__init__.py`: it has modules but is none. */
export interface Namespace {
  readonly kind: "namespace";
  readonly folder: string;
  /** Its dotted name as it was imported. */
  readonly name: string;
}
export type Step = Resolution | Namespace;

/** Names on the way of one resolution, to end cycles; its size also limits the depth. */
export type Trail = ReadonlySet<string>;

export const maximumTrail = 60;
/** `a.b.c` for a name or an attribute chain, else null. */
export function dottedName(expression: Expression): string | null {
  const names: string[] = [];
  let node = expression;
  while (node.kind === "attribute") {
    names.push(node.attribute);
    node = node.value;
  }
  if (node.kind !== "name") return null;
  return [node.id, ...names.reverse()].join(".");
}

export function asResolution(step: Step): Resolution {
  return step.kind === "namespace" ? unresolved(`${step.folder} is a folder without __init__.py`) : step;
}

export function unresolved(reason: string): Unresolvable {
  return { kind: "unresolved", reason };
}
