import { formatColumnType } from "../../facts/column-types.ts";
import type { Column, Constraint, Index } from "../../facts/database.ts";
import type { ModelDelta } from "./model-delta.ts";

/**
 * The texts that make up the identity of a finding: frozen, so that an acknowledgement survives. Nothing in them
 * depends on a path, a line, a class or the wording of messages.
 */
export interface DeltaText {
  /** `users`, `users.email`, `users index (email)`. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function textOf(delta: ModelDelta): DeltaText {
  const table = delta.table.name;
  switch (delta.kind) {
    case "create-table":
      return { subject: table, before: null, after: "table" };
    case "drop-table":
      return { subject: table, before: "table", after: null };
    case "add-column":
      return { subject: `${table}.${delta.column.name}`, before: null, after: columnText(delta.column) };
    case "drop-column":
      return { subject: `${table}.${delta.column.name}`, before: columnText(delta.column), after: null };
    case "alter-column": {
      const { before, after } = delta;
      return { subject: `${table}.${after.name}`, before: columnText(before), after: columnText(after) };
    }
    case "add-index":
    case "drop-index":
    case "alter-index": {
      const subject = `${table} index (${delta.index.columns.join(", ")})`;
      return sided(delta.kind, subject, indexText(delta.index));
    }
    default: {
      const { constraint } = delta;
      const on = constraint.columns.length === 0 ? (constraint.name ?? "") : constraint.columns.join(", ");
      const subject = `${table} ${constraint.kind} (${on})`;
      return sided(delta.kind, subject, constraintText(constraint));
    }
  }
}

function sided(kind: ModelDelta["kind"], subject: string, text: string): DeltaText {
  return kind.startsWith("drop-")
    ? { subject, before: text, after: null }
    : { subject, before: kind.startsWith("alter-") ? "other" : null, after: text };
}

/** `string(255) not null default 'x'`. */
export function columnText(column: Column): string {
  return [
    formatColumnType(column.type),
    column.nullable ? "null" : "not null",
    ...(column.serverDefault === null ? [] : [`default ${column.serverDefault}`]),
    ...(column.identity ? ["identity"] : []),
    ...(column.computed === null ? [] : [`computed ${column.computed}`]),
  ].join(" ");
}

function indexText(index: Index): string {
  return [
    index.unique ? "unique index" : "index",
    ...(index.detail === undefined ? [] : [index.detail]),
  ].join(" ");
}

function constraintText({ kind, references, expression, detail }: Constraint): string {
  const target = references === null ? [] : [`to ${references.table}(${references.columns.join(", ")})`];
  return [
    kind,
    ...target,
    ...(expression === null ? [] : [expression]),
    ...(detail === undefined ? [] : [detail]),
  ].join(" ");
}
