import { say } from "../../text/sentence.ts";
import { concurrentIndexCode, indexName } from "./create-index-not-concurrently.ts";
import { autocommitCode, fixWith } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";

/** From the fourth column on an index rarely narrows what the first three left (strong_migrations' limit). */
const mostColumns = 3;

export const indexWithManyColumns = styleRule({
  id: "index-with-many-columns",
  title: "An index has more than three columns",
  why: "Each further column makes the index larger and each write slower, and rarely narrows what the first ones left. A unique index needs all of its columns, and is not meant.",
  fix: "Index the columns that narrow most, first those that queries compare with `=`.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "create-index" || operation.unique) return null;
    if (operation.columns.length <= mostColumns) return null;
    const fewer = { ...operation, columns: operation.columns.slice(0, mostColumns) };
    return draftFor(step, {
      subject: indexName(operation),
      before: null,
      after: `index on ${operation.table} (${operation.columns.join(", ")})`,
      message: say`The index \`${indexName(operation)}\` has ${operation.columns.length} columns`,
      fix: fixWith("Try with the first three, and measure:", autocommitCode(concurrentIndexCode(fewer))),
      confidence: step.statement.confidence,
    });
  },
});
