import { headsOf } from "../facts/alembic/graph.ts";
import { readMigrations, revisionsIn } from "../facts/alembic/read-migrations.ts";
import { readNamingConvention } from "../facts/sqlalchemy/naming-convention.ts";
import { isRevision, looseEnvironments } from "../facts/alembic/read-revisions.ts";
import type { DatabaseSchema, MigrationBody, Revision, RevisionGraph } from "../facts/database.ts";
import type { LockMode } from "../facts/postgresql/locks.ts";
import type { Project } from "../facts/python/project.ts";
import { readSqlFile } from "../facts/sql/migration-files.ts";
import { findSqlMigrations } from "../facts/sql/sql-migrations.ts";
import type { Settings } from "../settings/settings.ts";
import type { Syntax } from "../syntax/syntax.ts";
import { once } from "../text/once.ts";
import type { Finding, FindingDraft } from "./finding.ts";
import { downgradeRestoresNothing } from "./production-migration/downgrade-restores-nothing.ts";
import { concurrentIndexIfNotExists } from "./production-migration/concurrent-index-if-not-exists.ts";
import { styleRules } from "./production-migration/style-rules.ts";
import { danglingRevision } from "./production-migration/dangling-revision.ts";
import { duplicateRevision } from "./production-migration/duplicate-revision.ts";
import type { MigrationContext } from "./production-migration/migration-context.ts";
import type { MigrationRule } from "./production-migration/migration-rule.ts";
import { multipleHeads } from "./production-migration/multiple-heads.ts";
import { operationRules } from "./production-migration/operation-rules.ts";
import type { Step } from "./production-migration/step.ts";
import { stepsOf, tableOf } from "./production-migration/steps.ts";
import { unreadableMigration } from "./production-migration/unreadable-migration.ts";
import { unreadableLines } from "./production-migration/unreadable-lines.ts";
import { runRules } from "./run.ts";

/** What `check-migrations` is asked to look at. Paths are relative to the repository root. */
export interface MigrationSelection {
  /** Named one by one: one change, in this order. */
  readonly files: readonly string[];
  /** Folders: each revision or SQL file in them is a change of its own, after its parents. */
  readonly folders: readonly string[];
}

/** A finding with what PostgreSQL does at that statement; null for one that is about revisions. */
interface MigrationFinding extends Finding {
  /** Lock mode by relation. */
  readonly lock: Readonly<Record<string, LockMode>> | null;
  readonly rewrite: boolean | null;
  readonly scan: boolean | null;
  /** false where the same change creates the relation. */
  readonly existing: boolean | null;
}

/** The result of `check-migrations` (interface.md, JSON). */
export interface MigrationCheck {
  readonly findings: readonly MigrationFinding[];
  readonly environments: readonly {
    readonly path: string;
    readonly versions: readonly string[];
    readonly heads: readonly string[];
  }[];
  readonly revisions: readonly {
    readonly revision: string;
    readonly down: readonly string[];
    readonly path: string;
    readonly environment: string | null;
  }[];
  readonly coverage: {
    readonly statements: number;
    readonly analysed: number;
    readonly unknown: readonly { readonly path: string; readonly line: number; readonly reason: string }[];
  };
}

/** A set of migrations that would be deployed together. */
interface Change {
  readonly graph: RevisionGraph;
  readonly bodies: readonly MigrationBody[];
  /** What ran before: bodies that name one of the tables, in order. */
  readonly history: (tables: readonly string[]) => readonly MigrationBody[];
}

const noSchema: DatabaseSchema = { tables: new Map(), unresolved: [] };
const stepRules = [...operationRules, concurrentIndexIfNotExists, ...styleRules];
const hazards = new Set(operationRules.map(({ id }) => id));
const revisionRules = [multipleHeads, danglingRevision, duplicateRevision];

