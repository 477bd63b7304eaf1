import type { Confidence, Location, Unresolved } from "./location.ts";

/** Tables as the models declare them (SQLAlchemy classes, `Table()`, SQLModel). Replaying migrations gives the same form. */
export interface DatabaseSchema {
  /** By qualified name: `users` or `billing.users`. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly unresolved: readonly Unresolved[];
  /** Modules that were not read because the change can't affect them: what they declare is equal on both sides. */
  readonly skipped?: ReadonlySet<string>;
}

export interface Table {
  /** Qualified with its schema where it has one. */
  readonly name: string;
  /** Name of the mapped class, or null for a Core `Table`. */
  readonly mappedClass: string | null;
  readonly columns: ReadonlyMap<string, Column>;
  /** Those of columns (`index=True`) included. */
  readonly indexes: readonly Index[];
  /** Those of columns (`primary_key`, `unique`, `ForeignKey`) included. */
  readonly constraints: readonly Constraint[];
  /**
   * Whether it belongs to what Alembic migrates: false when every environment's `target_metadata` is another one, when
   * no module imports the model, or when it says so (`info={"skip_autogenerate": True}`); absent when that can't be told.
   */
  readonly migrated?: boolean;
  readonly where: Location;
  /** low when a base class, mixin or `__table_args__` could not be resolved: columns may be missing. */
  readonly confidence: Confidence;
  /** What could not be resolved is `__table_args__` alone: every column is known. */
  readonly columnsKnown?: true;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** What says whether it is nullable: `nullable=`, `Mapped[…]`, or nothing (SQLAlchemy's default). Absent when a migration made it. */
  readonly nullableBy?: "keyword" | "annotation" | "default";
  /** The server default as normalised source text (`'x'`, `now()`), or null. Python-side defaults are not the database's. */
  readonly serverDefault: string | null;
  readonly primaryKey: boolean;
  /** `table.column`, or null. */
  readonly foreignKey: string | null;
  readonly unique: boolean;
  readonly index: boolean;
  readonly identity: boolean;
  readonly computed: string | null;
  readonly where: Location;
}

/** `name` is the SQLAlchemy type's lower-case generic name (`string`, `integer`, `enum`, …) or, when `opaque`, normalised source text. */
export interface ColumnType {
  readonly name: string;
  /** Normalised arguments in order: `["255"]`, `["10", "2"]`; for an enum its members. */
  readonly args: readonly string[];
  readonly opaque: boolean;
}

export interface Index {
  /** Null when the naming convention decides. */
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** What makes it another index although its columns are the same, normalised: `using gin where deleted_at is null`. */
  readonly detail?: string;
  readonly where: Location;
}

export interface Constraint {
  readonly kind: "primary-key" | "unique" | "foreign-key" | "check" | "exclude";
  readonly name: string | null;
  readonly columns: readonly string[];
  /** For a foreign key: referenced table and columns. */
  readonly references: { readonly table: string; readonly columns: readonly string[] } | null;
  /** For a check: normalised expression. */
  readonly expression: string | null;
  /** For a foreign key `on delete cascade deferrable`; `nulls not distinct`; for an exclusion its operators and method. */
  readonly detail?: string;
  readonly where: Location;
}

// ── migrations ─────────────────────────────────────────────────────────────────────────────────────────────────

/** One `env.py` with its own version folders and heads. `path` is the folder of `env.py`. */
export interface MigrationEnvironment {
  readonly path: string;
  readonly versions: readonly string[];
  readonly transactionPerMigration: boolean;
  /** `transactional_ddl=False` or an AUTOCOMMIT engine: no statement of a migration runs in a transaction. */
  readonly autocommit: boolean;
  /** `env.py` names them: `lock_timeout`, `statement_timeout`. */
  readonly timeouts?: readonly string[];
  /** What the environment runs on: SQLite alone, PostgreSQL (the default), or both where `render_as_batch` says so. */
  readonly dialect: "postgresql" | "sqlite" | "both";
  /** Revision ids that no other revision follows (`down_revision`; `depends_on` does not count, as in `alembic heads`). */
  readonly heads: readonly string[];
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Further files with an id that `revisions` already holds. */
  readonly duplicates: readonly Revision[];
  /** Files without an id that can be read: `revision` is missing or no constant. They have their name for one. */
  readonly unidentified?: readonly Revision[];
}

export interface Revision {
  readonly id: string;
  /** Parents; empty for a root. */
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly path: string;
  readonly where: Location;
}

/** The graph of every environment of a snapshot; headers only. */
export interface RevisionGraph {
  readonly environments: readonly MigrationEnvironment[];
  readonly unresolved: readonly Unresolved[];
}

/** One thing that a migration does, whether written as an Alembic operation or as SQL. */
export interface MigrationStatement {
  readonly operation: SchemaOperation;
  readonly where: Location;
  /** Transactions are numbered within a revision; `null` runs in autocommit (outside a transaction). */
  readonly segment: number | null;
  /** medium inside a condition or a loop over unknown values; low in a branch for another database. */
  readonly confidence: Confidence;
  /**
   * What the operation does beyond its model, normalised: the SQL of a row change, `ondelete`, an index method.
   * For comparison, and for rules that look into SQL; empty where the model says everything.
   */
  readonly detail: string;
}

/** What `downgrade` of a revision does: statements, nothing, only an exception, or there is no such function. */
export type Reversal = "statements" | "nothing" | "refusal" | "missing";

/** The body of one revision, or one SQL file. */
export interface MigrationBody {
  readonly path: string;
  readonly revision: string | null;
  readonly upgrade: readonly MigrationStatement[];
  readonly downgrade: readonly MigrationStatement[];
  /** Absent for SQL files. */
  readonly reversal?: Reversal;
  /** The tool that runs an SQL file runs it in one transaction. */
  readonly wrapped?: true;
  /** Of the upgrade. */
  readonly unresolved: readonly Unresolved[];
}

export type ConstraintSpecification = Omit<Constraint, "where">;

/** What a column looks like in an operation; null where the operation does not say. */
export interface ColumnSpecification {
  readonly name: string;
  readonly type: ColumnType | null;
  readonly nullable: boolean | null;
  readonly serverDefault: string | null;
  /** The default is volatile (`gen_random_uuid()`), so that adding it rewrites the table. */
  readonly volatileDefault: boolean;
  readonly primaryKey: boolean;
  /**
   * `table.column` where the statement that makes the column makes the key too. What Alembic renders as a statement of
   * its own (`ForeignKey`, `unique=True`, `index=True` in `add_column`) is an operation of its own and not repeated here.
   */
  readonly foreignKey: string | null;
  readonly unique: boolean;
  /** `SERIAL` or `IDENTITY`. */
  readonly identity: boolean;
  /** `SERIAL`: a sequence beside the column instead of `IDENTITY`. */
  readonly serial?: true;
  /** The native enum of an added column, with its labels in order: `ADD COLUMN` does not create it. */
  readonly enumType?: { readonly name: string; readonly values: readonly string[] };
  /** Stored generated column. */
  readonly computedStored: boolean;
  /** The expression of a generated column, stored or not, normalised. */
  readonly computed?: string;
  readonly check: boolean;
}

export type SchemaOperation =
  | {
      readonly kind: "create-table";
      readonly table: string;
      readonly columns: readonly ColumnSpecification[];
      /** Those of columns (`PRIMARY KEY`, `REFERENCES`, `UNIQUE`, `CHECK`) included. */
      readonly constraints: readonly ConstraintSpecification[];
      /** Other tables that foreign keys point at: each is locked. */
      readonly references: readonly string[];
    }
  | { readonly kind: "drop-table"; readonly table: string }
  | { readonly kind: "rename-table"; readonly table: string; readonly to: string }
  | {
      readonly kind: "add-column";
      readonly table: string;
      readonly column: ColumnSpecification;
      /** What the same statement makes: `ADD COLUMN a int REFERENCES t (id) ON DELETE CASCADE`. */
      readonly constraints?: readonly ConstraintSpecification[];
    }
  | { readonly kind: "drop-column"; readonly table: string; readonly column: string }
  | {
      /** One aspect each, as PostgreSQL runs them: `alter_column` with a type and `nullable` is two operations. */
      readonly kind: "alter-column";
      readonly table: string;
      readonly column: string;
      /** Null: not changed. */
      readonly rename: string | null;
      readonly type: ColumnType | null;
      readonly existingType: ColumnType | null;
      readonly nullable: boolean | null;
      /** undefined: not changed; null: dropped. */
      readonly serverDefault?: string | null;
      readonly using: string | null;
    }
  | {
      readonly kind: "create-index";
      readonly table: string;
      readonly name: string | null;
      readonly columns: readonly string[];
      /** For each column `desc`, `nulls first`, `nulls last` or both, or nothing; absent where all are as by default. */
      readonly order?: readonly string[];
      /** As an index has it: method, operator classes, `INCLUDE`, `WHERE`. */
      readonly detail?: string;
      readonly unique: boolean;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: "drop-index";
      readonly table: string | null;
      readonly name: string;
      readonly concurrently: boolean;
    }
  | {
      readonly kind: "add-constraint";
      readonly table: string;
      readonly name: string | null;
      readonly constraint: Constraint["kind"];
      readonly columns: readonly string[];
      readonly references: { readonly table: string; readonly columns: readonly string[] } | null;
      readonly expression: string | null;
      /** As a constraint has it: `on delete cascade`, `nulls not distinct`. */
      readonly detail?: string;
      readonly notValid: boolean;
      readonly usingIndex: boolean;
    }
  | { readonly kind: "validate-constraint"; readonly table: string; readonly name: string }
  | {
      readonly kind: "drop-constraint";
      readonly table: string;
      readonly name: string | null;
      readonly constraint: Constraint["kind"] | null;
    }
  | { readonly kind: "create-type"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "drop-type"; readonly name: string }
  | { readonly kind: "add-enum-value"; readonly name: string; readonly value: string }
  | { readonly kind: "rename-enum-value"; readonly name: string; readonly from: string; readonly to: string }
  | {
      readonly kind: "modify-rows";
      readonly verb: "insert" | "update" | "delete" | "truncate";
      readonly table: string | null;
      /** Columns that are written, as far as they are known. */
      readonly columns: readonly string[];
      /** Has a `WHERE` that is not always true; inserts count as filtered. */
      readonly filtered: boolean;
      /** The `WHERE` asks a column for constants (`code = 'x'`, `id IN (1, 2)`): few rows, as a rule. Inserts count as selective. */
      readonly selective: boolean;
    }
  /** Any other statement that is understood to be harmless or has its own PostgreSQL command tag: `COMMENT`, `SET`, `CREATE EXTENSION`, … */
  | { readonly kind: "other"; readonly command: string; readonly relations: readonly string[] }
  /** Could not be evaluated: a custom operation, SQL from a variable, SQL that does not parse. */
  | { readonly kind: "unknown"; readonly what: string };
