import type { Statement } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { blocksOf, bindsFirst, functionsOf } from "./function-unit.ts";
import { type ClassReference, type Inference, type Inferred, lastName, merge } from "./inferred.ts";
import { nothingGiven, placeAtModule, placeIn } from "./inferred.ts";

export interface Members {
  readonly memberOf: (definition: ClassReference, name: string) => Inferred | null;
}

/** Reads members of the repository's own classes: annotations and values in the class body, methods, `self.x = …`. */
export function makeMembers(inference: Inference): Members {
  const { project } = inference;
  const cache = new Map<string, Inferred | null>();

  function memberOf(definition: ClassReference, name: string): Inferred | null {
    const key = `${definition.path} ${definition.name} ${name}`;
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    cache.set(key, null);
    let found = ownMember(definition, name);
    if (found === null) {
      for (const ancestor of project.ancestors(definition)) {
        if (ancestor.kind !== "definition" || ancestor.binding.kind !== "class") continue;
        found = ownMember({ ...ancestor, binding: ancestor.binding }, name);
        if (found !== null) break;
      }
    }
    cache.set(key, found);
    return found;
  }

  function ownMember(definition: ClassReference, name: string): Inferred | null {
    const method = methodOf(definition, name);
    if (method !== null) return method;
    const types = [
      ...declaredIn(definition, definition.binding.node.body, name),
      ...assigned(definition, name),
    ];
    return types.length === 0 ? null : merge(types);
  }

  function methodOf(definition: ClassReference, name: string): Inferred | null {
    const unit = unitsOf(definition).findLast((one) => one.node.name === name);
    if (unit === undefined) return null;
    const isProperty = unit.node.decorators.some((one) => lastName(one).endsWith("property"));
    return isProperty ? inference.resultOf(unit, nothingGiven) : { kind: "function", unit };
  }

  function* declaredIn(
    definition: ClassReference,
    body: readonly Statement[],
    name: string,
  ): Generator<Inferred> {
    const place = placeAtModule(definition.path);
    for (const statement of body) {
      if (statement.kind === "annotated-assign") {
        if (statement.target.kind === "name" && statement.target.id === name)
          yield inference.parameterType(place, {
            ...statement,
            kind: "positional",
            name,
            annotation: statement.annotation,
            default: statement.value,
          });
      } else if (statement.kind === "assign") {
        if (statement.targets.some((target) => target.kind === "name" && target.id === name))
          yield inference.typeOf(place, statement.value);
      } else {
        for (const block of blocksOf(statement)) yield* declaredIn(definition, block, name);
      }
    }
  }

  function* assigned(definition: ClassReference, name: string): Generator<Inferred> {
    for (const unit of unitsOf(definition)) {
      const self = bindsFirst(unit) ? unit.node.parameters[0]?.name : undefined;
      if (self === undefined) continue;
      const place = placeIn(unit);
      for (const node of walkScope(unit.node.body)) {
        if (node.kind !== "assign" && node.kind !== "annotated-assign") continue;
        const targets = node.kind === "assign" ? node.targets : [node.target];
        const here = targets.some(
          (target) =>
            target.kind === "attribute" &&
            target.attribute === name &&
            target.value.kind === "name" &&
            target.value.id === self,
        );
        if (!here) continue;
        if (node.kind === "annotated-assign") yield inference.annotated(place, node.annotation);
        else yield inference.typeOf(place, node.value);
      }
    }
  }

  function unitsOf(definition: ClassReference) {
    const module = project.module(definition.path);
    if (module === null) return [];
    return functionsOf(definition.path, module).filter(
      (unit) => unit.owner?.node === definition.binding.node,
    );
  }

  return { memberOf };
}