/** Lints Alembic revisions and SQL files without a comparison: every statement counts as new. */
export function checkMigrations(
  project: Project,
  graph: RevisionGraph,
  selection: MigrationSelection,
  settings: Settings,
  syntax: Syntax,
): MigrationCheck {
  const whole = withLooseFiles(project, graph, selection);
  const changes = changesOf(project, whole, selection, settings, syntax);
  const namingConvention = once(() => readNamingConvention(project));
  const contexts = changes.map((change) => contextOf(change, settings, namingConvention));
  const checked = new Set(changes.flatMap((change) => change.bodies.map((body) => body.path)));
  const environments = whole.environments.filter((environment) =>
    revisionsIn(environment).some((revision) => checked.has(revision.path)),
  );
  const own = checkGraph({ environments, unresolved: whole.unresolved }, checked, settings);
  return {
    findings: [...own, ...contexts.flatMap(checkSteps), ...contexts.flatMap(checkBodies)],
    environments: environments.map(({ path, versions, heads }) => ({ path, versions, heads })),
    revisions: environments.flatMap((environment) =>
      revisionsIn(environment)
        .filter((revision) => checked.has(revision.path))
        .map(({ id, down, path }) => ({ revision: id, down, path, environment: environment.path })),
    ),
    coverage: coverageOf(contexts, changes),
  };
}

// ── what is checked together ───────────────────────────────────────────────────────────────────────────────────

/** Python files that no environment has make one of their own. */
function withLooseFiles(
  project: Project,
  graph: RevisionGraph,
  selection: MigrationSelection,
): RevisionGraph {
  const known = new Set(
    graph.environments.flatMap((one) =>
      [...revisionsIn(one), ...(one.unidentified ?? [])].map((revision) => revision.path),
    ),
  );
  const named = selection.files.filter((path) => path.endsWith(".py") && !known.has(path));
  const found = project.paths.filter(
    (path) => !known.has(path) && isSelected(path, selection) && isRevision(project, path),
  );
  const loose = [...new Set([...named, ...found])];
  return { ...graph, environments: [...graph.environments, ...looseEnvironments(project, loose)] };
}

function isSelected(path: string, { folders }: MigrationSelection): boolean {
  return folders.some((folder) => folder === "" || path.startsWith(`${folder}/`));
}

function changesOf(
  project: Project,
  graph: RevisionGraph,
  selection: MigrationSelection,
  settings: Settings,
  syntax: Syntax,
): readonly Change[] {
  const named = selection.files.flatMap((path) => bodiesOf(project, graph, [path], settings, syntax));
  const paths = [...project.snapshot.entries.keys()].filter((path) => isSelected(path, selection));
  const bodies = bodiesOf(project, graph, paths, settings, syntax);
  const naming = bodiesByTable(bodies);
  const single = bodies.map((body, at) => ({
    graph,
    bodies: [body],
    history: ([table = ""]: readonly string[]) =>
      (naming.get(table) ?? []).filter((earlier) => earlier < at).flatMap((earlier) => bodies[earlier] ?? []),
  }));
  return named.length === 0 ? single : [{ graph, bodies: named, history: () => [] }, ...single];
}

/** Positions of the bodies that do something to a table. */
function bodiesByTable(bodies: readonly MigrationBody[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const [at, { upgrade }] of bodies.entries()) {
    const tables = upgrade.flatMap(({ operation }) =>
      operation.kind === "rename-table" ? [operation.table, operation.to] : (tableOf(operation) ?? []),
    );
    for (const table of new Set(tables)) positions.set(table, [...(positions.get(table) ?? []), at]);
  }
  return positions;
}

/** Revisions in order of the graph, then SQL files in the order of their tools, in whatever folder they lie. */
function bodiesOf(
  project: Project,
  graph: RevisionGraph,
  paths: readonly string[],
  settings: Settings,
  syntax: Syntax,
): readonly MigrationBody[] {
  const revisions = new Set(paths.filter((path) => path.endsWith(".py")));
  const { inOrder, directionOf } = findSqlMigrations(project.snapshot, settings.database.migrations);
  const scripts = inOrder(paths.filter((path) => path.endsWith(".sql"))).flatMap((path) => {
    const file = project.snapshot.read(path);
    const direction = directionOf(path);
    return file.kind === "text" && direction !== "none"
      ? [readSqlFile(path, file.text, syntax.parseSql, direction)]
      : [];
  });
  return [...readMigrations(project, graph, revisions, syntax), ...scripts];
}

/** A context in which exactly the bodies of a change are new. */
function contextOf(
  { graph, bodies, history }: Change,
  settings: Settings,
  namingConvention: NonNullable<MigrationContext["after"]["namingConvention"]>,
): MigrationContext {
  const nothing: RevisionGraph = { environments: [], unresolved: [] };
  return {
    before: { revisions: nothing, schema: noSchema, history },
    after: { revisions: graph, schema: noSchema, migrations: bodies, namingConvention },
    changes: {
      revisions: bodies.map((body) => ({
        status: "added",
        key: body.revision ?? body.path,
        before: null,
        after: { revision: revisionOf(body, graph), body },
      })),
    },
    mergedRevisions: nothing,
    settings,
  };
}

