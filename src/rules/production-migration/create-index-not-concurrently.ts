import type { SchemaOperation } from "../../facts/database.ts";
import { say } from "../../text/sentence.ts";
import { autocommitCode, fixWith, newName, quote, quotes, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

export const createIndexNotConcurrently = migrationRule({
  id: "create-index-not-concurrently",
  title: "An index is built while writes wait",
  why: "`CREATE INDEX` holds a SHARE lock for as long as it reads the table and sorts: every INSERT, UPDATE and DELETE waits. On a table of some million rows that is seconds to minutes.",
  fix: "Build it with `postgresql_concurrently=True` inside `autocommit_block()`: nothing waits. Put it into a revision of its own: the block commits what came before it.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "create-index" || operation.concurrently) return null;
    if (!step.existing || step.size === "small" || step.emptied) return null;
    return draftFor(step, {
      subject: indexName(operation),
      before: null,
      after: `${operation.unique ? "unique " : ""}index on ${operation.table} (${operation.columns.join(", ")})`,
      message: say`The index \`${indexName(operation)}\` is built while ${whoWaits(step)}${sizeText(step)}`,
      fix: fixWith("Build it beside the writes:", autocommitCode(concurrentIndexCode(operation))),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

type CreateIndex = Extract<SchemaOperation, { kind: "create-index" }>;

/** The index by its name, or by what it is on. */
export function indexName(operation: CreateIndex): string {
  return operation.name ?? `${operation.table} (${operation.columns.join(", ")})`;
}

export function concurrentIndexCode(operation: CreateIndex): string {
  const { name, schema } = tableCode(operation.table);
  const plain = operation.table.slice(operation.table.lastIndexOf(".") + 1);
  const index = quote(operation.name ?? newName("ix", plain, ...operation.columns));
  const columns = operation.columns.every((column) => /^\w+$/.test(column))
    ? quotes(operation.columns)
    : "[...]";
  const unique = operation.unique ? ", unique=True" : "";
  return `op.create_index(${index}, ${name}, ${columns}${unique}, postgresql_concurrently=True${schema})`;
}
