import type { FileChange } from "../../ports/git.ts";
import type { ChangeSet } from "../../source/change-set.ts";
import { isTestPath } from "../../source/file-kind.ts";
import { textIn, type Snapshot } from "../../source/snapshot.ts";
import type { Contract } from "../contract.ts";
import type { CommittedDocument, Unread } from "../facts.ts";
import { linesOfDocument } from "./document-lines.ts";
import { isOpenApiDocument, readOpenApiDocument } from "./read-document.ts";

/** What the OpenAPI documents among the changed files declare, on both sides. */
export interface ChangedDocuments {
  readonly before: DeclaredSide;
  readonly after: DeclaredSide;
}

export interface DeclaredSide {
  readonly contract: Contract;
  /** Documents that are neither JSON nor YAML. */
  readonly unread: readonly Unread[];
}

/** Whether there is anything for `readChangedDocuments` to read. */
export function hasChangedDocuments({ before, after, files }: ChangedFiles): boolean {
  return files.some((file) => declaresOnBothSides(file, before, after));
}

type ChangedFiles = Pick<ChangeSet, "before" | "after" | "files">;

/**
 * The documents that exist on both sides and are not equal, as one contract a side. A document that comes or goes as a
 * whole says nothing of what is served.
 */
export function readChangedDocuments({ before, after, files }: ChangedFiles): ChangedDocuments {
  const changed = files.filter((file) => declaresOnBothSides(file, before, after));
  return {
    before: readSide(
      before,
      changed.map(({ path, previousPath }) => previousPath ?? path),
    ),
    after: readSide(
      after,
      changed.map(({ path }) => path),
    ),
  };
}

/** The documents, by their names, that a change left as they were. */
export function readUnchangedDocuments(
  snapshot: Snapshot,
  changed: ReadonlySet<string>,
): readonly CommittedDocument[] {
  return [...snapshot.entries.keys()].flatMap((path) => {
    if (!/(?:openapi|swagger)[\w.-]{0,80}\.(?:json|ya?ml)$/i.test(path)) return [];
    if (changed.has(path) || isForeign(path)) return [];
    const read = readOpenApiDocument(textIn(snapshot, path), path);
    return "error" in read ? [] : [{ path, contract: read.contract }];
  });
}

/** Documents of others, and what tests and examples compare with. */
const foreign: ReadonlySet<string> = new Set(
  "vendor vendored third_party third-party node_modules fixtures __snapshots__ snapshots examples example".split(
    " ",
  ),
);

function declaresOnBothSides({ path, previousPath }: FileChange, before: Snapshot, after: Snapshot): boolean {
  if (previousPath === null || !/\.(?:json|ya?ml)$/i.test(path) || isForeign(path)) return false;
  return isOpenApiDocument(textIn(before, previousPath)) && isOpenApiDocument(textIn(after, path));
}

function isForeign(path: string): boolean {
  return isTestPath(path) || path.split("/").some((part) => foreign.has(part));
}

function readSide(snapshot: Snapshot, paths: readonly string[]): DeclaredSide {
  const contracts: Contract[] = [];
  const unread: Unread[] = [];
  for (const [index, path] of paths.entries()) {
    // Several documents may name different schemas alike.
    const namespace = paths.length === 1 ? "" : `document${index}`;
    const text = textIn(snapshot, path);
    const lines = linesOfDocument(text);
    const read = readOpenApiDocument(text, path, { inheritSecurity: true, namespace, lines });
    if ("error" in read) unread.push({ path, reason: "syntax-error", line: null, endLine: null });
    else contracts.push(read.contract);
  }
  return {
    contract: {
      operations: contracts.flatMap(({ operations }) => operations),
      components: new Map(contracts.flatMap(({ components }) => [...components])),
      unresolved: contracts.flatMap(({ unresolved }) => unresolved),
    },
    unread,
  };
}
