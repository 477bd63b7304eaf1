import type { MigrationEnvironment } from "../../facts/database.ts";
import type { Confidence } from "../../facts/location.ts";
import { isScriptPath, isTestPath } from "../../source/file-kind.ts";
import type { RuleContext } from "../rule.ts";
import { labelsOf } from "./covers.ts";
import { historyOf, wasOutOfStep } from "./history.ts";
import { placeOf, type ModelDelta } from "./model-delta.ts";
import { hasWord, lastPart } from "../../text/names.ts";

/** Why a missing revision is not certain, in half a sentence, and how much that takes away. */
export interface Doubt {
  readonly confidence: Exclude<Confidence, "high">;
  readonly why: string;
}

/** Reasons to believe that a change of a model which no revision covers may be no violation. */
export function doubtsOf(delta: ModelDelta, context: RuleContext): readonly Doubt[] {
  return [
    ...doubtsOfModel(delta, context),
    ...doubtsOfKind(delta),
    ...medium(
      isEnumChange(delta) && context.after.revisions.environments.every((one) => one.dialect === "sqlite"),
      "SQLite keeps an enum as text",
    ),
    ...medium(
      delta.kind === "alter-column" && wasOutOfStep(delta, historyOf(context, [delta])),
      "the model did not say what the revisions made before this change either",
    ),
    ...doubtsOfPlace(delta, context),
    ...doubtsOfMigrations(delta, context),
  ];
}

function low(when: boolean, why: string): readonly Doubt[] {
  return when ? [{ confidence: "low", why }] : [];
}

function medium(when: boolean, why: string): readonly Doubt[] {
  return when ? [{ confidence: "medium", why }] : [];
}

function doubtsOfModel(delta: ModelDelta, context: RuleContext): readonly Doubt[] {
  const { name } = delta.table;
  const sides = [context.before.schema.tables.get(name), context.after.schema.tables.get(name)];
  return [
    ...low(
      sides.some(
        (table) =>
          table !== undefined &&
          table.confidence !== "high" &&
          !(table.columnsKnown === true && delta.kind.endsWith("-column")),
      ),
      "the model could not be read in full",
    ),
    ...low(
      delta.table.migrated === false,
      "the model does not belong to the metadata of an Alembic environment",
    ),
  ];
}

function isEnumChange(delta: ModelDelta): boolean {
  if (delta.kind !== "alter-column") return false;
  return (
    delta.aspects.join() === "type" &&
    [delta.before, delta.after].every(({ type }) => labelsOf(type) !== null)
  );
}

/** Facts that Alembic's autogenerate does not compare either, or that follow from how a column is written. */
function doubtsOfKind(delta: ModelDelta): readonly Doubt[] {
  if (delta.kind === "alter-column") {
    const { before, after, aspects } = delta;
    const opaque = aspects.includes("type") && (before.type.opaque || after.type.opaque);
    const implied = aspects.includes("nullable") && before.nullableBy !== after.nullableBy;
    const onlyImplied =
      implied && (before.nullableBy === "default" || after.nullableBy === "default") && aspects.length === 1;
    return [
      ...medium(opaque && aspects.length === 1, "the type is known by its name only"),
      ...medium(
        onlyImplied && after.nullableBy !== "keyword",
        "the nullability follows from how the column is written, not from `nullable=`",
      ),
    ];
  }
  if (delta.kind === "drop-table")
    return medium(true, "a table that no model uses may stay until a later change");
  if (delta.kind === "drop-column") {
    const { nullable, serverDefault, primaryKey } = delta.column;
    // Where the database insists on a value, code that no longer sends one fails at once.
    return medium(
      nullable || serverDefault !== null || primaryKey,
      "a column that needs no value may stay until a later change",
    );
  }
  if (delta.kind === "drop-index" && !delta.index.unique) {
    return medium(true, "an index that the model does not name may stay");
  }
  const check =
    "constraint" in delta && (delta.constraint.kind === "check" || delta.constraint.kind === "exclude");
  return medium(check, "conditions are compared as text");
}

