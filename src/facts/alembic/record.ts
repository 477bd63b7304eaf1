import type { Span } from "../../syntax/python/ast.ts";
import type { MigrationStatement, SchemaOperation } from "../database.ts";
import { lowest, type Confidence, type Location, type Unresolved } from "../location.ts";
import type { Project } from "../python/project.ts";
import { withoutHoles } from "../sql/holes.ts";
import { readSql, type ParseSql } from "../sql/read-sql.ts";
import type { SqlText } from "./sql-argument.ts";

/** One direction of one revision while it is read. */
export interface Run {
  readonly project: Project;
  readonly parseSql: ParseSql;
  /** The database whose branches are taken. */
  readonly dialect: "postgresql" | "sqlite";
  readonly statements: MigrationStatement[];
  readonly unresolved: Unresolved[];
  /** The transaction that statements run in now; null outside of any. */
  segment: number | null;
  /** Number of the next transaction. */
  nextSegment: number;
  /** Statements that may still be read: loops in loops over long lists end here. */
  budget: number;
}

/** What is known of the place of a statement. */
export interface Placement {
  readonly where: Location;
  readonly confidence: Confidence;
  /** Runs outside of the transaction although no block says so. */
  readonly autocommit?: boolean;
  /** `where` stands for everything that happens there: SQL is not located by its own lines. */
  readonly isSite?: boolean;
}

export function locationOf(path: string, span: Pick<Span, "line" | "endLine">): Location {
  return { path, line: span.line, endLine: span.endLine };
}

export function record(run: Run, operation: SchemaOperation, detail: string, placement: Placement): void {
  run.statements.push({
    operation,
    where: placement.where,
    segment: placement.autocommit === true ? null : run.segment,
    confidence: placement.confidence,
    detail,
  });
}

export function startTransaction(run: Run): void {
  run.segment = run.nextSegment;
  run.nextSegment += 1;
}

/** Records every statement of an SQL text. */
export function recordSql(run: Run, sql: SqlText, placement: Placement): void {
  for (const found of readSql(sql.text, run.parseSql)) {
    const lines = { line: sql.line + found.line - 1, endLine: sql.line + found.endLine - 1 };
    const own = sql.exact ? locationOf(sql.path, lines) : locationOf(sql.path, sql);
    const where = placement.isSite === true ? placement.where : own;
    const uncertain = found.conditional || sql.partial;
    const confidence = lowest(placement.confidence, uncertain ? "medium" : "high");
    const operation = sql.partial ? withoutHoles(found.operation) : found.operation;
    record(run, operation, found.text, { ...placement, where, confidence });
    followTransaction(run, found.operation);
  }
}

/** `COMMIT` leaves the transaction, `BEGIN` opens another: written as SQL they pass Alembic by. */
function followTransaction(run: Run, operation: SchemaOperation): void {
  if (operation.kind !== "other") return;
  if (operation.command === "COMMIT" || operation.command === "ROLLBACK") run.segment = null;
  else if (operation.command === "BEGIN" && run.segment === null) startTransaction(run);
}
