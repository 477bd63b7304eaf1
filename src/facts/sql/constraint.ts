import type { ConstraintSpecification } from "../database.ts";
import { printExpression } from "./expression.ts";
import { flagAt, nodeAt, nodesAt, relationName, stringsAt, tagged, textAt, type Node } from "./node.ts";

export interface ReadConstraint {
  readonly constraint: ConstraintSpecification;
  readonly notValid: boolean;
  readonly usingIndex: boolean;
}

const kinds: ReadonlyMap<string, ConstraintSpecification["kind"]> = new Map([
  ["CONSTR_PRIMARY", "primary-key"],
  ["CONSTR_UNIQUE", "unique"],
  ["CONSTR_FOREIGN", "foreign-key"],
  ["CONSTR_CHECK", "check"],
  ["CONSTR_EXCLUSION", "exclude"],
]);

/**
 * A `Constraint` body of a table or, with `column`, of a column; null for those that say something else of a column
 * (`NOT NULL`, `DEFAULT`, `GENERATED`).
 */
export function readConstraint(body: Node, column: string | null): ReadConstraint | null {
  const kind = kinds.get(textAt(body, "contype") ?? "");
  if (kind === undefined) return null;
  // PostgreSQL does not care at which column a check is written.
  const own = column === null || kind === "check" ? constraintColumns(body, kind) : [column];
  const referenced = relationName(nodeAt(body, "pktable"));
  return {
    constraint: {
      kind,
      name: textAt(body, "conname"),
      columns: own,
      references: referenced === null ? null : { table: referenced, columns: stringsAt(body, "pk_attrs") },
      expression: kind === "check" ? printExpression(nodeAt(body, "raw_expr")) : null,
    },
    notValid: flagAt(body, "skip_validation"),
    usingIndex: textAt(body, "indexname") !== null,
  };
}

function constraintColumns(body: Node, kind: ConstraintSpecification["kind"]): readonly string[] {
  if (kind === "foreign-key") return stringsAt(body, "fk_attrs");
  if (kind !== "exclude") return stringsAt(body, "keys");
  return nodesAt(body, "exclusions").map((exclusion) => {
    const [element] = nodesAt(tagged(exclusion).body, "items");
    return element === undefined ? "?" : indexElement(element);
  });
}

/** A column of an index: its name, or the normalised expression. */
export function indexElement(node: Node): string {
  const { body } = tagged(node);
  return textAt(body, "name") ?? printExpression(nodeAt(body, "expr"));
}
