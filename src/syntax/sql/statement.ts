/** One parsed PostgreSQL script: statements in order, those that do not parse included. */
export interface SqlScript {
  readonly statements: readonly SqlStatement[];
}

/** `start` and `end` are UTF-16 offsets into the script's text; `line` is 1-based within it. */
export interface SqlStatement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** libpg-query's node (`{ AlterTableStmt: {…} }`), or null when it does not parse. `location`s in it are bytes of UTF-8 from `start`. */
  readonly node: Readonly<Record<string, unknown>> | null;
  /** Why it does not parse, or null. */
  readonly error: string | null;
}
