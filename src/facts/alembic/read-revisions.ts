import type { Expression } from "../../syntax/python/ast.ts";
import { walkAll } from "../../syntax/python/walk.ts";
import type { MigrationEnvironment, Revision, RevisionGraph } from "../database.ts";
import type { Unresolved } from "../location.ts";
import type { Project } from "../python/project.ts";
import { findEnvironments, folderOf, revisionPaths, type EnvironmentPlace } from "./environments.ts";
import { headsOf } from "./graph.ts";
import { scanHeader, type HeaderField, type HeaderName } from "./header.ts";

/**
 * The revision headers of every Alembic environment of a snapshot: `alembic.ini` (each section with a
 * `script_location`), `[tool.alembic]`, and folders with an `env.py` and revisions. Headers are scanned from the text;
 * a file is parsed only where a header is no plain literal.
 */
export function readRevisions(project: Project): RevisionGraph {
  const unresolved: Unresolved[] = [];
  const environments = findEnvironments(project.snapshot).map((place) =>
    readEnvironment(project, place, unresolved),
  );
  return { environments, unresolved };
}

/**
 * Files that belong to no environment, each folder as one that has nothing else: for a linter that is handed files or
 * folders. A file without a header has its name for an id.
 */
export function looseEnvironments(
  project: Project,
  paths: readonly string[],
): readonly MigrationEnvironment[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) byFolder.set(folderOf(path), [...(byFolder.get(folderOf(path)) ?? []), path]);
  return [...byFolder].map(([folder, files]) => looseEnvironment(project, folder, files));
}

/** Does a file have the header of a revision? */
export function isRevision(project: Project, path: string): boolean {
  const text = project.text(path);
  return text?.includes("revision") === true && scanHeader(text).has("revision");
}

function looseEnvironment(project: Project, folder: string, paths: readonly string[]): MigrationEnvironment {
  const unresolved: Unresolved[] = [];
  const revisions = new Map<string, Revision>();
  const duplicates: Revision[] = [];
  for (const path of paths) {
    const revision = readRevision(project, path, unresolved) ?? namedRevision(path);
    if (revisions.has(revision.id)) duplicates.push(revision);
    else revisions.set(revision.id, revision);
  }
  return {
    path: folder,
    versions: [folder],
    transactionPerMigration: false,
    autocommit: false,
    dialect: "postgresql",
    heads: headsOf(revisions),
    revisions,
    duplicates,
  };
}

/** A file whose id is not known goes by its name. */
function namedRevision(path: string): Revision {
  return {
    id: path.slice(path.lastIndexOf("/") + 1, -".py".length),
    down: [],
    dependsOn: [],
    branchLabels: [],
    path,
    where: { path, line: 1, endLine: 1 },
  };
}

function readEnvironment(
  project: Project,
  place: EnvironmentPlace,
  unresolved: Unresolved[],
): MigrationEnvironment {
  const revisions = new Map<string, Revision>();
  const duplicates: Revision[] = [];
  const unidentified: Revision[] = [];
  for (const path of revisionPaths(project.snapshot, place)) {
    const revision = readRevision(project, path, unresolved);
    if (revision === null) {
      if (definesUpgrade.test(project.text(path) ?? "")) unidentified.push(namedRevision(path));
    } else if (revisions.has(revision.id)) duplicates.push(revision);
    else revisions.set(revision.id, revision);
  }
  for (const { where } of unidentified) {
    if (unresolved.some((one) => one.where.path === where.path)) continue;
    unresolved.push({ where, what: "the file has no `revision`, so that Alembic cannot load it" });
  }
  const script = environmentScript(project, place);
  return {
    path: place.folder,
    versions: place.versions,
    transactionPerMigration: script.transactionPerMigration,
    autocommit: script.autocommit,
    timeouts: ["lock_timeout", "statement_timeout"].filter((name) =>
      [script.text, place.url ?? ""].some((text) => text.includes(name)),
    ),
    dialect: dialectOf(place, script),
    heads: headsOf(revisions),
    revisions,
    duplicates,
    unidentified,
  };
}

const definesUpgrade = /^(?:async[ \t]+)?def[ \t]+upgrade\b/m;

// ── headers ────────────────────────────────────────────────────────────────────────────────────────────────────

