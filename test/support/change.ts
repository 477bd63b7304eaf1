import { createHash } from "node:crypto";

import { detectChanges } from "../../src/changes/detect.ts";
import { readSides } from "../../src/facts/read.ts";
import { makeProject } from "../../src/facts/python/make-project.ts";
import type { Project } from "../../src/facts/python/project.ts";
import { mergeRevisionGraphs } from "../../src/facts/alembic/merge-graphs.ts";
import type { FileChange } from "../../src/ports/git.ts";
import type { RuleContext } from "../../src/rules/rule.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import type { ChangeSet } from "../../src/source/change-set.ts";
import type { Snapshot } from "../../src/source/snapshot.ts";
import type { Syntax } from "../../src/syntax/syntax.ts";
import { loadSyntax } from "../../src/adapters/load-syntax.ts";

/** Files of a tiny repository: path → text. */
export type Files = Readonly<Record<string, string>>;

let loaded: Promise<Syntax> | undefined;

/** The real parsers, loaded once per test file. */
export function syntax(): Promise<Syntax> {
  loaded ??= loadSyntax();
  return loaded;
}

export function snapshotOf(files: Files, commit = "0".repeat(40)): Snapshot {
  const entries = new Map(
    Object.keys(files)
      .sort()
      .map((path) => [path, { path, ...modeAndBlob(files[path] ?? "") }] as const),
  );
  return {
    commit,
    entries,
    read: (path) => {
      const text = files[path];
      return text === undefined ? { kind: "unread", reason: "missing" } : { kind: "text", text };
    },
  };
}

export async function projectOf(files: Files): Promise<Project> {
  return makeProject(snapshotOf(files), await syntax());
}

/** A change set between two tiny repositories; every line of a changed file counts as changed. */
export function changeSetOf(before: Files, after: Files, base: Files = before): ChangeSet {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const files = paths
    .filter((path) => before[path] !== after[path])
    .map((path) => fileChange(path, before, after));
  return {
    before: snapshotOf(before, "b".repeat(40)),
    after: snapshotOf(after, "a".repeat(40)),
    base: snapshotOf(base, "c".repeat(40)),
    files,
    headDate: "2026-01-06",
    baseDate: "2026-01-05",
  };
}

/** Everything that a rule sees of a change between two tiny repositories. */
export async function contextOf(
  before: Files,
  after: Files,
  settings: Settings = defaultSettings,
): Promise<RuleContext> {
  const parsers = await syntax();
  const changeSet = changeSetOf(before, after);
  const { before: old, after: fresh } = readSides(changeSet, parsers);
  return {
    changeSet,
    before: old.facts,
    after: fresh.facts,
    mergedRevisions: mergeRevisionGraphs(old.facts.revisions, old.facts.revisions, fresh.facts.revisions),
    changes: detectChanges(old.facts, fresh.facts, settings),
    measurements: { head: [], base: [] },
    settings,
  };
}

function fileChange(path: string, before: Files, after: Files): FileChange {
  const old = before[path];
  const fresh = after[path];
  const lines = (text: string | undefined) => (text === undefined ? 0 : text.split("\n").length);
  return {
    status: old === undefined ? "added" : fresh === undefined ? "removed" : "modified",
    path,
    previousPath: old === undefined ? null : path,
    modeBefore: old === undefined ? null : modeAndBlob(old).mode,
    modeAfter: fresh === undefined ? null : modeAndBlob(fresh).mode,
    blobBefore: old === undefined ? null : modeAndBlob(old).blob,
    blobAfter: fresh === undefined ? null : modeAndBlob(fresh).blob,
    additions: lines(fresh),
    deletions: lines(old),
    removedLines: old === undefined ? [] : [{ start: 1, end: lines(old) }],
    addedLines: fresh === undefined ? [] : [{ start: 1, end: lines(fresh) }],
  };
}

/** A text as git's own diff shows a submodule stands for one. */
function modeAndBlob(text: string): { readonly mode: string; readonly blob: string } {
  const commit = /^Subproject commit ([0-9a-f]{40})\n?$/.exec(text)?.[1];
  return commit === undefined ? { mode: "100644", blob: blobId(text) } : { mode: "160000", blob: commit };
}

function blobId(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest("hex");
}
