import type { SqlScript, SqlStatement } from "../../syntax/sql/statement.ts";
import type { SchemaOperation } from "../database.ts";
import { innerStatements } from "./do-block.ts";
import { unknownIdentifier, withoutHoles } from "./holes.ts";
import { nodeAt, nodesAt, stringOf, tagged, textAt, type Node } from "./node.ts";
import { readStatement } from "./read-statement.ts";
import { newlinesBefore, normalizeSql } from "./normalize.ts";

/** One operation of an SQL script. Lines are 1-based within the script. */
export interface SqlOperation {
  readonly operation: SchemaOperation;
  readonly line: number;
  readonly endLine: number;
  /** Inside a `DO` block: it may run or not. */
  readonly conditional: boolean;
  /** The statement on one line without comments. */
  readonly text: string;
}

export type ParseSql = (text: string) => SqlScript;

/** `DO` inside of `EXECUTE` inside of `DO` … is not followed further than this. */
const deepestBlock = 3;

/** Everything that a script does, in order. What does not parse is an `unknown` operation with the parser's reason. */
export function readSql(text: string, parseSql: ParseSql): readonly SqlOperation[] {
  return readAt(text, parseSql, 0);
}

function readAt(text: string, parseSql: ParseSql, depth: number): readonly SqlOperation[] {
  return parseSql(text).statements.flatMap((statement) => {
    const normalized = normalizeSql(statement.text);
    if (normalized === "") return [];
    const place = {
      line: statement.line,
      endLine: statement.line + newlinesBefore(statement.text, statement.text.length),
      text: normalized,
    };
    if (statement.node === null) {
      const command = foreignCommand(normalized);
      if (command !== null) {
        return [
          { ...place, operation: { kind: "other", command, relations: [] }, conditional: false } as const,
        ];
      }
      const named = withVariables(statement.text, parseSql);
      if (named !== null) return named.map((operation) => ({ ...place, operation, conditional: false }));
      const what = foreignSyntax(normalized) ?? whyUnparsed(normalized, statement.error);
      return [{ ...place, operation: { kind: "unknown", what }, conditional: false } as const];
    }
    const { tag, body } = tagged(statement.node);
    if (tag === "DoStmt") return readBlock(statement, body, parseSql, depth);
    return readStatement(statement.node).map((operation) => ({ ...place, operation, conditional: false }));
  });
}

/** psql's variables, which may also stand for names: `CREATE ROLE :name`, `:"name"`, `:'text'`. */
const variable = /(?<![\w:]):(?:([A-Za-z_]\w*)|"\w+"|('\w+'))/g;

/** What a statement does that only reads with names for its variables; null where that does not help. */
function withVariables(text: string, parseSql: ParseSql): readonly SchemaOperation[] | null {
  const filled = text.replace(variable, (_, _name, literal) =>
    literal === undefined ? unknownIdentifier : `'${unknownIdentifier}'`,
  );
  if (filled === text) return null;
  const [only, ...others] = parseSql(filled).statements;
  if (only === undefined || only.node === null || others.length > 0) return null;
  return readStatement(only.node).map(withoutHoles);
}

/** A keyword may be what only the run knows: then the stand-in for it is no error of the script. */
function whyUnparsed(text: string, error: string | null): string {
  return text.includes(unknownIdentifier)
    ? "SQL of which a part is only known at run time"
    : `SQL that does not parse (${error ?? "no reason given"})`;
}

/**
 * Statements of another database that say nothing of a schema: SQLite's `PRAGMA` and `ATTACH`, MySQL's session variables
 * and locks. PostgreSQL would refuse them, so that they are there for a branch or an environment of that database.
 */
const foreignCommands: readonly (readonly [pattern: RegExp, command: string])[] = [
  [/^pragma\b/i, "PRAGMA (SQLite)"],
  [/^(attach|detach) database\b/i, "ATTACH (SQLite)"],
  [/^set @/i, "SET (MySQL)"],
  [/^(un)?lock tables\b/i, "LOCK TABLES (MySQL)"],
];

function foreignCommand(text: string): string | null {
  return foreignCommands.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What only another database reads: said as the reason, because what the statement does is not known. */
function foreignSyntax(text: string): string | null {
  if (text.includes("`") || /\b(auto_increment|engine\s*=|modify column|change column)/i.test(text)) {
    return "a statement of MySQL, not of PostgreSQL";
  }
  return /\b(autoincrement|without rowid)\b/i.test(text) ? "a statement of SQLite, not of PostgreSQL" : null;
}

function readBlock(
  statement: SqlStatement,
  body: Node,
  parseSql: ParseSql,
  depth: number,
): readonly SqlOperation[] {
  const code = blockText(body);
  // The block's text stands in the script as it is written, so lines inside of it can be counted.
  const offset = Math.max(0, statement.text.indexOf(code));
  const lineAt = (at: number): number => statement.line + newlinesBefore(statement.text, offset + at);
  const block: SqlOperation = {
    operation: { kind: "other", command: "DO", relations: [] },
    line: statement.line,
    endLine: lineAt(code.length),
    conditional: false,
    text: normalizeSql(statement.text),
  };
  if (depth >= deepestBlock) {
    return [{ ...block, operation: { kind: "unknown", what: "nested DO blocks" } }];
  }
  const inner = innerStatements(code).flatMap((part): readonly SqlOperation[] => {
    const { conditional } = part;
    const place = { line: lineAt(part.start), endLine: lineAt(part.end), conditional };
    if (part.sql === null) {
      const text = normalizeSql(code.slice(part.start, part.end));
      return [{ ...place, text, operation: { kind: "unknown", what: "SQL put together inside a DO block" } }];
    }
    return readAt(part.sql, parseSql, depth + 1).map(({ operation, text }) => ({
      ...place,
      operation: withoutHoles(operation),
      text,
    }));
  });
  return [block, ...inner];
}

function blockText(body: Node): string {
  for (const argument of nodesAt(body, "args")) {
    const element = tagged(argument).body;
    if (textAt(element, "defname") !== "as") continue;
    const value = nodeAt(element, "arg");
    return value === null ? "" : (stringOf(value) ?? "");
  }
  return "";
}
