import { say } from "../../text/sentence.ts";
import { fixWith, quote, tableCode } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";

export const enumTypeCreated = styleRule({
  id: "enum-type-created",
  title: "An enum type is created",
  why: "Values of an enum type can be added and renamed, but not removed, and a new one can't be used in the transaction that adds it. Rows of a table can be all of that, and can carry a description.",
  fix: "Use a table of values and a foreign key, or a text column with a CHECK (`sa.Enum(…, native_enum=False, create_constraint=True)`).",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "create-type") return null;
    const { name } = tableCode(operation.name);
    return draftFor(step, {
      subject: operation.name,
      before: null,
      after: "enum",
      message: say`\`${operation.name}\` is created as an enum: its values can't be removed again`,
      fix: fixWith(
        "Make a table of the values and refer to it:",
        `op.create_table(${name}, sa.Column("value", sa.Text(), primary_key=True))`,
        `op.bulk_insert(sa.table(${name}, sa.column("value", sa.Text())), [${operation.values.map((value) => `{"value": ${quote(value)}}`).join(", ")}])`,
      ),
      confidence: step.statement.confidence,
    });
  },
});
