import type { SchemaOperation } from "../../facts/database.ts";
import { say } from "../../text/sentence.ts";
import { fixWith, quote, tableCode } from "../alembic-code.ts";
import type { MigrationContext } from "./migration-context.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { postgresConfidence } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { lastPart } from "../../text/names.ts";
import { lowest } from "../../facts/location.ts";

export const enumTypeMissing = migrationRule({
  id: "enum-type-missing",
  title: "A column is added whose enum type nothing creates",
  why: "`op.create_table` creates the enum types of its columns, `op.add_column` does not: PostgreSQL answers `type … does not exist` and the migration fails. Autogenerate writes such revisions, and a test on SQLite passes them.",
  fix: "Create the type before the column, and drop it in `downgrade` after the column.",
  judge(step, context) {
    const { operation } = step;
    if (operation.kind !== "add-column" || operation.column.enumType === undefined) return null;
    const { enumType: type } = operation.column;
    // What only the models or other revisions can tell is not known where nothing but revisions is read.
    if (type.name === "?" || context.before.mentions === undefined) return null;
    if (isCreatedHere(type.name, context) || isNamedBefore(type.name, context)) return null;
    const { table, column } = operation;
    const { name, schema } = tableCode(table);
    return draftFor(step, {
      subject: type.name,
      before: null,
      after: "type of a new column",
      message: say`\`${type.name}\`, the type of \`${table}.${column.name}\`, is created by no revision: the migration fails`,
      fix: fixWith(
        "Create the type first:",
        `enum_type = sa.Enum(${[...type.values.map(quote), `name=${quote(type.name)}`].join(", ")})`,
        "enum_type.create(op.get_bind())",
        `op.add_column(${name}, sa.Column(${quote(column.name)}, enum_type${column.nullable === false ? ", nullable=False" : ""})${schema})`,
      ),
      // Code that names it may have made it in another way, `create_all` for one.
      confidence: lowest(
        postgresConfidence(step),
        context.before.mentions(lastPart(type.name)) ? "medium" : "high",
      ),
    });
  },
});

/** A statement of the change makes the type, or could not be read. */
function isCreatedHere(name: string, context: MigrationContext): boolean {
  return stepsOf(context).some(
    ({ operation, body }) =>
      body.unresolved.length > 0 || operation.kind === "unknown" || creates(operation, name),
  );
}

function creates(operation: SchemaOperation, name: string): boolean {
  return operation.kind === "create-type" && lastPart(operation.name) === lastPart(name);
}

/** Any earlier revision that has the name may have made the type, in whatever way. */
function isNamedBefore(name: string, { before }: MigrationContext): boolean {
  return (before.history?.([lastPart(name)]) ?? []).length > 0;
}