function readRevision(project: Project, path: string, unresolved: Unresolved[]): Revision | null {
  const text = project.text(path);
  if (text === null || !text.includes("revision")) return null;
  const fields = scanHeader(text);
  const field = fields.get("revision");
  if (field === undefined) return null;
  const where = { path, line: field.line, endLine: field.line };
  const read = (name: HeaderName): readonly string[] | null => valueOf(project, path, name, fields.get(name));
  const [id] = read("revision") ?? [];
  if (id === undefined) {
    unresolved.push({ where, what: "the revision's id is not constant" });
    return null;
  }
  const list = (name: HeaderName): readonly string[] => {
    const value = read(name);
    if (value === null) unresolved.push({ where, what: `\`${name}\` of revision ${id} is not constant` });
    return value ?? [];
  };
  return {
    id,
    down: list("down_revision"),
    dependsOn: list("depends_on"),
    branchLabels: list("branch_labels"),
    path,
    where,
  };
}

/** The scanned value, or what the parser makes of it: `down_revision = parent.revision`. */
function valueOf(
  project: Project,
  path: string,
  name: HeaderName,
  field: HeaderField | undefined,
): readonly string[] | null {
  if (field === undefined) return [];
  if (field.value !== null) return field.value;
  const [binding] = project.bindings(path).get(name) ?? [];
  if (binding?.kind !== "value" || binding.value === null) return null;
  const folded = project.evaluate(path, binding.value);
  if (!folded.known) return null;
  if (folded.value === null) return [];
  if (typeof folded.value === "string") return [folded.value];
  return Array.isArray(folded.value) && folded.value.every((item) => typeof item === "string")
    ? folded.value
    : null;
}

// ── env.py ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface EnvironmentScript {
  readonly transactionPerMigration: boolean;
  readonly autocommit: boolean;
  readonly batch: boolean;
  readonly text: string;
}

/** What `context.configure(…)` says. It is parsed only when its text mentions an option that matters. */
function environmentScript(project: Project, place: EnvironmentPlace): EnvironmentScript {
  const path = scriptPath(project, place);
  const text = path === null ? "" : (project.text(path) ?? "");
  const matters = ["transaction_per_migration", "transactional_ddl", "render_as_batch", "AUTOCOMMIT"];
  const nothing = { transactionPerMigration: false, autocommit: false, batch: false, text };
  if (path === null || !matters.some((word) => text.includes(word))) return nothing;
  const given = (name: string, value: boolean | string): boolean => hasKeyword(project, path, name, value);
  return {
    transactionPerMigration: given("transaction_per_migration", true),
    autocommit: given("transactional_ddl", false) || given("isolation_level", "AUTOCOMMIT"),
    batch: given("render_as_batch", true),
    text,
  };
}

/** `env.py` in the environment's folder, or above it where version folders are environments of their own. */
function scriptPath(project: Project, place: EnvironmentPlace): string | null {
  let folder = place.folder;
  for (;;) {
    const path = folder === "" ? "env.py" : `${folder}/env.py`;
    if (project.snapshot.entries.has(path)) return path;
    const slash = folder.lastIndexOf("/");
    if (slash < 0) return null;
    folder = folder.slice(0, slash);
  }
}

function hasKeyword(project: Project, path: string, name: string, value: boolean | string): boolean {
  for (const node of walkAll(project.module(path)?.body ?? [])) {
    if (node.kind === "call") {
      if (node.keywords.some((keyword) => keyword.name === name && is(project, path, keyword.value, value))) {
        return true;
      }
    } else if (node.kind === "dict") {
      const entry = node.entries.find(({ key }) => key?.kind === "string" && key.value === name);
      if (entry !== undefined && is(project, path, entry.value, value)) return true;
    }
  }
  return false;
}

function is(project: Project, path: string, expression: Expression, value: boolean | string): boolean {
  const folded = project.evaluate(path, expression);
  return folded.known && folded.value === value;
}

/** SQLite by folder name or by the only URL that is written down; both where batch mode says that SQLite is supported too. */
function dialectOf(place: EnvironmentPlace, script: EnvironmentScript): MigrationEnvironment["dialect"] {
  const folders = [place.folder, ...place.versions].flatMap((folder) => folder.split("/"));
  if (folders.includes("sqlite")) return "sqlite";
  if (folders.some((folder) => folder.startsWith("postgres"))) return "postgresql";
  const texts = [place.url ?? "", script.text];
  const mentions = (word: string): boolean => texts.some((text) => text.includes(word));
  const isPostgres = mentions("postgres") || mentions("psycopg") || mentions("asyncpg");
  if (mentions("sqlite:") && !isPostgres) return "sqlite";
  return script.batch ? "both" : "postgresql";
}
