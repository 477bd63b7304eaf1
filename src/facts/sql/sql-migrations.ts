import { matchesGlob } from "../../settings/matches-glob.ts";
import type { Snapshot } from "../../source/snapshot.ts";
import { compareVersions, isInMigrationFolder, readMigrationName } from "./migration-name.ts";
import { findSqitchProjects } from "./sqitch.ts";

/** The SQL migrations of a snapshot, of whatever tool. */
export interface SqlMigrations {
  /** Is a path an SQL migration, or a script that undoes or verifies one? */
  readonly has: (path: string) => boolean;
  /** SQL files in the order in which they are run: one folder after another, each by its versions or its plan. */
  readonly inOrder: (paths: Iterable<string>) => readonly string[];
  readonly directionOf: (path: string) => Direction;
}

/** `marked`: upwards, but for what the file itself marks as the other direction. `none`: it only looks whether all is well. */
export type Direction = "marked" | "down" | "none";

const known = new WeakMap<Snapshot, Map<string, SqlMigrations>>();

/** Finds them by the folders' names, by sqitch's plans, and by the configuration's globs (`database.migrations`). */
export function findSqlMigrations(snapshot: Snapshot, globs: readonly string[]): SqlMigrations {
  const ofSnapshot = known.get(snapshot) ?? new Map<string, SqlMigrations>();
  known.set(snapshot, ofSnapshot);
  const key = JSON.stringify(globs);
  const found = ofSnapshot.get(key) ?? find(snapshot, globs);
  ofSnapshot.set(key, found);
  return found;
}

/** Where a file stands among the others; compared field by field. */
interface Place {
  readonly folder: string;
  /** Position in a plan. */
  readonly planned: number;
  readonly repeatable: boolean;
  readonly version: readonly string[];
  readonly path: string;
}

function find(snapshot: Snapshot, globs: readonly string[]): SqlMigrations {
  const projects = findSqitchProjects(snapshot);
  const planned = new Map<string, { readonly folder: string; readonly at: number }>();
  for (const { deploy, folders } of projects) {
    for (const [at, path] of deploy.entries()) planned.set(path, { folder: folders.deploy, at });
  }
  const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
  const inProject = (path: string, kind: "deploy" | "revert" | "verify"): boolean =>
    projects.some(({ folders }) => isBelow(path, folders[kind]));
  const has = (path: string): boolean =>
    path.endsWith(".sql") &&
    (isInMigrationFolder(path) ||
      inProject(path, "deploy") ||
      inProject(path, "revert") ||
      inProject(path, "verify") ||
      matchesGlob(path, globs));
  const placeOf = (path: string): Place => {
    const plan = planned.get(path);
    const { folder, repeatable, version } = readMigrationName(path);
    return plan === undefined
      ? { folder, planned: Number.MAX_SAFE_INTEGER, repeatable, version, path }
      : { folder: plan.folder, planned: plan.at, repeatable: false, version: [], path };
  };
  return {
    has,
    inOrder: (paths) =>
      [...paths]
        .map(placeOf)
        .sort(comparePlaces)
        .map(({ path }) => path),
    directionOf: (path) => {
      if (inProject(path, "verify")) return "none";
      return inProject(path, "revert") || readMigrationName(path).down ? "down" : "marked";
    },
  };
}

function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.folder, b.folder) ||
    a.planned - b.planned ||
    Number(a.repeatable) - Number(b.repeatable) ||
    // What has no version (a seed, a helper) comes after what has one.
    Number(a.version.length === 0) - Number(b.version.length === 0) ||
    compareVersions(a.version, b.version) ||
    compareText(a.path, b.path)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
