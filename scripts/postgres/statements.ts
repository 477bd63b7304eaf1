import type { LockCase } from "../../src/facts/postgresql/lock-cases.ts";
import table from "../../src/facts/postgresql/pg15-lock-table.json" with { type: "json" };

/** A statement to measure, and from which major version on it can be run. */
export type Statement = Pick<LockCase, "setup" | "sql"> & { readonly since?: number };

/** The prepared schema: README of the lock data. 2,000 rows each, TimeZone UTC. */
export const schema = `
CREATE EXTENSION btree_gist;
CREATE EXTENSION pgcrypto;
CREATE SCHEMA z;
CREATE TYPE z.mood AS ENUM ('a', 'b');
CREATE DOMAIN z.dom AS int;
CREATE TABLE r (id int PRIMARY KEY, x int);
INSERT INTO r SELECT i, i FROM generate_series(1, 2000) i;
CREATE TABLE t (
  id int PRIMARY KEY, a int, b text, v varchar(50), n numeric(10,2), ts timestamp, tz timestamptz, c char(10),
  m z.mood, d z.dom, nn int NOT NULL DEFAULT 1, j json, s varchar
);
INSERT INTO t SELECT i, i, 'b' || i, 'v' || i, i, now(), now(), 'c', 'a', i, 1, '{}', 's' FROM generate_series(1, 2000) i;
CREATE INDEX ib ON t (b);
CREATE UNIQUE INDEX ua ON t (a);
ALTER TABLE t ADD CONSTRAINT ck0 CHECK (nn > 0) NOT VALID;
ALTER TABLE t ADD CONSTRAINT fk0 FOREIGN KEY (a) REFERENCES r (id) NOT VALID;
CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr0 BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE trf();
CREATE TABLE p (k int) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 (k int);
INSERT INTO p2 SELECT 10 + i % 10 FROM generate_series(1, 2000) i;
CREATE MATERIALIZED VIEW mv AS SELECT * FROM r;
CREATE UNIQUE INDEX ON mv (id);
ANALYZE;
`;

const proof = "ALTER TABLE t ADD CONSTRAINT proof CHECK (a IS NOT NULL)";

/** Those of the table of PostgreSQL 15, and what it does not have. */
export const statements: readonly Statement[] = [
  ...table.cases.map(({ sql }) => ({ sql, ...sinceOf(sql) })),
  { sql: "ALTER TABLE t ADD COLUMN q float8 DEFAULT random()" },
  { sql: "ALTER TABLE t ADD COLUMN q int NOT NULL DEFAULT 5 CHECK (q > 0)" },
  { sql: "ALTER TABLE t ADD COLUMN q int GENERATED ALWAYS AS (a+1) VIRTUAL", since: 18 },
  { sql: "ALTER TABLE t ADD CONSTRAINT n1 NOT NULL a NOT VALID", since: 18 },
  { sql: "ALTER TABLE t ADD CONSTRAINT n1 NOT NULL a", since: 18 },
  {
    sql: "ALTER TABLE t VALIDATE CONSTRAINT n1",
    setup: "ALTER TABLE t ADD CONSTRAINT n1 NOT NULL a NOT VALID",
    since: 18,
  },
  { sql: "ALTER TABLE t ALTER COLUMN a SET NOT NULL", setup: proof },
  { sql: "ALTER TABLE t ALTER COLUMN a SET NOT NULL", setup: `${proof} NOT VALID` },
  { sql: "ALTER TABLE t ADD CONSTRAINT k1 PRIMARY KEY (a)", setup: "ALTER TABLE t DROP CONSTRAINT t_pkey" },
  {
    sql: "ALTER TABLE t ADD CONSTRAINT k1 PRIMARY KEY USING INDEX ua",
    setup: "ALTER TABLE t DROP CONSTRAINT t_pkey",
  },
  { sql: "ALTER TABLE t SET LOGGED", setup: "ALTER TABLE t DROP CONSTRAINT fk0; ALTER TABLE t SET UNLOGGED" },
  { sql: "DELETE FROM t" },
  { sql: "INSERT INTO t (id) VALUES (0)" },
];

/** Syntax that came later. */
function sinceOf(sql: string): Pick<Statement, "since"> {
  if (/DETACH PARTITION \w+ CONCURRENTLY/.test(sql)) return { since: 14 };
  if (/REINDEX .*CONCURRENTLY|GENERATED ALWAYS AS \(/.test(sql)) return { since: 12 };
  return {};
}
