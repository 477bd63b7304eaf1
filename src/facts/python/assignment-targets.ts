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
      const values =
        value !== null && (value.kind === "tuple" || value.kind === "list") ? value.elements : [];
      const paired =
        values.length === target.elements.length &&
        ![...values, ...target.elements].some((element) => element.kind === "starred");
      return target.elements.flatMap((element, index) =>
        assignmentTargets(element, paired ? (values[index] ?? null) : null),
      );
    }
    default:
      return [];
  }
}
