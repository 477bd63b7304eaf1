import type { Table } from "../../facts/database.ts";
import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { autocommitCode, fixWith, newName, quote, quotes, tableCode } from "../alembic-code.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";

export const foreignKeyWithoutIndex = defineRule({
  id: "foreign-key-without-index",
  domain: "DBA",
  severity: "info",
  confidence: "high",
  title: "A new foreign key has no index to look it up by",
  why: "PostgreSQL makes no index for a foreign key. Each `DELETE` of a referenced row, and each change of its key, then reads the whole referencing table while it holds its locks, and so does every join from that side.",
  fix: "Create an index that starts with the key's columns. Leave it out where the referenced rows are never deleted and nothing joins from there.",
  *check(context): Iterable<FindingDraft> {
    const steps = stepsOf(context);
    const indexed = steps.flatMap(indexesOf);
    for (const step of steps) {
      if (step.size === "small") continue;
      for (const key of keysOf(step)) {
        const covered = [...indexed, ...modelIndexes(key.table, context)].some(
          (index) => index.table === key.table && startsWith(index.columns, key.columns),
        );
        if (!covered) yield draftOf(key, step, context);
      }
    }
  },
});

interface Keyed {
  readonly table: string;
  readonly columns: readonly string[];
}

interface ForeignKey extends Keyed {
  readonly referenced: string;
}

/** Foreign keys that a statement makes. */
function keysOf({ operation }: Step): readonly ForeignKey[] {
  switch (operation.kind) {
    case "create-table":
      return operation.constraints.flatMap(({ columns, references }) =>
        references === null ? [] : [{ table: operation.table, columns, referenced: references.table }],
      );
    case "add-constraint": {
      const { table, columns, references } = operation;
      return references === null ? [] : [{ table, columns, referenced: references.table }];
    }
    case "add-column": {
      const { table, column } = operation;
      if (column.foreignKey === null) return [];
      const dot = column.foreignKey.lastIndexOf(".");
      const referenced = dot < 0 ? column.foreignKey : column.foreignKey.slice(0, dot);
      return [{ table, columns: [column.name], referenced }];
    }
    default:
      return [];
  }
}

/** Columns that a statement makes an index of, in their order: keys have one too. */
function indexesOf({ operation }: Step): readonly Keyed[] {
  switch (operation.kind) {
    case "create-table":
      return operation.constraints
        .filter(({ kind }) => kind === "primary-key" || kind === "unique")
        .map(({ columns }) => ({ table: operation.table, columns }));
    case "create-index":
      return [{ table: operation.table, columns: operation.columns }];
    case "add-constraint":
      return operation.constraint === "primary-key" || operation.constraint === "unique"
        ? [{ table: operation.table, columns: operation.columns }]
        : [];
    default:
      return [];
  }
}

/** What the models say of the table: an index may be older than the key. */
function modelIndexes(name: string, context: MigrationContext): readonly Keyed[] {
  const table = modelOf(name, context);
  if (table === undefined) return [];
  const keys = table.constraints.filter(({ kind }) => kind === "primary-key" || kind === "unique");
  return [...table.indexes, ...keys].map(({ columns }) => ({ table: name, columns }));
}

function modelOf(name: string, { before, after }: MigrationContext): Table | undefined {
  return after.schema.tables.get(name) ?? before.wholeSchema?.().tables.get(name);
}

/** The first columns of an index are those of the key, in any order. */
function startsWith(index: readonly string[], columns: readonly string[]): boolean {
  const first = index.slice(0, columns.length);
  return columns.length > 0 && columns.every((column) => first.includes(column));
}

function draftOf(
  { table, columns, referenced }: ForeignKey,
  step: Step,
  context: MigrationContext,
): FindingDraft {
  const { name, schema } = tableCode(table);
  const index = newName("ix", table, ...columns);
  const given = `${quote(index)}, ${name}, ${quotes(columns)}${schema}`;
  const code = step.existing
    ? autocommitCode(`op.create_index(${given}, postgresql_concurrently=True)`)
    : `op.create_index(${given})`;
  // An index of a table that stood before may be known to nobody but the database.
  const known = !step.existing || modelOf(table, context)?.confidence === "high";
  return {
    subject: `${table} (${columns.join(", ")})`,
    reaches: [],
    before: null,
    after: `foreign key to ${referenced}`,
    where: { ...step.statement.where, side: "after" },
    message: say`No index of \`${table}\` starts with ${codes(columns)}: deleting a row of \`${referenced}\` reads all of \`${table}\``,
    fix: fixWith("Where rows are deleted there, or joined from there, add:", code),
    ...(known && step.statement.confidence === "high" ? {} : { confidence: "medium" as const }),
  };
}
