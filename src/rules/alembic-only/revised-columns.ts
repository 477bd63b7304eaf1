import type { ColumnType, MigrationBody, MigrationStatement, SchemaOperation } from "../../facts/database.ts";

/** What the new revisions of a change leave of one column, as far as they say it. */
export interface RevisedColumn {
  readonly name: string;
  /** Is the column there when they have run? */
  readonly present: boolean;
  readonly type: ColumnType | null;
  readonly nullable: boolean | null;
  /** undefined: they do not say; null: none. */
  readonly serverDefault?: string | null;
  /** The last statement about it. */
  readonly statement: MigrationStatement;
}

/** A table that the new revisions touch. */
export interface RevisedTable {
  readonly name: string;
  /** The statement that drops or renames it, where no later one makes it again. */
  readonly gone: MigrationStatement | null;
  readonly columns: ReadonlyMap<string, RevisedColumn>;
}

interface Draft {
  gone: RevisedTable["gone"];
  readonly columns: Map<string, RevisedColumn>;
}

/** Runs the upgrades of new revisions, in their order, on nothing but what they say themselves. */
export function revisedTables(bodies: readonly MigrationBody[]): readonly RevisedTable[] {
  const drafts = new Map<string, Draft>();
  for (const body of bodies) {
    for (const statement of body.upgrade) apply(drafts, statement);
  }
  return [...drafts].map(([name, draft]) => ({ name, ...draft }));
}

function apply(drafts: Map<string, Draft>, statement: MigrationStatement): void {
  const { operation } = statement;
  switch (operation.kind) {
    case "create-table": {
      const draft = draftOf(drafts, operation.table);
      draft.gone = null;
      draft.columns.clear();
      for (const column of operation.columns) {
        draft.columns.set(column.name, made(column, statement));
      }
      return;
    }
    case "drop-table":
      draftOf(drafts, operation.table).gone = statement;
      return;
    case "rename-table": {
      const draft = draftOf(drafts, operation.table);
      drafts.set(operation.to, { gone: null, columns: new Map(draft.columns) });
      draft.columns.clear();
      draft.gone = statement;
      return;
    }
    case "add-column":
      draftOf(drafts, operation.table).columns.set(operation.column.name, made(operation.column, statement));
      return;
    case "drop-column":
      draftOf(drafts, operation.table).columns.set(operation.column, {
        ...nothingSaid(operation.column, statement),
        present: false,
      });
      return;
    case "alter-column":
      alter(draftOf(drafts, operation.table), operation, statement);
      return;
    case "other":
      // A view may take the name of a table that went, so that queries still find it.
      if (operation.command === "CREATE VIEW") for (const draft of drafts.values()) draft.gone = null;
      return;
    default:
  }
}

function draftOf(drafts: Map<string, Draft>, table: string): Draft {
  const known = drafts.get(table);
  if (known !== undefined) return known;
  const draft: Draft = { gone: null, columns: new Map() };
  drafts.set(table, draft);
  return draft;
}

function nothingSaid(name: string, statement: MigrationStatement): RevisedColumn {
  return { name, present: true, type: null, nullable: null, statement };
}

function made(
  column: Extract<SchemaOperation, { kind: "add-column" }>["column"],
  statement: MigrationStatement,
): RevisedColumn {
  const { name, type, nullable, serverDefault, primaryKey } = column;
  return {
    ...nothingSaid(name, statement),
    type,
    // Alembic's `sa.Column(…)` without `nullable=` is nullable, and a key never is.
    nullable: primaryKey ? false : (nullable ?? true),
    serverDefault,
  };
}

function alter(
  draft: Draft,
  operation: Extract<SchemaOperation, { kind: "alter-column" }>,
  statement: MigrationStatement,
): void {
  const { column, rename, type, nullable, serverDefault } = operation;
  const known = draft.columns.get(column) ?? nothingSaid(column, statement);
  const changed: RevisedColumn = {
    ...known,
    present: true,
    statement,
    ...(type === null ? {} : { type }),
    ...(nullable === null ? {} : { nullable }),
    ...(serverDefault === undefined ? {} : { serverDefault }),
  };
  if (rename === null) {
    draft.columns.set(column, changed);
    return;
  }
  draft.columns.set(column, { ...nothingSaid(column, statement), present: false });
  draft.columns.set(rename, { ...changed, name: rename });
}
