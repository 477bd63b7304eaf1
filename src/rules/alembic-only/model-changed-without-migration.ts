import { formatColumnType } from "../../facts/column-types.ts";
import type { Location } from "../../facts/location.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import { capped } from "../../text/words.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { migrationDelta, uncoveredDeltas, type MigrationDelta } from "./coverage.ts";
import { uncoveredAspects } from "./covers.ts";
import { columnText, textOf, type DeltaText } from "./delta-text.ts";
import { doubtsOf, type Doubt } from "./doubts.ts";
import { historyOf, isAlreadySo, wasNeverMade } from "./history.ts";
import { modelDeltas, placeOf, type ModelDelta } from "./model-delta.ts";
import { suggestedOperation } from "./suggestion.ts";

export const modelChangedWithoutMigration = defineRule({
  id: "model-changed-without-migration",
  constraint: "alembic-only",
  domain: "DBA",
  severity: "error",
  confidence: "high",
  title: "A model changed and no revision of the change brings the database there",
  why: "Queries are built from the models. Once the code runs on a database that was not migrated, reads of a new column fail, writes to a missing table fail, and a weaker or stronger constraint than the model believes lets wrong rows in or refuses good ones. Models and their revision belong into one change, so that no deployment has one without the other.",
  fix: 'Write the revision in the same pull request, `alembic revision --autogenerate -m "…"`, and read what it wrote: autogenerate sees neither members of an enum nor renames, nor server defaults unless it is told to.',
  *check(context): Iterable<FindingDraft> {
    if (!isMigrated(context)) return;
    const migrations = migrationDelta(context.before.migrations, context.after.migrations);
    const missing = uncoveredDeltas(modelDeltas(context.changes), migrations);
    if (missing.length === 0) return;
    const history = historyOf(context, missing);
    const open = missing.filter((delta) => !isAlreadySo(delta, history) && !wasNeverMade(delta, history));
    for (const group of byCause(open)) yield finding(group, migrations, context);
  },
});

/** Alembic manages the database before and after: introducing it or giving it up is another matter. */
function isMigrated({ before, after }: RuleContext): boolean {
  return [before, after].every(({ revisions }) =>
    revisions.environments.some((environment) => environment.revisions.size > 0),
  );
}

/** One cause, one finding: a mixin's column reaches many tables, an enum's new member many columns. */
function byCause(deltas: readonly ModelDelta[]): readonly (readonly [ModelDelta, ...ModelDelta[]])[] {
  const groups = new Map<string, [ModelDelta, ...ModelDelta[]]>();
  for (const delta of deltas) {
    const key = causeOf(delta);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delta]);
    else group.push(delta);
  }
  return [...groups.values()];
}

function causeOf(delta: ModelDelta): string {
  const { subject, before, after } = textOf(delta);
  switch (delta.kind) {
    case "add-column":
    case "drop-column":
      return [delta.kind, placeText(delta.column.where)].join(" ");
    case "alter-column":
      return delta.aspects.length === 1 && delta.aspects[0] === "type"
        ? [delta.kind, formatColumnType(delta.before.type), formatColumnType(delta.after.type)].join(" ")
        : [delta.kind, placeText(delta.after.where), before, after].join(" ");
    case "create-table":
    case "drop-table":
      return [delta.kind, subject].join(" ");
    default:
      return [
        delta.kind,
        placeText("index" in delta ? delta.index.where : delta.constraint.where),
        after,
        before,
        columnsText(delta),
      ].join(" ");
  }
}

function columnsText(delta: ModelDelta): string {
  if ("index" in delta) return delta.index.columns.join(",");
  return "constraint" in delta ? delta.constraint.columns.join(",") : "";
}

function placeText({ path, line }: Location): string {
  return `${path}:${line}`;
}

function finding(
  group: readonly [ModelDelta, ...ModelDelta[]],
  migrations: MigrationDelta,
  context: RuleContext,
): FindingDraft {
  const [delta] = group;
  const texts = group.map((one) => shownText(one, migrations));
  const subjects = texts.map(({ subject }) => subject).sort();
  // Any one of them that is certain makes the finding so.
  const doubts = group.map((one) => doubtsOf(one, context)).sort((a, b) => worst(a) - worst(b))[0] ?? [];
  const { shown, more } = capped(subjects, 3);
  const what = more > 0 ? say`${codes(shown)} and ${more} more` : codes(shown);
  return {
    subject: subjects.join(", "),
    reaches: [],
    before: texts[0]?.before ?? null,
    after: texts[0]?.after ?? null,
    where: whereOf(delta),
    message: say`${what} ${verbOf(delta, migrations, group.length > 1)} in the ${group.length > 1 ? "models" : "model"}, and no revision of this change does that${doubtText(doubts)}`,
    fix: fixOf(delta),
    ...(doubts.length === 0 ? {} : { confidence: worst(doubts) === 2 ? "low" : "medium" }),
  };
}

function worst(doubts: readonly Doubt[]): number {
  if (doubts.length === 0) return 0;
  return doubts.some((doubt) => doubt.confidence === "low") ? 2 : 1;
}

function doubtText(doubts: readonly Doubt[]): string {
  return doubts.length === 0 ? "" : ` (not certain: ${doubts.map((doubt) => doubt.why).join("; ")})`;
}

/** Of a changed column only what no revision touches. */
function shownText(delta: ModelDelta, migrations: MigrationDelta): DeltaText {
  const text = textOf(delta);
  if (delta.kind !== "alter-column") return text;
  const aspects = uncoveredAspects(delta, migrations.added);
  const describe = (column: typeof delta.after) =>
    aspects
      .map((aspect) => {
        if (aspect === "type") return formatColumnType(column.type);
        if (aspect === "nullable") return column.nullable ? "null" : "not null";
        if (aspect === "default") return `default ${column.serverDefault ?? "none"}`;
        return columnText(column);
      })
      .join(" ");
  return { ...text, before: describe(delta.before), after: describe(delta.after) };
}

function whereOf(delta: ModelDelta): FindingDraft["where"] {
  return { ...placeOf(delta), side: delta.kind.startsWith("drop-") ? "before" : "after" };
}

function verbOf(delta: ModelDelta, migrations: MigrationDelta, several: boolean): Sentence | string {
  const is = several ? "are" : "is";
  if (delta.kind.startsWith("create-") || delta.kind.startsWith("add-")) return `${is} new`;
  if (delta.kind.startsWith("drop-")) return `${is} gone`;
  if (delta.kind !== "alter-column") return several ? "change" : "changes";
  const { before, after } = shownText(delta, migrations);
  return say`${several ? "change" : "changes"} from \`${before ?? "none"}\` to \`${after ?? "none"}\``;
}

function fixOf(delta: ModelDelta): string {
  const operation = suggestedOperation(delta);
  if (operation === null) {
    return "Add the revision to this pull request: `alembic revision --autogenerate`.";
  }
  return `Add the revision to this pull request, with:\n\n\`\`\`python\n${operation}\n\`\`\``;
}
