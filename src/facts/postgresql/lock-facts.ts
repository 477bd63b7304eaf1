import type { SchemaOperation } from "../database.ts";
import { lockCases } from "./lock-cases.ts";
import { lockModeOf, type LockMode } from "./locks.ts";
import type { TypeChange } from "./type-change.ts";

/** What one operation does to relations that exist. */
export interface LockFacts {
  readonly locks: readonly RelationLock[];
  /** The table is written anew. */
  readonly rewrite: boolean;
  /** Rows are read while the lock is held, one by one. */
  readonly scan: boolean;
}

interface RelationLock {
  readonly relation: string;
  readonly mode: LockMode;
}

/** What is known of an operation beyond itself. */
export interface OperationContext {
  /** PostgreSQL's major version. */
  readonly version: number;
  /** For `alter-column` with a type. */
  readonly typeChange: TypeChange;
  /** A validated `CHECK (column IS NOT NULL)` stands on the table. */
  readonly provenNotNull: boolean;
  /** Tables at the other end of a foreign key that is dropped or validated, where that is known. */
  readonly referenced: string | null;
}

/** Relations of the prepared schema: the table, the one that it references, a partition, a materialized view, an index. */
type Role = "t" | "r" | "p" | "p1" | "p2" | "mv" | "ib";
type Names = Partial<Readonly<Record<Role, string>>>;

/** Locks, rewrite and scan of an operation, from the measured statement that it is like; null where none was measured. */
export function lockFacts(operation: SchemaOperation, context: OperationContext): LockFacts | null {
  const like = measuredCase(operation, context);
  if (like === null) return null;
  const measured = lockCases(context.version).get(like.sql);
  if (measured === undefined) throw new Error(`not measured: ${like.sql}`);
  const named = Object.entries(like.names);
  return {
    locks: named
      .flatMap(([role, relation]) => {
        const mode = measured.locks[role];
        return mode === undefined ? [] : [{ relation, mode: lockModeOf(mode) }];
      })
      .sort((a, b) => (a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0)),
    rewrite: named.some(([role]) => measured.rewrite.includes(role)),
    scan: named.some(([role]) => measured.scan.some((read) => read.startsWith(`${role}:`))),
  };
}

interface Like {
  readonly sql: string;
  readonly names: Names;
}

function like(sql: string, names: Names): Like {
  return { sql, names };
}

function measuredCase(operation: SchemaOperation, context: OperationContext): Like | null {
  switch (operation.kind) {
    case "create-table":
      return createTableCase(operation.references);
    case "drop-table":
      return like("DROP TABLE t", { t: operation.table });
    case "rename-table":
      return like("ALTER TABLE t RENAME TO t2", { t: operation.table });
    case "add-column":
      return addColumnCase(operation);
    case "drop-column":
      return like("ALTER TABLE t DROP COLUMN b", { t: operation.table });
    case "alter-column":
      return alterColumnCase(operation, context);
    case "create-index":
      return operation.concurrently ? null : like("CREATE INDEX i1 ON t(b)", { t: operation.table });
    case "drop-index":
      if (operation.concurrently) return null;
      return like("DROP INDEX ib", {
        ib: operation.name,
        ...(operation.table === null ? {} : { t: operation.table }),
      });
    case "add-constraint":
      return addConstraintCase(operation);
    case "validate-constraint":
      return context.referenced === null
        ? like("ALTER TABLE t VALIDATE CONSTRAINT ck0", { t: operation.table })
        : like("ALTER TABLE t VALIDATE CONSTRAINT fk0", { t: operation.table, r: context.referenced });
    case "drop-constraint":
      return context.referenced === null
        ? like("ALTER TABLE t DROP CONSTRAINT ck0", { t: operation.table })
        : like("ALTER TABLE t DROP CONSTRAINT fk0", { t: operation.table, r: context.referenced });
    case "modify-rows":
      return modifyRowsCase(operation);
    case "add-enum-value":
      return like("ALTER TYPE z.mood ADD VALUE 'zz'", {});
    case "rename-enum-value":
      return like("ALTER TYPE z.mood RENAME VALUE 'a' TO 'aa'", {});
    case "other":
      return otherCase(operation);
    default:
      return null;
  }
}

