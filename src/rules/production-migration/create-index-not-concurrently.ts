import type { SchemaOperation } from "../../facts/database.ts";
import { say } from "../../text/sentence.ts";
import {
  autocommitCode,
  executeCode,
  fixWith,
  nameCode,
  newName,
  quote,
  tableCode,
} from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
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
      fix: fixWith("Build it beside the writes:", autocommitCode(safeIndexCode(step, operation))),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

/** A column by its name; an expression as SQL; `...` for what is neither and stands in the migration as Python. */
function elementCode(element: string): string {
  if (/^\w+$/.test(element)) return quote(element);
  if (/^\*|\b(sa|text|func|column|literal_column)\b[.(]/.test(element)) return "...";
  // An expression stands in parentheses, unless it is a call; an order does not.
  const isBare = /^\w+\([^()]*\)$/.test(element) || /\b(asc|desc|nulls)\b/i.test(element);
  return `sa.text(${quote(isBare ? element : `(${element})`)})`;
}

type CreateIndex = Extract<SchemaOperation, { kind: "create-index" }>;

/** The index by its name, or by what it is on. */
export function indexName(operation: CreateIndex): string {
  return operation.name ?? `${operation.table} (${operation.columns.join(", ")})`;
}

/** The same index built concurrently, with what its statement says beyond columns: method, condition, included columns. */
function safeIndexCode({ statement: { detail }, body }: Step, operation: CreateIndex): string {
  const sql = /^create (unique )?index (if not exists )?/i.exec(detail);
  if (sql !== null && body.revision !== null) {
    const [head, unique = ""] = sql;
    const rest = joinOperators(detail.slice(head.length));
    return executeCode(`CREATE ${unique.toUpperCase()}INDEX CONCURRENTLY ${rest}`);
  }
  // Keywords of `op.create_index` as they stand in the migration.
  const keywords = detail
    .split(/, (?=postgresql_\w+=)/)
    .filter((keyword) => keyword.startsWith("postgresql_"))
    .map((keyword) => keyword.replace(/, if_not_exists=True/g, ""));
  const code = concurrentIndexCode(operation);
  return keywords.length === 0 ? code : code.replace(/\)$/, () => `, ${keywords.join(", ")})`);
}

/** Normalised SQL has its tokens apart, also the characters of an operator: `- >` for `->`. */
function joinOperators(sql: string): string {
  return sql.replaceAll(/(?<=[-+*/<>=~!@#%^&|?]) (?=[-+*/<>=~!@#%^&|?])/g, "");
}

/** `op.create_index(…)` that keeps nobody out. */
export function concurrentIndexCode(operation: CreateIndex): string {
  const { name, schema } = tableCode(operation.table);
  const plain = operation.table.slice(operation.table.lastIndexOf(".") + 1);
  const given = operation.name ?? newName("ix", plain, ...operation.columns);
  const index = nameCode(given);
  const columns = `[${operation.columns.map(elementCode).join(", ")}]`;
  const unique = operation.unique ? ", unique=True" : "";
  return `op.create_index(${index}, ${name}, ${columns}${unique}, postgresql_concurrently=True${schema})`;
}
