import type { ColumnSpecification } from "../../facts/database.ts";
import type { Sentence } from "../../text/sentence.ts";
import { codes, say } from "../../text/sentence.ts";
import { columnCode, fixWith } from "../alembic-code.ts";
import type { FindingDraft } from "../finding.ts";
import type { MigrationContext } from "./migration-context.ts";
import { draftFor, revisionRule, type MigrationRule } from "./migration-rule.ts";
import { stepsOf } from "./steps.ts";
import type { Step } from "./step.ts";

/** Declares advice on how a migration is written: a matter of taste, so that it is off by default. */
export function styleRule(
  rule: Pick<MigrationRule, "id" | "title" | "why" | "fix" | "judge">,
): MigrationRule {
  const { judge, ...texts } = rule;
  const declared = revisionRule({
    ...texts,
    trigger: null,
    severity: "warning",
    offByDefault: true,
    *check(context) {
      for (const step of stepsOf(context)) {
        const draft = judge(step, context);
        if (draft !== null) yield draft;
      }
    },
  });
  return { ...declared, judge };
}

/** A column as a statement makes it, or leaves it with another type. */
export interface MadeColumn extends ColumnSpecification {
  readonly table: string;
}

interface ColumnAdvice {
  /** The type as the finding names it, such as `varchar(80)`; null: the column is as it should be. */
  readonly judgeColumn: (column: MadeColumn) => string | null;
  /** What is wrong with it, after the names: `is padded with spaces`. */
  readonly reason: string;
  /** The column in a form that is advised, as Alembic code. */
  readonly advised: (column: MadeColumn) => string;
}

/** Declares advice on types of columns: one finding a statement, whatever the number of columns. */
export function columnStyleRule(
  rule: Pick<MigrationRule, "id" | "title" | "why" | "fix"> & ColumnAdvice,
): MigrationRule {
  const { judgeColumn, reason, advised, ...texts } = rule;
  return styleRule({
    ...texts,
    judge(step): FindingDraft | null {
      const found = madeColumns(step).flatMap((column) => {
        const type = judgeColumn(column);
        return type === null ? [] : [{ column, type }];
      });
      const [first] = found;
      if (first === undefined) return null;
      const names = found.map(({ column }) => `${column.table}.${column.name}`);
      const types = [...new Set(found.map(({ type }) => type))];
      return draftFor(step, {
        subject: names.join(", "),
        before: null,
        after: types.join(", "),
        message: sentence(names, types, reason),
        fix: fixWith("Write instead:", ...found.map(({ column }) => advised(column))),
        confidence: step.statement.confidence,
      });
    },
  });
}

function sentence(names: readonly string[], types: readonly string[], reason: string): Sentence {
  return say`${codes(names, "and")}: ${codes(types, "and")} ${reason}`;
}

/** Columns that a statement makes or gives another type. */
export function madeColumns({ operation }: Step): readonly MadeColumn[] {
  switch (operation.kind) {
    case "create-table":
      return operation.columns.map((column) => ({ ...column, table: operation.table }));
    case "add-column":
      return [{ ...operation.column, table: operation.table }];
    case "alter-column":
      return operation.type === null
        ? []
        : [{ ...emptyColumn, name: operation.column, type: operation.type, table: operation.table }];
    default:
      return [];
  }
}

const emptyColumn: ColumnSpecification = {
  name: "",
  type: null,
  nullable: null,
  serverDefault: null,
  volatileDefault: false,
  primaryKey: false,
  foreignKey: null,
  unique: false,
  identity: false,
  computedStored: false,
  check: false,
};

/** `sa.Column("name", <type>, …)` with what the column says besides its type. */
export function advisedColumn(column: MadeColumn, type: string): string {
  const key = column.primaryKey ? ["primary_key=True"] : [];
  const nullable = column.nullable === false && !column.primaryKey ? ["nullable=False"] : [];
  const text = columnCode({ ...column, type: null }, ...key, ...nullable);
  return text.replace("...", () => type);
}

/** Steps of the same migration before this one. */
export function stepsBefore(step: Step, context: MigrationContext): readonly Step[] {
  const all = stepsOf(context).filter(({ body }) => body === step.body);
  return all.slice(0, all.indexOf(step));
}
