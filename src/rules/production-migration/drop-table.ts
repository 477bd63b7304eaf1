import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, quote, sqlName, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { sameTable } from "../alembic-only/covers.ts";
import { isGuarded } from "./guarded.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { Step } from "./step.ts";
import { tableOf } from "./steps.ts";

export const dropTable = migrationRule({
  id: "drop-table",
  title: "A table or schema is dropped",
  why: "The rows are lost for good: a downgrade makes an empty table. While the release is rolled out, processes that still run the old code fail on every statement that names the table.",
  fix: "First release code that no longer uses the table, keep a backup, and drop it in a later release. Dropping is always somebody's decision: an authority acknowledges it.",
  judge(step, context) {
    const { operation } = step;
    if (operation.kind === "drop-table" && step.existing) {
      if (wasNeverMade(step, operation.table, context)) return neverMade(step, operation.table);
      return isUnused(operation.table, context)
        ? unused(step, operation.table)
        : dropped(step, operation.table, "table");
    }
    if (operation.kind === "drop-type" && step.existing && /\bcascade;?$/i.test(step.statement.detail)) {
      return droppedType(step, operation.name);
    }
    if (operation.kind === "other" && /^DROP (SCHEMA|DATABASE)$/.test(operation.command)) {
      const kind = operation.command.slice("DROP ".length).toLowerCase();
      return dropped(step, operation.relations[0] ?? kind, kind);
    }
    return null;
  },
});

/** `DROP TABLE IF EXISTS` of a table that no revision before works on and no model maps: it clears the way for a new one. */
function wasNeverMade(step: Step, table: string, { before }: MigrationContext): boolean {
  const { body, environment } = step;
  const revision = environment?.revisions.get(body.revision ?? "");
  if (!isGuarded(step) || before.history === undefined || (revision?.down.length ?? 0) === 0) return false;
  const isMapped = [...(before.wholeSchema?.().tables.keys() ?? [])].some((name) => sameTable(name, table));
  return (
    !isMapped &&
    before
      .history([table])
      .every(
        ({ upgrade, unresolved }) =>
          unresolved.length === 0 &&
          upgrade.every(
            ({ operation }) =>
              operation.kind !== "unknown" &&
              ![tableOf(operation), operation.kind === "rename-table" ? operation.to : null].some(
                (name) => name !== null && sameTable(name, table),
              ),
          ),
      )
  );
}

function neverMade(step: Step, name: string) {
  return draftFor(step, {
    subject: name,
    before: "table of no revision",
    after: null,
    message: say`The table \`${name}\` is dropped where it exists; no revision made it`,
    fix: "Nothing to do where nobody needs the rows that a database may have there.",
    confidence: step.statement.confidence,
    severity: "warning",
  });
}

/** The second step of the safe way: no model of the running code maps the table, and no code names it. */
function isUnused(table: string, { before }: MigrationContext): boolean {
  const models = before.wholeSchema?.().tables;
  if (models === undefined || models.size === 0 || before.mentions === undefined) return false;
  const plain = table.slice(table.lastIndexOf(".") + 1);
  return ![...models.keys()].some((name) => sameTable(name, table)) && !before.mentions(plain);
}

function unused(step: Step, name: string) {
  return draftFor(step, {
    subject: name,
    before: "unused table",
    after: null,
    message: say`The table \`${name}\` is dropped with all its rows; no model of the base maps it, and no code of the base names it`,
    fix: "Nothing to do where the rows are not needed any more.",
    confidence: step.statement.confidence,
    severity: "warning",
  });
}

function droppedType(step: Step, name: string) {
  return draftFor(step, {
    subject: name,
    before: "type",
    after: null,
    message: say`\`DROP TYPE … CASCADE\` drops every column of the type \`${name}\` with its values; running code that selects one fails`,
    fix: fixWith(
      "Without CASCADE PostgreSQL refuses as long as a column has the type:",
      executeCode(`DROP TYPE ${sqlName(name)}`),
    ),
    confidence: step.statement.confidence,
  });
}

function dropped(step: Step, name: string, kind: string) {
  const { name: table, schema } = tableCode(name);
  const doubt = step.perhapsNew ? " (unless a function that this change calls has just made it)" : "";
  const later =
    kind === "table"
      ? `op.drop_table(${table}${schema})`
      : `op.execute(${quote(`DROP ${kind.toUpperCase()} ${name}`)})`;
  return draftFor(step, {
    subject: name,
    before: kind,
    after: null,
    message: say`The ${kind} \`${name}\` is dropped with all its rows; running code that names it fails${doubt}`,
    fix: fixWith(
      `Keep the ${kind} in this change, remove what uses it, and drop it in a revision of a later release:`,
      later,
    ),
    confidence: step.statement.confidence,
  });
}
