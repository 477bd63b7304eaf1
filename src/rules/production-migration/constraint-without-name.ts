import { codes, say } from "../../text/sentence.ts";
import { fixWith, newName, quote } from "../alembic-code.ts";
import { conventionOf } from "./naming.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";

const prefixes = {
  "primary-key": "pk",
  unique: "uq",
  "foreign-key": "fk",
  check: "ck",
  exclude: "ex",
} as const;

export const constraintWithoutName = styleRule({
  id: "constraint-without-name",
  title: "A constraint is added without a name",
  why: "PostgreSQL makes a name up. The downgrade has none to drop (`op.drop_constraint(None, …)` fails), and no later migration can name it without asking the database.",
  fix: "Give it a name, or give the models' `MetaData` a `naming_convention`, which Alembic then uses for all.",
  judge(step, context) {
    const { operation } = step;
    if (operation.kind !== "add-constraint" || operation.name !== null || conventionOf(context) !== null)
      return null;
    const { table, columns, constraint } = operation;
    const name = newName(prefixes[constraint], table.slice(table.lastIndexOf(".") + 1), ...columns);
    const on = columns.length === 0 ? say`` : say` on ${codes(columns, "and")}`;
    return draftFor(step, {
      subject: `${table} ${constraint} (${columns.join(", ")})`,
      before: null,
      after: "no name",
      message: say`\`${table}\` gets a ${constraint.replace("-", " ")} constraint without a name${on}`,
      fix: fixWith(
        "Name it, and drop it by that name in the downgrade:",
        `op.drop_constraint(${quote(name)}, ${quote(table)})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});
