import type { Expression } from "../../syntax/python/ast.ts";

export interface AssignmentTarget {
  readonly name: string;
  /** The part of the value that this name gets, or null when it cannot be told apart. */
  readonly value: Expression | null;
}

/** Names that an assignment binds: `a, (b, *c) = 1, x` gives `a` with `1`, `b` and `c` without a value. */
export function assignmentTargets(target: Expression, value: Expression | null): AssignmentTarget[] {
  switch (target.kind) {
    case "name":
      return [{ name: target.id, value }];
    case "starred":
      return assignmentTargets(target.value, null);
    case "tuple":
    case "list": {
      const values = value?.kind === "tuple" || value?.kind === "list" ? value.elements : [];
      const star = target.elements.findIndex((element) => element.kind === "starred");
      const fits =
        !values.some((element) => element.kind === "starred") &&
        (star === -1
          ? values.length === target.elements.length
          : values.length >= target.elements.length - 1);
      return target.elements.flatMap((element, index) => {
        // Behind a star values are counted from the end.
        const from = star !== -1 && index > star ? index - target.elements.length : index;
        return assignmentTargets(element, fits && index !== star ? (values.at(from) ?? null) : null);
      });
    }
    default:
      return [];
  }
}
