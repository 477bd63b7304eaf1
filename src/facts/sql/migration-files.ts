import type { Snapshot } from "../../source/snapshot.ts";
import type { MigrationBody, MigrationStatement } from "../database.ts";
import { readSql, type ParseSql, type SqlOperation } from "./read-sql.ts";

/** Folders whose SQL files are migrations: Flyway, goose, dbmate, golang-migrate, Supabase, Prisma, sqlx, … */
const migrationFolder = /(^|\/)(migrations?|migrate|schema_migrations)\//;

/** Is a path an SQL migration? */
export function isSqlMigration(path: string): boolean {
  return path.endsWith(".sql") && migrationFolder.test(path);
}

/** What the SQL migrations among `paths` do, in order of their paths. */
export function readSqlMigrations(
  snapshot: Snapshot,
  paths: ReadonlySet<string>,
  parseSql: ParseSql,
): readonly MigrationBody[] {
  return [...paths]
    .filter(isSqlMigration)
    .sort()
    .flatMap((path) => {
      const file = snapshot.read(path);
      return file.kind === "text" ? [readSqlFile(path, file.text, parseSql)] : [];
    });
}

/** One SQL file: up and down parts as its tool marks them, everything up where nothing is marked. */
export function readSqlFile(path: string, text: string, parseSql: ParseSql): MigrationBody {
  const parts = splitDirections(path, text);
  const read = (part: string): readonly MigrationStatement[] => statementsOf(path, text, part, parseSql);
  return {
    path,
    revision: null,
    upgrade: read(parts.up),
    downgrade: read(parts.down),
    ...(runsInTransaction(text) === true ? { wrapped: true as const } : {}),
    unresolved: [],
  };
}

/** The other direction is blanked out, so that lines stay what they are. */
interface Directions {
  readonly up: string;
  readonly down: string;
}

/** `-- +goose Up`, `-- migrate:up`, `-- +migrate Up`, and their counterparts. */
const marker = /^--\s*(?:\+goose\s+|migrate:|\+migrate\s+)(up|down)\b/i;

function splitDirections(path: string, text: string): Directions {
  const name = path.slice(path.lastIndexOf("/") + 1);
  // golang-migrate and sqlx: x.down.sql; Flyway: U1__x.sql
  if (name.endsWith(".down.sql") || /^U\d[\w.]*__/.test(name) || name === "down.sql") {
    return { up: "", down: text };
  }
  const lines = text.split("\n");
  if (!lines.some((line) => marker.test(line))) return { up: text, down: "" };
  const up: string[] = [];
  const down: string[] = [];
  let current = "up";
  for (const line of lines) {
    const direction = marker.exec(line)?.[1];
    if (direction !== undefined) current = direction.toLowerCase();
    up.push(current === "up" ? line : "");
    down.push(current === "down" ? line : "");
  }
  return { up: up.join("\n"), down: down.join("\n") };
}

/**
 * goose and dbmate run a file in one transaction unless it says otherwise. The other tools differ, and each knows what
 * to do with `CONCURRENTLY`: there only `BEGIN` in the file makes a transaction certain.
 */
function runsInTransaction(text: string): boolean | null {
  if (/^--\s*\+goose\s+no\s+transaction/im.test(text) || /^--\s*migrate:up.*transaction:false/im.test(text)) {
    return false;
  }
  return /^--\s*(\+goose|migrate:)/im.test(text) ? true : null;
}

function statementsOf(
  path: string,
  text: string,
  part: string,
  parseSql: ParseSql,
): readonly MigrationStatement[] {
  const wrapped = runsInTransaction(text);
  let segment: number | null = wrapped === false ? null : 0;
  let next = 1;
  let begun = wrapped === true;
  return readSql(part, parseSql).map((found) => {
    if (found.operation.kind === "other" && found.operation.command === "BEGIN") {
      if (segment === null) segment = next++;
      begun = true;
    }
    const statement = placed(path, found, begun || !isConcurrent(found) ? segment : null);
    if (found.operation.kind === "other" && found.operation.command === "COMMIT") {
      segment = null;
      begun = false;
    }
    return statement;
  });
}

/** Statements that refuse to run in a transaction, as every tool knows. */
function isConcurrent({ operation }: SqlOperation): boolean {
  if (operation.kind === "create-index" || operation.kind === "drop-index") return operation.concurrently;
  return (
    operation.kind === "other" && /CONCURRENTLY|^VACUUM|^(CREATE|DROP) DATABASE$/.test(operation.command)
  );
}

function placed(path: string, found: SqlOperation, segment: number | null): MigrationStatement {
  return {
    operation: found.operation,
    where: { path, line: found.line, endLine: found.endLine },
    segment,
    confidence: found.conditional ? "medium" : "high",
    detail: found.text,
  };
}
