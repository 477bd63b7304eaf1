import { say } from "../../text/sentence.ts";
import { fixWith } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { stepsOf } from "./steps.ts";
import { styleRule } from "./style-rule.ts";

export const tableWithoutPrimaryKey = styleRule({
  id: "table-without-primary-key",
  title: "A table is created without a primary key",
  why: "A single row can't be named: neither updated nor deleted for certain, nor found again by a batch. Logical replication refuses updates and deletes, and SQLAlchemy can't map the table.",
  fix: "Give the table a primary key; an association table has both of its columns as one.",
  judge(step, context) {
    const { operation } = step;
    if (operation.kind !== "create-table" || operation.columns.length === 0) return null;
    if (/^create (local |global )?(temp|temporary) /i.test(step.statement.detail)) return null;
    if (operation.constraints.some(({ kind }) => kind === "primary-key")) return null;
    const isKeyed = stepsOf(context).some(
      ({ operation: other }) =>
        other.kind === "add-constraint" &&
        other.constraint === "primary-key" &&
        other.table === operation.table,
    );
    if (isKeyed) return null;
    return draftFor(step, {
      subject: operation.table,
      before: null,
      after: "no primary key",
      message: say`\`${operation.table}\` has no primary key: no single row can be named`,
      fix: fixWith(
        "Add one to the table:",
        'sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True)',
      ),
      confidence: step.statement.confidence,
    });
  },
});