const revisionsByPath = new WeakMap<RevisionGraph, ReadonlyMap<string, Revision>>();

function revisionOf(body: MigrationBody, graph: RevisionGraph): Revision {
  const byPath =
    revisionsByPath.get(graph) ??
    new Map(graph.environments.flatMap(revisionsIn).map((revision) => [revision.path, revision]));
  revisionsByPath.set(graph, byPath);
  const found = byPath.get(body.path);
  const where = { path: body.path, line: 1, endLine: 1 };
  return found ?? { id: body.path, down: [], dependsOn: [], branchLabels: [], path: body.path, where };
}

// ── findings ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The graph as it stands, with the checked revisions as the new ones. */
function checkGraph(
  graph: RevisionGraph,
  checked: ReadonlySet<string>,
  settings: Settings,
): readonly MigrationFinding[] {
  const environments = graph.environments.map((environment) => {
    const revisions = new Map(
      [...environment.revisions].filter(([, revision]) => !checked.has(revision.path)),
    );
    const duplicates = environment.duplicates.filter((revision) => !checked.has(revision.path));
    return { ...environment, revisions, duplicates, heads: headsOf(revisions) };
  });
  const context: MigrationContext = {
    before: { revisions: { environments, unresolved: [] }, schema: noSchema },
    after: { revisions: graph, schema: noSchema, migrations: [] },
    changes: { revisions: [] },
    mergedRevisions: graph,
    settings,
  };
  return runRules(revisionRules, context).map(withoutImpact);
}

/** What is said of whole revisions: what could not be read, and what has no way back. */
function checkBodies(context: MigrationContext): readonly MigrationFinding[] {
  return runRules([unreadableMigration, downgradeRestoresNothing], context).map(withoutImpact);
}

function withoutImpact(finding: Finding): MigrationFinding {
  return { ...finding, lock: null, rewrite: null, scan: null, existing: null };
}

function checkSteps(context: MigrationContext): readonly MigrationFinding[] {
  const steps = new Map<FindingDraft["where"], Step>();
  const findings = runRules(
    stepRules.map((rule) => remembering(rule, steps)),
    context,
  );
  return findings.map((finding) => ({
    ...finding,
    kind: hazards.has(finding.rule) ? ("hazard" as const) : finding.kind,
    ...impactOf(steps.get(finding.where)),
  }));
}

/** The rule, keeping for each finding the step that it is about: a draft's `where` is handed on as it is. */
function remembering(rule: MigrationRule, steps: Map<FindingDraft["where"], Step>) {
  return {
    ...rule,
    *check(context: MigrationContext): Iterable<FindingDraft> {
      for (const step of stepsOf(context)) {
        const draft = rule.judge(step, context);
        if (draft === null) continue;
        steps.set(draft.where, step);
        yield draft;
      }
    },
  };
}

function impactOf(step: Step | undefined): Pick<MigrationFinding, "lock" | "rewrite" | "scan" | "existing"> {
  if (step === undefined) return { lock: null, rewrite: null, scan: null, existing: null };
  // Names of relations are untrusted: they become keys of an object that inherits none.
  const lock: Record<string, LockMode> = Object.assign(
    Object.create(null),
    Object.fromEntries((step.lock?.locks ?? []).map(({ relation, mode }) => [relation, mode])),
  );
  return {
    lock: step.lock === null ? null : lock,
    rewrite: step.lock?.rewrite ?? null,
    scan: step.lock?.scan ?? null,
    existing: step.existing,
  };
}

function coverageOf(
  contexts: readonly MigrationContext[],
  changes: readonly Change[],
): MigrationCheck["coverage"] {
  const statements = changes.flatMap((change) => change.bodies.flatMap((body) => body.upgrade));
  return {
    statements: statements.length,
    analysed: statements.filter((statement) => statement.operation.kind !== "unknown").length,
    unknown: contexts
      .flatMap(unreadableLines)
      .map(({ where, why }) => ({ path: where.path, line: where.line, reason: why })),
  };
}