function createTableCase(references: readonly string[]): Like {
  const [first] = references;
  const sql = "CREATE TABLE child(id int PRIMARY KEY, tid int REFERENCES t(id))";
  return like(sql, first === undefined ? {} : { t: first });
}

/** The costliest part of a column decides: a rewrite before a scan before a lock alone. */
function addColumnCase({ table: t, column }: Extract<SchemaOperation, { kind: "add-column" }>): Like {
  const add = (definition: string, names: Names = { t }): Like =>
    like(`ALTER TABLE t ADD COLUMN ${definition}`, names);
  if (column.identity) return add("q int GENERATED ALWAYS AS IDENTITY");
  if (column.computedStored) return add("q int GENERATED ALWAYS AS (a+1) STORED");
  if (column.volatileDefault) return add("q timestamptz DEFAULT clock_timestamp()");
  if (column.unique) return add("q int UNIQUE");
  if (column.check) return add("q int CHECK (q > 0)");
  if (column.foreignKey !== null) {
    const dot = column.foreignKey.lastIndexOf(".");
    const r = dot < 0 ? column.foreignKey : column.foreignKey.slice(0, dot);
    return add(
      column.serverDefault === null ? "q int REFERENCES r(id)" : "q int DEFAULT 5 REFERENCES r(id)",
      { t, r },
    );
  }
  return add(column.serverDefault === null ? "q int" : "q int DEFAULT 5");
}

/** The set-up under which `SET NOT NULL` was measured with a proof. */
const proof = "ALTER TABLE t ADD CONSTRAINT proof CHECK (a IS NOT NULL)";

function alterColumnCase(
  operation: Extract<SchemaOperation, { kind: "alter-column" }>,
  context: OperationContext,
): Like {
  const names = { t: operation.table };
  if (operation.rename !== null) return like("ALTER TABLE t RENAME COLUMN a TO a2", names);
  if (operation.type !== null) {
    if (context.typeChange === "time-zone") {
      return like("ALTER TABLE t ALTER COLUMN ts TYPE timestamptz", names);
    }
    return context.typeChange === "none"
      ? like("ALTER TABLE t ALTER COLUMN v TYPE varchar(100)", names)
      : like("ALTER TABLE t ALTER COLUMN v TYPE varchar(20)", names);
  }
  if (operation.nullable === false) {
    // With a proof the scan is spared (since PostgreSQL 12).
    const set = "ALTER TABLE t ALTER COLUMN a SET NOT NULL";
    return like(context.provenNotNull ? `${proof}; ${set}` : set, names);
  }
  if (operation.nullable === true) return like("ALTER TABLE t ALTER COLUMN nn DROP NOT NULL", names);
  return like("ALTER TABLE t ALTER COLUMN a SET DEFAULT 3", names);
}

function addConstraintCase(operation: Extract<SchemaOperation, { kind: "add-constraint" }>): Like {
  const { table: t, notValid } = operation;
  switch (operation.constraint) {
    case "foreign-key": {
      const r = operation.references?.table;
      const sql = "ALTER TABLE t ADD CONSTRAINT f1 FOREIGN KEY (a) REFERENCES r(id)";
      return like(notValid ? `${sql} NOT VALID` : sql, r === undefined ? { t } : { t, r });
    }
    case "check":
      return notValid
        ? like("ALTER TABLE t ADD CONSTRAINT c1 CHECK (a IS NOT NULL) NOT VALID", { t })
        : like("ALTER TABLE t ADD CONSTRAINT c1 CHECK (a > 0)", { t });
    case "exclude":
      return like("ALTER TABLE t ADD CONSTRAINT x1 EXCLUDE USING gist (a WITH =)", { t });
    case "primary-key": {
      const key = "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD CONSTRAINT k1 PRIMARY KEY";
      // Of nullable columns: they become NOT NULL, which reads the table also with the index made before.
      return like(`${key} ${operation.usingIndex ? "USING INDEX ua" : "(a)"}`, { t });
    }
    case "unique":
      return operation.usingIndex
        ? like("ALTER TABLE t ADD CONSTRAINT u1 UNIQUE USING INDEX ua", { t })
        : like("ALTER TABLE t ADD CONSTRAINT u1 UNIQUE (b)", { t });
  }
}

