import type { Expression } from "../../syntax/python/ast.ts";
import type { Binding, Definition, External, Unresolvable } from "./project.ts";
import {
  asResolution,
  dottedName,
  maximumTrail,
  type Scopes,
  type Step,
  type Trail,
  unresolved,
} from "./resolution-step.ts";

/** Classes: what they inherit from, their attributes, and which class a value is an instance of. */
export interface Classes {
  readonly attribute: (owner: Definition, name: string, trail: Trail) => Step;
  readonly ancestors: (definition: Definition, trail: Trail) => (Definition | External | Unresolvable)[];
  readonly instanceOf: (definition: Definition, trail: Trail) => Definition | null;
}

export function createClasses(
  scopes: Pick<Scopes, "classScope">,
  follow: (path: string, names: readonly string[], trail: Trail) => Step,
  followBinding: (path: string, name: string, binding: Binding, trail: Trail) => Step,
): Classes {
  function attribute(owner: Definition, name: string, trail: Trail): Step {
    let unknownBase: string | null = null;
    for (const holder of [owner, ...ancestors(owner, trail)]) {
      if (holder.kind !== "definition") {
        unknownBase ??= holder.kind === "external" ? holder.name : holder.reason;
        continue;
      }
      if (holder.binding.kind !== "class") continue;
      const binding = scopes.classScope(holder.binding.node.body).names.get(name)?.[0]?.binding;
      if (binding === undefined) continue;
      if (binding.kind === "import") return followBinding(holder.path, name, binding, trail);
      return { kind: "definition", path: holder.path, name: `${holder.name}.${name}`, binding };
    }
    return unresolved(
      unknownBase === null
        ? `${owner.name} has no ${name}`
        : `${owner.name}.${name} may come from ${unknownBase}`,
    );
  }

  function instanceOf(definition: Definition, before: Trail): Definition | null {
    const trail = extended(before, "instance", definition);
    if (trail === null || definition.binding.kind !== "value") return null;
    const { annotation, value } = definition.binding;
    if (annotation !== null) {
      const annotated = localClass(definition.path, annotation, trail);
      if (annotated !== null) return annotated;
    }
    if (value?.kind !== "call") return null;
    const callee = dottedName(value.callee);
    if (callee === null) return null;
    const made = follow(definition.path, callee.split("."), trail);
    if (made.kind !== "definition") return null;
    if (made.binding.kind === "class") return made;
    if (made.binding.kind !== "function" || made.binding.node.returns === null) return null;
    return localClass(made.path, made.binding.node.returns, trail);
  }

  function localClass(path: string, annotation: Expression, trail: Trail): Definition | null {
    const dotted = annotation.kind === "string" ? annotation.value : dottedName(annotation);
    if (dotted === null || !/^[\w.]+$/.test(dotted)) return null;
    const found = follow(path, dotted.split("."), trail);
    return found.kind === "definition" && found.binding.kind === "class" ? found : null;
  }

  /** Bases depth first, left to right, each once. */
  function ancestors(definition: Definition, before: Trail): (Definition | External | Unresolvable)[] {
    const trail = extended(before, "bases", definition);
    if (trail === null) return [];
    const seen = new Set([`${definition.path}\0${definition.name}`]);
    const found: (Definition | External | Unresolvable)[] = [];
    const visit = (owner: Definition, depth: number): void => {
      if (owner.binding.kind !== "class" || depth > maximumTrail) return;
      for (const base of owner.binding.node.bases) {
        const resolution = baseClass(owner, base, trail);
        const key =
          resolution.kind === "definition"
            ? `${resolution.path}\0${resolution.name}`
            : JSON.stringify(resolution);
        if (seen.has(key)) continue;
        seen.add(key);
        found.push(resolution);
        if (resolution.kind === "definition") visit(resolution, depth + 1);
      }
    };
    visit(definition, 0);
    return found;
  }

  function baseClass(
    owner: Definition,
    base: Expression,
    trail: Trail,
  ): Definition | External | Unresolvable {
    // `Repository[User]` inherits from `Repository`.
    const dotted = dottedName(base.kind === "subscript" ? base.value : base);
    if (dotted === null) return unresolved("a base class is computed");
    const found = asResolution(follow(owner.path, dotted.split("."), trail));
    if (found.kind === "module") return unresolved(`${dotted} is a module`);
    if (
      found.kind === "definition" &&
      found.binding.kind === "value" &&
      found.binding.value?.kind === "subscript"
    ) {
      const generic = dottedName(found.binding.value.value);
      const origin = generic === null ? null : asResolution(follow(found.path, generic.split("."), trail));
      if (origin?.kind === "definition" || origin?.kind === "external") return origin;
    }
    return found;
  }

  return { attribute, ancestors, instanceOf };
}

/** The trail with one more question about a definition, or null where that question is being answered already. */
function extended(trail: Trail, question: string, { path, name }: Definition): Trail | null {
  const key = `${question} ${path}\0${name}`;
  return trail.has(key) || trail.size > maximumTrail ? null : new Set([...trail, key]);
}
