import type { Domains } from "../domains/domain.ts";
import type { MigrationStatement } from "../facts/database.ts";
import type { Facts, Unread } from "../facts/facts.ts";
import type { Side } from "../facts/location.ts";
import type { FileChange } from "../ports/git.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { NotAnalysed } from "./escalation.ts";
import { unreadId } from "./identities.ts";

/** What `judgeUnread` looks at. */
export interface UnreadInput {
  readonly changeSet: ChangeSet;
  readonly before: Facts;
  readonly after: Facts;
  readonly domains: Domains;
}

/**
 * Says of each input of the change that could not be read whether it decides (interface.md, "When unread input
 * decides"): a whole file of a domain does; a span does when its text is new and it holds, or held before, a fact
 * that a deciding rule needs; a statement of a migration does when it certainly runs on PostgreSQL and was not there
 * before. Everything else is a coverage line. Ordered by path, side and line.
 */
export function judgeUnread(input: UnreadInput): readonly NotAnalysed[] {
  const judged = input.changeSet.files.flatMap((file) => [
    ...judgeSide(file, "before", input),
    ...judgeSide(file, "after", input),
    ...judgeMigration(file, input),
  ]);
  return judged.sort(
    (a, b) =>
      compare(a.path, b.path) ||
      compare(b.side, a.side) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compare(a.id, b.id),
  );
}

function judgeSide(file: FileChange, side: Side, input: UnreadInput): readonly NotAnalysed[] {
  const path = pathOn(file, side);
  if (path === null) return [];
  const inDomain = belongsToDomain(file, input.domains);
  return input[side].unread
    .filter((unread) => unread.path === path)
    .map((unread) => {
      const decides = inDomain && (unread.line === null || spanDecides(unread, file, side, input));
      return notAnalysed(file, side, unread.reason, unread.line, decides);
    });
}

function belongsToDomain(file: FileChange, domains: Domains): boolean {
  return [domains.DBA, domains.BACKEND, domains.API].some((files) =>
    files.some(({ path }) => path === file.path || path === file.previousPath),
  );
}

function spanDecides(unread: Unread, file: FileChange, side: Side, input: UnreadInput): boolean {
  const text = spanText(unread, side, input.changeSet);
  const other: Side = side === "before" ? "after" : "before";
  const otherPath = pathOn(file, other);
  const unchanged = input[other].unread.some(
    (counterpart) =>
      counterpart.path === otherPath &&
      counterpart.line !== null &&
      spanText(counterpart, other, input.changeSet) === text,
  );
  if (unchanged) return false;
  const hidden = side === "before" ? withoutKeptLines(text, file, input) : text;
  return holdsFacts(hidden) || lostFacts(file, side, input);
}

/** What the change repaired is not lost: of a span on the base side only the lines that the head, read in full, no longer has. */
function withoutKeptLines(text: string, file: FileChange, { after, changeSet }: UnreadInput): string {
  const path = pathOn(file, "after");
  const repaired = path === null ? null : changeSet.after.read(path);
  if (repaired?.kind !== "text" || after.unread.some((unread) => unread.path === path)) return text;
  const kept = new Set(repaired.text.split("\n").map((line) => line.trim()));
  return text
    .split("\n")
    .filter((line) => !kept.has(line))
    .join("\n");
}

function spanText(unread: Unread, side: Side, changeSet: ChangeSet): string {
  const file = changeSet[side].read(unread.path);
  if (file.kind === "unread" || unread.line === null) return "";
  return file.text
    .split("\n")
    .slice(unread.line - 1, unread.endLine ?? unread.line)
    .map((line) => line.trim())
    .join("\n");
}

/** Words by which code that deciding rules look at can be told: routes, models, migrations, calls of the database. */
const tellingWords = new Set(
  `FastAPI APIRouter add_api_route include_router Depends Security dependencies response_model
  BaseModel SQLModel Field Column mapped_column Mapped relationship ForeignKey ForeignKeyConstraint Table
  __tablename__ __table_args__ Index UniqueConstraint CheckConstraint PrimaryKeyConstraint create_all drop_all
  op batch_op upgrade down_revision execute executemany scalars scalar commit flush query session Session
  requests httpx sleep text ALTER CREATE DROP TRUNCATE UPDATE DELETE`.split(/\s+/),
);
const routeWords = new Set(
  "get post put patch delete head options trace websocket route api_route".split(" "),
);

