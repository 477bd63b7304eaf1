import { normalColumnType } from "../facts/column-types.ts";
import type { Column, ColumnType, Constraint, Index } from "../facts/database.ts";
import { canonicalJson } from "../text/canonical.ts";

/** Aspects of a column in which two declarations of it may differ. The primary key, keys and indexes are facts of their own. */
export type ColumnAspect = "type" | "nullable" | "default" | "identity" | "computed";

/** What differs between two declarations of one column, as the database sees it. */
export function differingAspects(before: Column, after: Column): readonly ColumnAspect[] {
  const aspects: ColumnAspect[] = [];
  if (!sameType(before, after)) aspects.push("type");
  if (before.nullable !== after.nullable) aspects.push("nullable");
  if (comparableDefault(before.serverDefault) !== comparableDefault(after.serverDefault))
    aspects.push("default");
  if (before.identity !== after.identity) aspects.push("identity");
  if (before.computed !== after.computed) aspects.push("computed");
  return aspects;
}

function sameType(before: Column, after: Column): boolean {
  if (sameColumnType(before.type, after.type)) return true;
  // A foreign key without a type has that of what it references: naming it says nothing new.
  const derived = [before, after].some((column) => column.type.name === `type of ${column.foreignKey ?? ""}`);
  return derived && before.foreignKey === after.foreignKey;
}

/** Equal as PostgreSQL sees it; an opaque type is equal to its own text only. */
export function sameColumnType(one: ColumnType, other: ColumnType): boolean {
  return canonicalJson(normalColumnType(one)) === canonicalJson(normalColumnType(other));
}

/** Defaults that mean one value: `'0'` and `0`, `'{}'::jsonb` and `'{}'`, `CURRENT_TIMESTAMP` and `now()`. */
export function comparableDefault(text: string | null): string | null {
  if (text === null) return null;
  let plain = text.trim();
  while (plain.startsWith("(") && plain.endsWith(")") && !plain.slice(1, -1).includes("(")) {
    plain = plain.slice(1, -1).trim();
  }
  const cast = plain.lastIndexOf("::");
  if (cast > 0 && plain.charAt(cast - 1) === "'") plain = plain.slice(0, cast);
  if (plain.toLowerCase() === "current_timestamp") return "now()";
  const literal = /^'([\w.+-]*)'$/u.exec(plain);
  return literal?.[1] ?? plain;
}

/** An index is told by what it indexes; its name is the convention's or the author's. */
export function indexKey(index: Index): string {
  return canonicalJson([index.columns, index.detail ?? ""]);
}

export function sameIndex(before: Index, after: Index): boolean {
  return before.unique === after.unique && sameName(before.name, after.name);
}

/** A constraint is told by what it constrains; a check by its name, where it has one. */
export function constraintKey(constraint: Constraint): string {
  const { kind, columns, references } = constraint;
  switch (kind) {
    case "primary-key":
      return kind;
    case "unique":
      return canonicalJson([kind, [...columns].sort()]);
    case "foreign-key":
      return canonicalJson([kind, columns, references]);
    case "check":
      return canonicalJson([kind, constraint.name ?? constraint.expression]);
    default:
      return canonicalJson([kind, constraint.name ?? columns]);
  }
}

export function sameConstraint(before: Constraint, after: Constraint): boolean {
  if (!sameName(before.name, after.name) || before.detail !== after.detail) return false;
  if (before.kind === "check") return before.expression === after.expression;
  return before.kind !== "primary-key" || sameSet(before.columns, after.columns);
}

function sameSet(before: readonly string[], after: readonly string[]): boolean {
  return canonicalJson([...before].sort()) === canonicalJson([...after].sort());
}

/** A name that a convention makes is not known and no reason to see a difference. */
function sameName(before: string | null, after: string | null): boolean {
  return before === null || after === null || before === after;
}
