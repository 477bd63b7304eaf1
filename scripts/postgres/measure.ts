import type { LockCase } from "../../src/facts/postgresql/lock-cases.ts";
import type { Server } from "./server.ts";
import { schema, type Statement } from "./statements.ts";

export type Measured = Omit<LockCase, "versions">;

const relations = "('t'), ('r'), ('p'), ('p1'), ('p2'), ('mv'), ('ib')";
const prepared = new WeakSet<Server>();

/** Runs one statement in a transaction of its own on the prepared schema, looks, and takes it back. */
export function measure(server: Server, { setup, sql }: Statement): Measured {
  if (!prepared.has(server)) {
    server.run("CREATE DATABASE prepared");
    const { errors } = server.run(`\\set ON_ERROR_STOP on\n${schema}`, "prepared");
    if (errors !== "") throw new Error(errors);
    prepared.add(server);
  }
  if (setup === undefined) return observe(server, "prepared", sql);
  server.run("CREATE DATABASE one TEMPLATE prepared");
  try {
    const { errors } = server.run(`${setup};`, "one");
    if (errors !== "") throw new Error(`${setup}: ${errors}`);
    return { setup, ...observe(server, "one", sql) };
  } finally {
    server.run("DROP DATABASE one");
  }
}

/** Objects are followed by number: a statement may rename or drop them. */
function observe(server: Server, database: string, sql: string): Measured {
  const script = `
\\set ON_ERROR_STOP on
BEGIN;
CREATE TEMP TABLE seen AS
  SELECT name, name::regclass::oid AS oid, pg_relation_filenode(name::regclass) AS file
  FROM (VALUES ${relations}) AS names (name);
COMMIT;
BEGIN;
${sql.replace(/^BEGIN; /, "")};
SELECT json_build_object(
  'locks', (SELECT coalesce(json_agg(json_build_array(s.name, l.mode)), '[]')
    FROM pg_temp.seen s JOIN pg_locks l ON l.relation = s.oid AND l.pid = pg_backend_pid() AND l.granted
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())),
  'rewrite', (SELECT coalesce(json_agg(s.name), '[]') FROM pg_temp.seen s JOIN pg_class c ON c.oid = s.oid
    WHERE pg_relation_filenode(s.oid) IS DISTINCT FROM s.file),
  'scan', (SELECT coalesce(json_agg(s.name || ':' || x.seq_tup_read), '[]')
    FROM pg_temp.seen s JOIN pg_stat_xact_all_tables x ON x.relid = s.oid WHERE x.seq_tup_read > 0));
ROLLBACK;
`;
  const { out, errors } = server.run(script, database);
  const error = /(?:ERROR|NOTICE): .*/.exec(errors)?.[0] ?? null;
  if (error?.startsWith("ERROR") === true) return { sql, locks: {}, rewrite: [], scan: [], error };
  const seen: { locks: [string, string][]; rewrite: string[]; scan: string[] } = JSON.parse(out);
  return { sql, locks: strongestOf(seen.locks), rewrite: seen.rewrite.sort(), scan: seen.scan.sort(), error };
}

const modes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
];

/** The strongest lock on each relation. Looking at `pg_temp.seen` locks none of them. */
function strongestOf(locks: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const best = new Map<string, string>();
  for (const [relation, mode] of locks) {
    const other = best.get(relation);
    if (other === undefined || modes.indexOf(mode) > modes.indexOf(other)) best.set(relation, mode);
  }
  return Object.fromEntries([...best].sort(([a], [b]) => (a < b ? -1 : 1)));
}
