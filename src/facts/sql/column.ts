import type { ColumnSpecification, ConstraintSpecification } from "../database.ts";
import { isVolatile } from "../postgresql/volatility.ts";
import { readConstraint } from "./constraint.ts";
import { printExpression } from "./expression.ts";
import { callsIn } from "./calls.ts";
import { nodeAt, nodesAt, tagged, textAt, type Node } from "./node.ts";
import { readTypeName } from "./type-name.ts";

export interface ReadColumn {
  readonly column: ColumnSpecification;
  readonly constraints: readonly ConstraintSpecification[];
}

/** A `ColumnDef` body with the constraints that are written inside of it. */
export function readColumn(body: Node): ReadColumn {
  const name = textAt(body, "colname") ?? "?";
  const { type, serial } = readTypeName(nodeAt(body, "typeName"));
  const parts = nodesAt(body, "constraints").map((node) => tagged(node).body);
  const constraints = parts.flatMap((part) => readConstraint(part, name)?.constraint ?? []);
  const part = (contype: string): Node | undefined =>
    parts.find((candidate) => textAt(candidate, "contype") === contype);
  const primaryKey = constraints.some((constraint) => constraint.kind === "primary-key");
  const identity = serial || part("CONSTR_IDENTITY") !== undefined;
  const expression = defaultOf(part("CONSTR_DEFAULT"));
  const references = constraints.find((constraint) => constraint.kind === "foreign-key")?.references ?? null;
  return {
    column: {
      name,
      type,
      nullable: !primaryKey && !identity && part("CONSTR_NOTNULL") === undefined,
      serverDefault: expression === null ? null : printExpression(expression),
      volatileDefault: expression !== null && callsIn(expression).some(isVolatile),
      primaryKey,
      foreignKey:
        references === null
          ? null
          : [references.table, ...references.columns.slice(0, 1)].filter((text) => text !== "").join("."),
      unique: constraints.some((constraint) => constraint.kind === "unique"),
      identity,
      ...(serial ? { serial } : {}),
      computedStored: isStored(part("CONSTR_GENERATED")),
      ...computedOf(part("CONSTR_GENERATED")),
      check: constraints.some((constraint) => constraint.kind === "check"),
    },
    constraints,
  };
}

/** `DEFAULT NULL` says nothing. */
function defaultOf(constraint: Node | undefined): Node | null {
  const expression = constraint === undefined ? null : nodeAt(constraint, "raw_expr");
  return expression === null || printExpression(expression) === "NULL" ? null : expression;
}

function computedOf(constraint: Node | undefined): { readonly computed?: string } {
  return constraint === undefined ? {} : { computed: printExpression(nodeAt(constraint, "raw_expr")) };
}

/** Before PostgreSQL 18 every generated column is stored; from then on `VIRTUAL` is what is not. */
function isStored(constraint: Node | undefined): boolean {
  return constraint !== undefined && textAt(constraint, "generated_kind") !== "v";
}
