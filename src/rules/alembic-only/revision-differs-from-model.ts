import { formatColumnType } from "../../facts/column-types.ts";
import { sameColumnType } from "../../changes/schema-equality.ts";
import type { Column, ColumnType, DatabaseSchema, MigrationStatement, Table } from "../../facts/database.ts";
import { lowest, type Confidence } from "../../facts/location.ts";
import { isScriptPath, isTestPath } from "../../source/file-kind.ts";
import { canonicalJson } from "../../text/canonical.ts";
import { codes, say, writeSentence, type Sentence } from "../../text/sentence.ts";
import { capped } from "../../text/words.ts";
import { newBodies } from "../production-migration/steps.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { labelsOf, sameTable } from "./covers.ts";
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
    const found = revised.flatMap((table) => {
      const model = modelOf(models, table.name);
      return model === null ? [] : [...differences(table, model, isCertain(model, context))];
    });
    for (const group of byCause(found)) yield draft(group);
  },
});

/** One table or column of which a new revision and the models say different things. */
interface Difference {
  readonly what: "gone" | "type" | "null" | "default";
  /** `users`, `users.email`. */
  readonly subject: string;
  /** Class that maps it. */
  readonly owner: string;
  readonly database: string;
  readonly model: string;
  readonly statement: MigrationStatement;
  readonly confidence: Confidence;
}

/** One cause, one finding: the same mistake for many columns of a migration is made once. */
function byCause(found: readonly Difference[]): readonly (readonly [Difference, ...Difference[]])[] {
  const groups = new Map<string, [Difference, ...Difference[]]>();
  for (const difference of found) {
    const { what, database, model, statement, confidence } = difference;
    const key = canonicalJson([what, database, model, statement.where.path, confidence]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [difference]);
    else group.push(difference);
  }
  return [...groups.values()];
}

/** Whether the environment that migrates the model is the one of the revision. */
function isCertain(model: Table, { after }: RuleContext): boolean {
  return after.revisions.environments.length === 1 || model.migrated === true;
}

/** The model of a table, where it is known in full and belongs to what Alembic migrates. */
function modelOf({ tables }: DatabaseSchema, name: string): Table | null {
  const found = [...tables.values()].filter((table) => sameTable(table.name, name));
  const [model] = found;
  if (model === undefined || found.length > 1 || model.migrated === false) return null;
  const { path } = model.where;
  return model.confidence === "high" && !isTestPath(path) && !isScriptPath(path) ? model : null;
}

function* differences(table: RevisedTable, model: Table, certain: boolean): Iterable<Difference> {
  const owner = model.mappedClass ?? model.name;
  const about = (statement: MigrationStatement, confidence: Confidence) => ({
    owner,
    statement,
    confidence: lowest(lowest(confidence, statement.confidence), certain ? "high" : "medium"),
  });
  if (table.gone !== null) {
    const { operation } = table.gone;
    const database = operation.kind === "rename-table" ? "renamed" : "dropped";
    yield { what: "gone", subject: model.name, database, model: "table", ...about(table.gone, "high") };
    return;
  }
  for (const column of table.columns.values()) {
    const mapped = model.columns.get(column.name);
    if (mapped === undefined) continue;
    const subject = `${model.name}.${mapped.name}`;
    if (!column.present) {
      const database = column.statement.operation.kind === "alter-column" ? "renamed" : "dropped";
      yield { what: "gone", subject, database, model: "column", ...about(column.statement, "high") };
      continue;
    }
    for (const aspect of differingAspects(column, mapped)) {
      yield { subject, ...aspect, ...about(column.statement, aspect.confidence) };
    }
  }
}

type Aspect = Pick<Difference, "what" | "database" | "model" | "confidence">;

