import type { Expression } from "../../syntax/python/ast.ts";
import type { ScopeBinding } from "./bindings.ts";
import type { Definition } from "./project.ts";
import type { Resolver } from "./resolve.ts";

/**
 * What a member of an enumeration is: `value`, the same as its value everywhere (`StrEnum`, `IntEnum`); `mixed`,
 * compared and stored as its value, but shown as `Role.ADMIN` (`class Role(str, Enum)`); `plain`, an object of its own.
 */
type MemberKind = "value" | "mixed" | "plain";

export interface Enumerations {
  /** Null for a class that is no enumeration. */
  readonly kindOf: (owner: Definition) => MemberKind | null;
  /** The member that a resolved definition is, or null. */
  readonly memberOf: (definition: Definition) => { readonly owner: Definition; readonly name: string } | null;
  /** The enumeration that an expression names, with its members in order; null for anything else. */
  readonly named: (
    path: string,
    expression: Expression,
  ) => { readonly owner: Definition; readonly names: readonly string[] } | null;
  /** Whether a member's value is computed (`auto()`). */
  readonly isAutomatic: (owner: Definition, name: string) => boolean;
}

export function createEnumerations(
  resolver: Resolver,
  classBindings: (owner: Definition, name: string) => readonly ScopeBinding[],
): Enumerations {
  const kindOf = (owner: Definition): MemberKind | null => {
    const bases = resolver.ancestors(owner).flatMap((base) => (base.kind === "external" ? [base.name] : []));
    if (bases.some((name) => /^enum\.(?:StrEnum|IntEnum)$/.test(name))) return "value";
    if (!bases.some((name) => /^enum\.(?:Enum|Flag|IntFlag)$/.test(name))) return null;
    return bases.includes("builtins.str") || bases.includes("builtins.int") ? "mixed" : "plain";
  };
  return {
    kindOf,
    memberOf: (definition) => {
      const dot = definition.name.lastIndexOf(".");
      if (dot === -1 || definition.binding.kind !== "value") return null;
      const owner = resolver.resolve(definition.path, definition.name.slice(0, dot));
      if (owner.kind !== "definition" || kindOf(owner) === null) return null;
      return { owner, name: definition.name.slice(dot + 1) };
    },
    named: (path, expression) => {
      const owner = resolver.resolveExpression(path, expression);
      if (owner.kind !== "definition" || owner.binding.kind !== "class" || kindOf(owner) === null) {
        return null;
      }
      const names = owner.binding.node.body.flatMap((statement) =>
        statement.kind === "assign"
          ? statement.targets.flatMap((target) =>
              target.kind === "name" && !target.id.startsWith("_") ? [target.id] : [],
            )
          : [],
      );
      return { owner, names };
    },
    isAutomatic: (owner, name) =>
      classBindings(owner, name).some(
        ({ binding }) => binding.kind === "value" && binding.value?.kind === "call",
      ),
  };
}