function modifyRowsCase(operation: Extract<SchemaOperation, { kind: "modify-rows" }>): Like | null {
  if (operation.table === null) return null;
  const names = { t: operation.table };
  if (operation.verb === "truncate") return like("TRUNCATE t", names);
  if (operation.verb === "delete") return like("DELETE FROM t", names);
  return operation.verb === "insert" ? null : like("UPDATE t SET a = a", names);
}

/** Measured statements by command. Those marked as like another were not measured: the manual says the same of them. */
const commands: ReadonlyMap<string, readonly [sql: string, role: Role, second?: Role]> = new Map([
  ["LOCK", ["LOCK TABLE t", "t"]],
  ["CLUSTER", ["CLUSTER t USING ib", "t"]],
  ["VACUUM FULL", ["CLUSTER t USING ib", "t"]],
  ["RECREATE TABLE", ["CLUSTER t USING ib", "t"]],
  ["ALTER TABLE SET UNLOGGED", ["ALTER TABLE t SET UNLOGGED", "t"]],
  [
    "ALTER TABLE SET LOGGED",
    ["ALTER TABLE t DROP CONSTRAINT fk0; ALTER TABLE t SET UNLOGGED; ALTER TABLE t SET LOGGED", "t"],
  ],
  ["ALTER TABLE SET TABLE SPACE", ["ALTER TABLE t SET UNLOGGED", "t"]],
  ["REINDEX TABLE", ["REINDEX TABLE t", "t"]],
  ["REINDEX SCHEMA", ["REINDEX TABLE t", "t"]],
  ["REINDEX DATABASE", ["REINDEX TABLE t", "t"]],
  ["ALTER DOMAIN ADD CONSTRAINT", ["ALTER DOMAIN z.dom ADD CONSTRAINT dc CHECK (VALUE > 0)", "t"]],
  ["REINDEX INDEX", ["REINDEX INDEX ib", "ib"]],
  ["REFRESH MATERIALIZED VIEW", ["REFRESH MATERIALIZED VIEW mv", "mv"]],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY", ["REFRESH MATERIALIZED VIEW CONCURRENTLY mv", "mv"]],
  ["CREATE TRIGGER", ["CREATE TRIGGER tr1 BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trf()", "t"]],
  ["DROP TRIGGER", ["DROP TRIGGER tr0 ON t", "t"]],
  ["CREATE POLICY", ["CREATE POLICY pol ON t USING (true)", "t"]],
  ["DROP POLICY", ["CREATE POLICY pol ON t USING (true)", "t"]],
  ["ALTER TABLE ENABLE ROW SECURITY", ["ALTER TABLE t ENABLE ROW LEVEL SECURITY", "t"]],
  ["ALTER TABLE DISABLE ROW SECURITY", ["ALTER TABLE t ENABLE ROW LEVEL SECURITY", "t"]],
  ["ALTER TABLE DISABLE TRIG", ["ALTER TABLE t DISABLE TRIGGER tr0", "t"]],
  ["ALTER TABLE REPLICA IDENTITY", ["ALTER TABLE t REPLICA IDENTITY FULL", "t"]],
  ["ANALYZE", ["ANALYZE t", "t"]],
  [
    "ALTER TABLE ATTACH PARTITION",
    ["ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)", "p", "p2"],
  ],
  ["ALTER TABLE DETACH PARTITION", ["ALTER TABLE p DETACH PARTITION p1", "p", "p1"]],
]);

function otherCase(operation: Extract<SchemaOperation, { kind: "other" }>): Like | null {
  const found = commands.get(operation.command);
  const [first, second] = operation.relations;
  if (found === undefined || first === undefined) return null;
  const [sql, role, secondRole] = found;
  return like(sql, {
    [role]: first,
    ...(secondRole === undefined || second === undefined ? {} : { [secondRole]: second }),
  });
}