function* differingAspects(column: RevisedColumn, mapped: Column): Iterable<Aspect> {
  const { type, nullable, serverDefault } = column;
  if (type !== null && isOtherType(type, mapped.type)) {
    const isClose = sameFamily(type, mapped.type) || isKeptAsText(type, mapped.type);
    yield {
      what: "type",
      database: formatColumnType(type),
      model: formatColumnType(mapped.type),
      confidence: isClose ? "medium" : "high",
    };
  }
  if (nullable !== null && nullable !== mapped.nullable && mapped.nullableBy !== "default") {
    const [database, model] = nullable ? ["NULL", "NOT NULL"] : ["NOT NULL", "NULL"];
    yield { what: "null", database, model, confidence: "medium" };
  }
  if (serverDefault === null && nullable === false && mapped.serverDefault !== null) {
    yield { what: "default", database: "no default", model: mapped.serverDefault, confidence: "medium" };
  }
}

function isOtherType(type: ColumnType, mapped: ColumnType): boolean {
  if ([type, mapped].some(({ opaque, name }) => opaque || name.startsWith("type of "))) return false;
  // As Alembic's comparison (`DefaultImpl._column_args_match`): a length that only one of them gives is no difference.
  if (type.name === mapped.name && (type.args.length === 0 || mapped.args.length === 0)) return false;
  // SQL names an enum where a model has its members.
  if (type.name === "array" && mapped.name === "array" && labelsOf(mapped) !== null) return false;
  return !sameColumnType(type, mapped);
}

/** Types that are kept as text on purpose: an enum without a type of its own, a UUID on several databases. */
function isKeptAsText(type: ColumnType, mapped: ColumnType): boolean {
  const text = new Set(["string", "text", "char"]);
  const [isText, wasText] = [text.has(type.name), text.has(mapped.name)];
  return isText !== wasText && storedAsText.has(isText ? mapped.name : type.name);
}

const storedAsText = new Set(["enum", "uuid", "json", "jsonb", "citext", "ltree", "inet"]);

function draft(group: readonly [Difference, ...Difference[]]): FindingDraft {
  const [first] = group;
  const subjects = group.map(({ subject }) => subject).sort();
  const { shown, more } = capped(subjects, 3);
  const names = more > 0 ? say`${codes(shown)} and ${more} more` : codes(shown, "and");
  const owners = [...new Set(group.map(({ owner }) => owner))];
  return {
    subject: subjects.join(", "),
    reaches: [],
    before: first.model,
    after: first.database,
    where: { ...first.statement.where, side: "after" },
    ...wording(first, names, group.length > 1, owners),
    confidence: first.confidence,
  };
}

function wording(
  { what, database, model }: Difference,
  names: Sentence,
  several: boolean,
  owners: readonly string[],
): Pick<FindingDraft, "message" | "fix"> {
  const [is, has] = several ? ["are", "have"] : ["is", "has"];
  const owner = owners.length === 1 ? codes(owners) : say`the models`;
  const maps = owners.length === 1 ? "maps" : "map";
  const them = several ? "them" : "it";
  switch (what) {
    case "gone":
      return {
        message: say`${names} ${is} ${database} by this change, and ${owner} still ${maps} ${them}: queries fail`,
        fix:
          database === "renamed"
            ? writeSentence(say`Give ${owner} the new name in this pull request.`)
            : writeSentence(
                say`Take what is dropped from ${owner} too. Better in two steps: from the model now, from the database in a later deployment, when no running code names it.`,
              ),
      };
    case "type":
      return {
        message: say`${names} ${is} \`${database}\` by the revision and \`${model}\` by ${owner}`,
        fix: writeSentence(say`Write the type that is meant into both, the revision and ${owner}.`),
      };
    case "null":
      return {
        message: say`${names} ${is} \`${database}\` by the revision and \`${model}\` by ${owner}`,
        fix: writeSentence(
          say`Say the same in both: \`nullable=\` of the revision and ${owner}. Where rows are filled first, the model becomes \`NOT NULL\` with the revision that makes the column so.`,
        ),
      };
    default:
      return {
        message: say`${names} ${has} no server default by the revision, and ${owner} ${owners.length === 1 ? "counts" : "count"} on \`${model}\`: inserts fail`,
        fix: writeSentence(
          say`Give the column \`server_default\` in the revision, or take it from ${owner}.`,
        ),
      };
  }
}