function doubtsOfPlace(delta: ModelDelta, context: RuleContext): readonly Doubt[] {
  const { path } = delta.table.where;
  const sides = [context.before, context.after];
  return [
    ...low(isTestPath(path) || isScriptPath(path), "the model stands beside the application"),
    ...low(
      sides.some(({ schema }) => schema.skipped?.has(path)),
      "the model's module was read on one side only",
    ),
    ...low(isPartlyUnread(delta, context), "the model's module could not be read in full"),
  ];
}

/** What stands in a part that could not be read looks as if it were gone, or new. */
function isPartlyUnread(delta: ModelDelta, { before, after, changeSet }: RuleContext): boolean {
  const own = new Set([delta.table.where.path, placeOf(delta).path]);
  const paths = new Set([
    ...own,
    ...changeSet.files.flatMap((file) =>
      file.previousPath !== null && (own.has(file.path) || own.has(file.previousPath))
        ? [file.path, file.previousPath]
        : [],
    ),
  ]);
  return [...before.unread, ...after.unread].some((unread) => paths.has(unread.path));
}

function doubtsOfMigrations(delta: ModelDelta, context: RuleContext): readonly Doubt[] {
  const environments = context.after.revisions.environments;
  const { name } = delta.table;
  const existing = delta.kind !== "create-table" && !isNewTable(delta, context);
  const several = environments.length > 1 && delta.table.migrated === undefined;
  return [
    ...medium(isMoved(context), "the Alembic environment itself is new"),
    ...medium(hasUnknown(context), "a migration of this change does something that could not be read"),
    ...medium(several, "it is not known which of several Alembic environments the model belongs to"),
    ...medium(
      existing && !environments.some((environment) => namesTable(environment, name, context)),
      `no revision names \`${name}\``,
    ),
    ...medium(
      environments.some((environment) => isFiltered(environment, name, context)),
      "`env.py` filters what it compares, and names the table",
    ),
    ...medium(onBaseTip(delta, context), "a newer revision of the base branch names it"),
  ];
}

function isNewTable(delta: ModelDelta, context: RuleContext): boolean {
  return context.changes.tables.some(
    (change) => change.status === "added" && change.key === delta.table.name,
  );
}

/** An environment that starts anew takes over a database that older migrations, or a script, have made. */
function isMoved({ before, after }: RuleContext): boolean {
  return after.revisions.environments.some(
    (fresh) =>
      !before.revisions.environments.some(
        (old) => old.path === fresh.path || [...old.revisions.keys()].some((id) => fresh.revisions.has(id)),
      ),
  );
}

function hasUnknown(context: RuleContext): boolean {
  return context.after.migrations.some(
    (body) =>
      body.unresolved.length > 0 || body.upgrade.some((statement) => statement.operation.kind === "unknown"),
  );
}

function textAt(context: RuleContext, side: "after" | "base", path: string): string {
  const file = context.changeSet[side].read(path);
  return file.kind === "text" ? file.text : "";
}

/** Does any revision of the environment name the table? A table that none names was made in another way. */
function namesTable(environment: MigrationEnvironment, table: string, context: RuleContext): boolean {
  const name = lastPart(table);
  return [...environment.revisions.values()].some((revision) =>
    hasWord(textAt(context, "after", revision.path), name),
  );
}

function isFiltered(environment: MigrationEnvironment, table: string, context: RuleContext): boolean {
  const text = textAt(context, "after", environment.path === "" ? "env.py" : `${environment.path}/env.py`);
  if (!text.includes("include_object") && !text.includes("include_name")) return false;
  const name = lastPart(table);
  return text.includes(`"${name}"`) || text.includes(`'${name}'`);
}

/** A revision that the base branch got after this one was started may have brought the change already. */
function onBaseTip(delta: ModelDelta, context: RuleContext): boolean {
  const known = new Set(
    [...context.before.revisions.environments, ...context.after.revisions.environments].flatMap(
      (environment) => [...environment.revisions.values()].map((revision) => revision.path),
    ),
  );
  const table = lastPart(delta.table.name);
  return context.mergedRevisions.environments.some((environment) =>
    [...environment.revisions.values()].some((revision) => {
      if (known.has(revision.path)) return false;
      return hasWord(textAt(context, "base", revision.path), table);
    }),
  );
}
