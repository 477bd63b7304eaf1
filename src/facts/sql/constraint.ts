import type { ConstraintSpecification } from "../database.ts";
import { actionsDetail, makingDetail } from "../index-detail.ts";
import { printExpression } from "./expression.ts";
import {
  flagAt,
  nameParts,
  nodeAt,
  nodesAt,
  relationName,
  stringsAt,
  tagged,
  textAt,
  type Node,
} from "./node.ts";

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
      ...constraintDetail(body, kind),
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

function constraintDetail(body: Node, kind: ConstraintSpecification["kind"]): { readonly detail?: string } {
  const when = { deferrable: flagAt(body, "deferrable"), initiallyDeferred: flagAt(body, "initdeferred") };
  if (kind === "foreign-key") {
    return actionsDetail({
      onDelete: actions.get(textAt(body, "fk_del_action") ?? "") ?? null,
      onUpdate: actions.get(textAt(body, "fk_upd_action") ?? "") ?? null,
      ...when,
    });
  }
  const parts = [actionsDetail({ onDelete: null, onUpdate: null, ...when }).detail];
  if (kind === "unique") {
    const include = stringsAt(body, "including");
    parts.unshift(makingDetail({ include, nullsNotDistinct: flagAt(body, "nulls_not_distinct") }).detail);
  }
  if (kind === "exclude") {
    const using = textAt(body, "access_method");
    const where = printExpression(nodeAt(body, "where_clause"));
    parts.unshift(exclusionOperators(body), makingDetail({ using, where }, "gist").detail);
  }
  const detail = parts.filter((part) => part !== undefined && part !== "").join(" ");
  return detail === "" ? {} : { detail };
}

/** `FKCONSTR_ACTION_…` (src/include/nodes/parsenodes.h). */
const actions: ReadonlyMap<string, string> = new Map([
  ["r", "restrict"],
  ["c", "cascade"],
  ["n", "set null"],
  ["d", "set default"],
]);

function exclusionOperators(body: Node): string {
  return nodesAt(body, "exclusions")
    .map((exclusion) => {
      const operators = nodesAt(tagged(exclusion).body, "items")[1];
      return operators === undefined ? "" : nameParts(operators).join(".");
    })
    .join(" ");
}

/** `desc nulls last` of a column of an index; SQL's defaults give nothing. */
export function indexOrder(node: Node): string {
  const { body } = tagged(node);
  const descending = textAt(body, "ordering") === "SORTBY_DESC";
  const nulls = textAt(body, "nulls_ordering");
  return [
    ...(descending ? ["desc"] : []),
    ...(nulls === "SORTBY_NULLS_FIRST" ? ["nulls first"] : []),
    ...(nulls === "SORTBY_NULLS_LAST" ? ["nulls last"] : []),
  ].join(" ");
}

/** Method, operator classes, `INCLUDE`, `WHERE` of an `IndexStmt` body. */
export function indexDetail(body: Node): { readonly detail?: string } {
  const elements = nodesAt(body, "indexParams");
  return makingDetail({
    using: textAt(body, "accessMethod"),
    operators: elements.flatMap((element) => {
      const operators = stringsAt(tagged(element).body, "opclass").join(".");
      return operators === "" ? [] : [[indexElement(element), operators] as const];
    }),
    include: nodesAt(body, "indexIncludingParams").map(indexElement),
    nullsNotDistinct: flagAt(body, "nulls_not_distinct"),
    where: printExpression(nodeAt(body, "whereClause")),
  });
}

/** The direction of each column, where one has any. */
export function indexOrders(body: Node): { readonly order?: readonly string[] } {
  const order = nodesAt(body, "indexParams").map(indexOrder);
  return order.some((one) => one !== "") ? { order } : {};
}

/** A column of an index: its name, or the normalised expression. */
export function indexElement(node: Node): string {
  const { body } = tagged(node);
  return textAt(body, "name") ?? printExpression(nodeAt(body, "expr"));
}
