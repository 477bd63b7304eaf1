import type { Snapshot } from "../../source/snapshot.ts";
import type { MigrationBody, MigrationStatement } from "../database.ts";
import { readMigrationName } from "./migration-name.ts";
import { readSql, type ParseSql, type SqlOperation } from "./read-sql.ts";
import type { Direction, SqlMigrations } from "./sql-migrations.ts";
import { withoutClientCommands } from "./client-commands.ts";

/** What the SQL migrations among `paths` do, in the order in which their tools run them. Scripts that only verify do nothing. */
export function readSqlMigrations(
  snapshot: Snapshot,
  paths: ReadonlySet<string>,
  migrations: SqlMigrations,
  parseSql: ParseSql,
): readonly MigrationBody[] {
  return migrations.inOrder([...paths].filter(migrations.has)).flatMap((path) => {
    const file = snapshot.read(path);
    const direction = migrations.directionOf(path);
    if (file.kind !== "text" || direction === "none") return [];
    return [readSqlFile(path, file.text, parseSql, direction)];
  });
}

/** One SQL file: up and down parts as its tool marks them, everything up where nothing is marked. */
export function readSqlFile(
  path: string,
  text: string,
  parseSql: ParseSql,
  direction: Direction = readMigrationName(path).down ? "down" : "marked",
): MigrationBody {
  const parts = splitDirections(withoutClientCommands(text), direction);
  const read = (part: string): readonly MigrationStatement[] => statementsOf(path, text, part, parseSql);
  return {
    path,
    revision: null,
    upgrade: read(parts.up),
    downgrade: read(parts.down),
    unresolved: [],
  };
}

/** The other direction is blanked out, so that lines stay what they are. */
interface Directions {
  readonly up: string;
  readonly down: string;
}

/**
 * What starts a direction: goose, dbmate, sql-migrate and micrate, rambler, MyBatis, tern. What stands before the first
 * mark is up.
 */
const marks: readonly (readonly [pattern: RegExp, direction: "up" | "down"])[] = [
  [/^[ \t]*--[ \t]*(?:\+goose[ \t]+|\+migrate[ \t]+|\+micrate[ \t]+|rambler[ \t]+|migrate:)up\b/i, "up"],
  [/^[ \t]*--[ \t]*(?:\+goose[ \t]+|\+migrate[ \t]+|\+micrate[ \t]+|rambler[ \t]+|migrate:)down\b/i, "down"],
  [/^[ \t]*--[ \t]*\/\/[ \t]*@undo\b/i, "down"],
  [/^[ \t]*----[ \t]*create above[ \t]*\/[ \t]*drop below/i, "down"],
];

function splitDirections(text: string, direction: Direction): Directions {
  if (direction === "none") return { up: "", down: "" };
  if (direction === "down") return { up: "", down: text };
  const lines = text.split("\n");
  if (!lines.some((line) => markOf(line) !== null)) return { up: text, down: "" };
  const up: string[] = [];
  const down: string[] = [];
  let current: "up" | "down" = "up";
  for (const line of lines) {
    current = markOf(line) ?? current;
    up.push(current === "up" ? line : "");
    down.push(current === "down" ? line : "");
  }
  return { up: up.join("\n"), down: down.join("\n") };
}

function markOf(line: string): "up" | "down" | null {
  return marks.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

/** Marks of files that run outside of a transaction: goose, dbmate, sql-migrate, sqlx, tern. */
const outside: readonly RegExp[] = [
  /^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction/im,
  /^[ \t]*--[ \t]*migrate:up[^\n]*transaction:false/im,
  /^[ \t]*--[ \t]*\+migrate[ \t]+up[^\n]*notransaction/im,
  /^--[ \t]*no-transaction/im,
  /^----[ \t]*tern:[ \t]*disable-tx/im,
];

/**
 * goose and dbmate run a file in one transaction unless it says otherwise. The other tools differ, and each knows what
 * to do with `CONCURRENTLY`: there only `BEGIN` in the file makes a transaction certain.
 */
function runsInTransaction(text: string): boolean | null {
  if (outside.some((mark) => mark.test(text))) return false;
  return /^[ \t]*--[ \t]*(?:\+goose|migrate:|\+migrate)/im.test(text) ? true : null;
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
