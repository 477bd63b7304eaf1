import { comparableDefault, sameColumnType } from "../../changes/schema-equality.ts";
import type { Column, ColumnType, DatabaseSchema, Table } from "../../facts/database.ts";
import type { Confidence } from "../../facts/location.ts";
import { isScriptPath, isTestPath } from "../../source/file-kind.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import { lowest } from "../production-migration/step.ts";
import { newBodies } from "../production-migration/steps.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { sameTable } from "./covers.ts";
import { typeText } from "./delta-text.ts";
import { sameFamily } from "./history.ts";
import { revisedTables, type RevisedColumn, type RevisedTable } from "./revised-columns.ts";

export const revisionDiffersFromModel = defineRule({
  id: "revision-differs-from-model",
  constraint: "alembic-only",
  domain: "DBA",
  severity: "error",
  confidence: "high",
  title: "A new revision leaves the database different from the models",
  why: "Queries are built from the models. A column that the revision drops and a model still has is named in every query of that model, which fails from the moment the revision has run; a type that the model does not expect makes reads or writes fail; a rule about NULL that only one of the two has lets rows in that the other refuses.",
  fix: "Make the revision and the models say the same in this pull request. A column that code stops using goes in two steps: first from the model, in a later deployment from the database.",
  *check(context): Iterable<FindingDraft> {
    const revised = revisedTables(newBodies(context));
    if (revised.length === 0) return;
    const models = context.after.modelsOf?.(revised.map(({ name }) => name));
    if (models === undefined) return;
    for (const table of revised) {
      const model = modelOf(models, table.name);
      if (model === null) continue;
      for (const difference of differences(table, model)) yield draft(difference, model, context);
    }
  },
});

interface Difference {
  readonly subject: string;
  readonly database: string;
  readonly model: string;
  readonly column: RevisedColumn | NonNullable<RevisedTable["gone"]>;
  readonly message: Sentence;
  readonly fix: string;
  readonly confidence: Confidence;
}

/** The model of a table, where it is known in full and belongs to what Alembic migrates. */
function modelOf({ tables }: DatabaseSchema, name: string): Table | null {
  const found = [...tables.values()].filter((table) => sameTable(table.name, name));
  const [model] = found;
  if (model === undefined || found.length > 1 || model.migrated === false) return null;
  const { path } = model.where;
  return model.confidence === "high" && !isTestPath(path) && !isScriptPath(path) ? model : null;
}

function* differences(table: RevisedTable, model: Table): Iterable<Difference> {
  if (table.gone !== null) {
    yield goneTable(table.gone, model);
    return;
  }
  for (const column of table.columns.values()) {
    const mapped = model.columns.get(column.name);
    if (!column.present) {
      if (mapped !== undefined) yield goneColumn(column, mapped, model);
    } else if (mapped !== undefined) {
      yield* differingAspects(column, mapped, model);
    }
  }
}

function goneTable(gone: NonNullable<RevisedTable["gone"]>, model: Table): Difference {
  const verb = gone.statement.operation.kind === "rename-table" ? "renamed" : "dropped";
  return {
    subject: model.name,
    database: verb,
    model: "table",
    column: gone,
    message: say`\`${model.name}\` is ${verb} by this change, and \`${classOf(model)}\` still maps it: its queries fail`,
    fix: `Take \`${classOf(model)}\` away in this pull request, or let it map what the revision leaves.`,
    confidence: "high",
  };
}

function goneColumn(column: RevisedColumn, mapped: Column, model: Table): Difference {
  const renamed = column.statement.operation.kind === "alter-column";
  const verb = renamed ? "renamed" : "dropped";
  const name = `${model.name}.${mapped.name}`;
  return {
    subject: name,
    database: verb,
    model: "column",
    column,
    message: say`\`${name}\` is ${verb} by this change, and \`${classOf(model)}\` still maps it: its queries fail`,
    fix: renamed
      ? `Give the column of \`${classOf(model)}\` its new name in this pull request.`
      : `Take the column from \`${classOf(model)}\` too; the drop itself belongs into a later deployment, when no code names it.`,
    confidence: "high",
  };
}

function* differingAspects(column: RevisedColumn, mapped: Column, model: Table): Iterable<Difference> {
  const name = `${model.name}.${mapped.name}`;
  const owner = classOf(model);
  const { type, nullable, serverDefault } = column;
  if (type !== null && isOtherType(type, mapped.type)) {
    const [database, expected] = [typeText(type), typeText(mapped.type)];
    yield {
      subject: name,
      database,
      model: expected,
      column,
      message: say`\`${name}\` is \`${database}\` by the revision and \`${expected}\` by \`${owner}\``,
      fix: `Write the type that is meant into both: \`${owner}\` and the revision.`,
      confidence: sameFamily(type, mapped.type) || isKeptAsText(type, mapped.type) ? "medium" : "high",
    };
  }
  if (nullable !== null && nullable !== mapped.nullable && mapped.nullableBy !== "default") {
    const [database, expected] = [nullable, mapped.nullable].map((one) => (one ? "NULL" : "NOT NULL"));
    yield {
      subject: name,
      database: database ?? "",
      model: expected ?? "",
      column,
      message: say`\`${name}\` is \`${database ?? ""}\` by the revision and \`${expected ?? ""}\` by \`${owner}\``,
      fix: `Say the same in both: \`nullable=\` of the revision and \`${owner}\`. Where rows are filled first, the model becomes \`NOT NULL\` with the revision that makes the column so.`,
      confidence: "medium",
    };
  }
  const lacksDefault = serverDefault === null && mapped.serverDefault !== null;
  if (lacksDefault && nullable === false && comparableDefault(mapped.serverDefault) !== null) {
    const expected = mapped.serverDefault ?? "";
    yield {
      subject: name,
      database: "no default",
      model: `default ${expected}`,
      column,
      message: say`\`${name}\` has no server default by the revision, and \`${owner}\` counts on \`${expected}\`: inserts fail`,
      fix: `Give the column \`server_default\` in the revision, or take it from \`${owner}\`.`,
      confidence: "medium",
    };
  }
}

function isOtherType(type: ColumnType, mapped: ColumnType): boolean {
  if (type.opaque || mapped.opaque || mapped.name.startsWith("type of ")) return false;
  // As Alembic's comparison (`DefaultImpl._column_args_match`): a length that only one of them gives is no difference.
  if (type.name === mapped.name && (type.args.length === 0 || mapped.args.length === 0)) return false;
  return !sameColumnType(type, mapped);
}

/** Types that are kept as text on purpose: an enum without a type of its own, a UUID on several databases. */
function isKeptAsText(type: ColumnType, mapped: ColumnType): boolean {
  const text = new Set(["string", "text", "char"]);
  return (
    text.has(type.name) !== text.has(mapped.name) && [type.name, mapped.name].some((name) => mixed.has(name))
  );
}
const mixed = new Set(["enum", "uuid", "json", "jsonb", "citext", "ltree", "inet"]);

function classOf(model: Table): string {
  return model.mappedClass ?? model.name;
}

function draft(difference: Difference, model: Table, context: RuleContext): FindingDraft {
  const { subject, database, model: expected, column, message, fix } = difference;
  const isKnownEnvironment = context.after.revisions.environments.length === 1 || model.migrated === true;
  const certain = lowest(difference.confidence, column.statement.confidence);
  return {
    subject,
    reaches: [],
    before: expected,
    after: database,
    where: { ...column.statement.where, side: "after" },
    message,
    fix,
    confidence: isKnownEnvironment ? certain : lowest(certain, "medium"),
  };
}
