import type { SchemaOperation } from "../../facts/database.ts";
import { say } from "../../text/sentence.ts";
import { newName } from "../alembic-code.ts";
import { tokenize } from "../../syntax/sql/tokens.ts";
import { draftFor } from "./migration-rule.ts";
import type { Step } from "./step.ts";
import { styleRule } from "./style-rule.ts";

/** PostgreSQL's NAMEDATALEN less one; bytes, not characters. */
const mostBytes = 63;

export const nameTooLong = styleRule({
  id: "name-too-long",
  title: "A name has more than 63 bytes",
  why: "PostgreSQL cuts names off after 63 bytes without an error, so that two names can become one, and what is created is not found under the name that the code has. SQLAlchemy refuses most of them when the migration runs.",
  fix: "Choose a shorter name.",
  judge(step) {
    const long = [...namesOf(step.operation), ...wordsOf(step)].find(
      (name) => Buffer.byteLength(name) > mostBytes,
    );
    if (long === undefined) return null;
    return draftFor(step, {
      subject: long,
      before: null,
      after: `${Buffer.byteLength(long)} bytes`,
      message: say`\`${long}\` has ${Buffer.byteLength(long)} bytes: PostgreSQL keeps the first ${mostBytes}`,
      fix: `Choose a name of at most ${mostBytes} bytes, such as \`${newName(long).slice(0, mostBytes)}\`.`,
      confidence: step.statement.confidence,
    });
  },
});

/** SQL is read by PostgreSQL's own parser, which cuts names off already: its text still has them whole. */
function wordsOf({ operation, statement: { detail } }: Step): readonly string[] {
  const isSql = operation.kind !== "modify-rows" && /^(create|alter|drop) /i.test(detail);
  if (!isSql || detail.length <= mostBytes) return [];
  return tokenize(detail)
    .filter(({ kind }) => kind === "word")
    .map(({ start, end }) => detail.slice(start, end).replaceAll('"', ""));
}

/**
 * Tables and columns that an operation names. Names of indexes and constraints are left out: those that a convention
 * makes SQLAlchemy shortens in a way of its own, and it refuses the others.
 */
function namesOf(operation: SchemaOperation): readonly string[] {
  const table = "table" in operation && operation.table !== null ? operation.table.split(".") : [];
  switch (operation.kind) {
    case "create-table":
      return [...table, ...operation.columns.map((column) => column.name)];
    case "add-column":
      return [...table, operation.column.name];
    case "alter-column":
      return [...table, ...(operation.rename === null ? [] : [operation.rename])];
    case "rename-table":
      return operation.to.split(".");
    case "modify-rows":
      return [];
    default:
      return table;
  }
}
