import { say } from "../../text/sentence.ts";
import { autocommitCode, executeCode, fixWith, newName, sqlName } from "../alembic-code.ts";
import { concurrentIndexCode } from "./create-index-not-concurrently.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

interface Key {
  readonly table: string;
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly primary: boolean;
}

export const validatingUnique = migrationRule({
  id: "validating-unique",
  title: "A unique constraint builds its index while the table is locked",
  why: "Adding UNIQUE or PRIMARY KEY builds an index under ACCESS EXCLUSIVE: nothing reads or writes the table until that is done, and it fails when two rows are equal.",
  fix: "Build the unique index with `postgresql_concurrently=True` outside of the transaction, and make it the constraint with `USING INDEX`, which reads nothing.",
  judge(step) {
    if (!step.existing || step.size === "small" || step.emptied) return null;
    const key = validatedKey(step);
    if (key === null) return null;
    const columns = key.columns.join(", ");
    const kind = key.primary ? "primary key" : "unique constraint";
    return draftFor(step, {
      subject: key.name ?? `${key.table} (${columns})`,
      before: null,
      after: `${kind} on ${key.table} (${columns})`,
      message: say`The ${kind} on \`${key.table}\` (${columns}) builds its index while ${whoWaits(step)}; it fails where two rows are equal${sizeText(step)}`,
      fix: fixWith("Build the index first, beside reads and writes:", ...codeFor(key)),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

function validatedKey({ operation }: Step): Key | null {
  if (operation.kind === "add-column" && operation.column.unique) {
    return { table: operation.table, name: null, columns: [operation.column.name], primary: false };
  }
  if (operation.kind !== "add-constraint" || operation.usingIndex) return null;
  if (operation.constraint !== "unique" && operation.constraint !== "primary-key") return null;
  const { table, name, columns, constraint } = operation;
  return { table, name, columns, primary: constraint === "primary-key" };
}

function codeFor({ table, name, columns, primary }: Key): readonly string[] {
  const plain = table.slice(table.lastIndexOf(".") + 1);
  const constraint = name ?? newName(primary ? "pk" : "uq", plain, ...columns);
  const index = concurrentIndexCode({
    kind: "create-index",
    table,
    name: constraint,
    columns,
    unique: true,
    concurrently: true,
    ifNotExists: false,
  });
  const kind = primary ? "PRIMARY KEY" : "UNIQUE";
  const add = `ALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${sqlName(constraint)} ${kind} USING INDEX ${sqlName(constraint)}`;
  return [autocommitCode(index), executeCode(add)];
}
