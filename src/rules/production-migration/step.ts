import type {
  ColumnSpecification,
  ColumnType,
  MigrationBody,
  MigrationEnvironment,
  MigrationStatement,
  SchemaOperation,
} from "../../facts/database.ts";
import { lowest, type Confidence } from "../../facts/location.ts";
import type { LockFacts } from "../../facts/postgresql/lock-facts.ts";
import type { TypeChange } from "../../facts/postgresql/type-change.ts";
import type { TableSize } from "./table-size.ts";

/** One statement of a change's upgrades, with what is known when it runs. */
export interface Step {
  readonly statement: MigrationStatement;
  readonly operation: SchemaOperation;
  readonly body: MigrationBody;
  /** Null for an SQL migration. */
  readonly environment: MigrationEnvironment | null;
  /** The table that the operation is about; null where there is none, or it is not known. */
  readonly table: string | null;
  /** The table, or the index, constraint or type, was there before this change. */
  readonly existing: boolean;
  readonly size: TableSize;
  /** Rows as configured. */
  readonly rows: number | null;
  readonly lock: LockFacts | null;
  /** For a change of type: the type before, as far as it is known, and what the change does. */
  readonly typeBefore: ColumnType | null;
  readonly typeChange: TypeChange;
  /** The column that the operation changes, where this change added it. */
  readonly added: ColumnSpecification | null;
  /** Rows of the table were updated since, or perhaps were. */
  readonly backfilled: boolean;
  /** A validated `CHECK (column IS NOT NULL)` stands on the table. */
  readonly provenNotNull: boolean;
  /** The column was NOT NULL before the change, and still is. */
  readonly wasNotNull: boolean;
  /** The change handed the name of the table's schema to a function of the database's own, which may have made the table. */
  readonly perhapsNew: boolean;
  /** All rows of the table went before, in this change. */
  readonly emptied: boolean;
  /** Number of the transaction, over all revisions of the change; null outside of any. */
  readonly transaction: number | null;
  /** All steps of that transaction in order, this one included; empty outside of any. */
  readonly peers: readonly Step[];
}

/** How sure a statement about PostgreSQL's locks is: SQLite has none of them, and where both are supported only one is run. */
export function lockConfidence(step: Step): Confidence {
  const dialect = step.environment?.dialect ?? "postgresql";
  const most = dialect === "sqlite" ? "low" : dialect === "both" ? "medium" : "high";
  return lowest(step.statement.confidence, most);
}

/** How sure a statement about PostgreSQL is that does not depend on what else is supported. */
export function postgresConfidence(step: Step): Confidence {
  return step.environment?.dialect === "sqlite" ? "low" : step.statement.confidence;
}