/** Whether text that could not be parsed may hold a fact that a deciding rule needs. */
function holdsFacts(text: string): boolean {
  return text.split("\n").some((line) => {
    const words = line.slice(0, 10_000).match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
    return words.some((word) => tellingWords.has(word) || (line.startsWith("@") && routeWords.has(word)));
  });
}

/** Whether the other side has facts in this file that this side no longer has, or does not have yet. */
function lostFacts(file: FileChange, side: Side, input: UnreadInput): boolean {
  const other: Side = side === "before" ? "after" : "before";
  const path = pathOn(file, other);
  if (path === null) return false;
  const here = new Set(factKeys(input[side], null));
  return factKeys(input[other], path).some((key) => !here.has(key));
}

/** Keys of the facts that stand in a file, or anywhere. */
function factKeys(facts: Facts, path: string | null): readonly string[] {
  const at = (where: { readonly path: string } | null | undefined) => path === null || where?.path === path;
  return [
    ...facts.contract.operations.filter(({ where }) => at(where)).map(({ key }) => `operation ${key}`),
    ...[...facts.contract.components.values()].flatMap(({ name, where, fields }) => [
      ...(at(where) ? [`schema ${name}`] : []),
      ...[...fields].filter(([, place]) => at(place)).map(([field]) => `schema ${name}.${field}`),
    ]),
    ...[...facts.schema.tables.values()].flatMap(({ name, where, columns }) => [
      ...(at(where) ? [`table ${name}`] : []),
      ...[...columns.values()]
        .filter((column) => at(column.where))
        .map((column) => `column ${name}.${column.name}`),
    ]),
    ...facts.revisions.environments.flatMap(({ revisions }) =>
      [...revisions.values()].filter(({ where }) => at(where)).map(({ id }) => `revision ${id}`),
    ),
  ];
}

/**
 * Statements of a changed migration that could not be evaluated: a custom operation, SQL that only the run knows.
 * One decides when it runs whenever the migration runs (inside of a condition no rule could decide about it either),
 * the database is not SQLite, and the migration did not do the same before.
 */
function judgeMigration(file: FileChange, input: UnreadInput): readonly NotAnalysed[] {
  if (file.status === "removed") return [];
  const body = input.after.migrations.find(({ path }) => path === file.path);
  if (body === undefined) return [];
  const earlier = input.before.migrations.find(({ path }) => path === file.previousPath);
  const known = new Set((earlier?.upgrade ?? []).map(statementKey));
  const decidable = belongsToDomain(file, input.domains) && !runsOnSqlite(file.path, input.after);
  return body.upgrade
    .filter(({ operation }) => operation.kind === "unknown")
    .map((statement) =>
      notAnalysed(
        file,
        "after",
        "dynamic",
        statement.where.path === file.path ? statement.where.line : null,
        decidable && statement.confidence === "high" && !known.has(statementKey(statement)),
      ),
    );
}

function statementKey({ operation, detail }: MigrationStatement): string {
  return `${operation.kind} ${operation.kind === "unknown" ? operation.what : ""} ${detail}`;
}

function runsOnSqlite(path: string, facts: Facts): boolean {
  const environment = facts.revisions.environments.find(({ revisions }) =>
    [...revisions.values()].some((revision) => revision.path === path),
  );
  return environment?.dialect === "sqlite";
}

function notAnalysed(
  file: FileChange,
  side: Side,
  reason: string,
  line: number | null,
  decides: boolean,
): NotAnalysed {
  const id = unreadId(file.path, reason, { before: file.blobBefore, after: file.blobAfter });
  return {
    path: pathOn(file, side) ?? file.path,
    side,
    reason,
    line,
    id,
    decides,
    state: "open",
    by: null,
    why: null,
  };
}

function pathOn(file: FileChange, side: Side): string | null {
  if (side === "before") return file.previousPath;
  return file.status === "removed" ? null : file.path;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
