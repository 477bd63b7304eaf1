import { isUtf8 } from "node:buffer";

import type { FileChange, FileStatus, LineRange } from "../ports/git.ts";

/**
 * A path as text. A name that is not UTF-8 keeps its bytes as lone surrogates (as Python's `surrogateescape` does),
 * so that two names never become one.
 */
export function decodePath(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString("utf8");
  let path = "";
  for (const byte of bytes) path += String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
  return path;
}

/** The bytes of a path that `decodePath` read. */
export function encodePath(path: string): Buffer {
  if (path.isWellFormed()) return Buffer.from(path, "utf8");
  return Buffer.from(Array.from(path, (character) => character.charCodeAt(0) & 0xff));
}

/** Arguments of `git diff-tree` whose output `diffReader` reads. No driver, no text conversion, no colour, no copy detection. */
export const diffArguments: readonly string[] = [
  "diff-tree",
  "-r",
  "-z",
  "--raw",
  "--patch",
  "--unified=0",
  "--inter-hunk-context=0",
  "--find-renames=50%",
  "-l1000",
  "--diff-algorithm=myers",
  "--full-index",
  "--no-abbrev",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--no-relative",
  "--submodule=short",
  "--ignore-submodules=none",
];

interface Draft {
  readonly raw: RawRecord;
  additions: number;
  deletions: number;
  readonly removedLines: LineRange[];
  readonly addedLines: LineRange[];
}

interface RawRecord {
  readonly letter: string;
  readonly modes: readonly [string, string];
  readonly blobs: readonly [string, string];
  readonly paths: readonly string[];
}

const newline = 0x0a;
const plus = 0x2b;
const minus = 0x2d;

/**
 * Reads the output of `git diff-tree` piece by piece: first the raw records, then the patch, of which only the hunk
 * headers are kept. Files and patch sections come in the same order; a change of type has two sections. Time is
 * linear and memory holds no content.
 */
export function diffReader(): {
  readonly push: (chunk: Buffer) => void;
  readonly end: () => readonly FileChange[];
} {
  const drafts: Draft[] = [];
  const sections: Draft[] = [];
  let section = -1;
  let inPatch = false;
  /** Bytes of an unfinished token or header line. */
  let rest: Buffer = Buffer.alloc(0);
  let tokens: Buffer[] = [];
  let hunkRemoved = 0;
  let hunkAdded = 0;
  /** Inside a line of a hunk whose end has not been seen. */
  let skipping = false;

  const takeToken = (token: Buffer) => {
    tokens.push(token);
    const letter = String.fromCharCode(tokens[0]?.at(tokens[0].lastIndexOf(0x20) + 1) ?? 0);
    if (tokens.length < (letter === "R" || letter === "C" ? 3 : 2)) return;
    const draft: Draft = {
      raw: parseRaw(tokens),
      additions: 0,
      deletions: 0,
      removedLines: [],
      addedLines: [],
    };
    drafts.push(draft);
    sections.push(draft);
    if (letter === "T") sections.push(draft);
    tokens = [];
  };

  const takeHeader = (line: Buffer) => {
    if (line.subarray(0, 11).equals(sectionStart)) section += 1;
    else if (line.subarray(0, 3).equals(hunkStart)) {
      const hunk = parseHunk(line);
      hunkRemoved = hunk.removed.count;
      hunkAdded = hunk.added.count;
      const draft = sections[section];
      if (draft === undefined) throw new Error("a patch section without a file");
      draft.deletions += hunk.removed.count;
      draft.additions += hunk.added.count;
      addRange(draft.removedLines, hunk.removed);
      addRange(draft.addedLines, hunk.added);
    }
  };

  const readRaw = (chunk: Buffer): Buffer => {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      const token = chunk.subarray(start, end);
      start = end + 1;
      // An empty token stands between the records and the patch.
      if (tokens.length === 0 && token.length === 0) {
        inPatch = true;
        break;
      }
      takeToken(token);
    }
    return chunk.subarray(start);
  };

  const readPatch = (chunk: Buffer): Buffer => {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      if (!skipping && hunkRemoved + hunkAdded > 0) {
        if (chunk[start] === minus) hunkRemoved -= 1;
        else if (chunk[start] === plus) hunkAdded -= 1;
        skipping = true;
      }
      if (end < 0) break;
      if (skipping) skipping = false;
      else takeHeader(chunk.subarray(start, end));
      start = end + 1;
    }
    return skipping ? Buffer.alloc(0) : chunk.subarray(start);
  };

  return {
    push: (chunk) => {
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      rest = inPatch ? all : readRaw(all);
      if (inPatch) rest = readPatch(rest);
    },
    end: () => drafts.map(finish),
  };
}

const sectionStart = Buffer.from("diff --git ");
const hunkStart = Buffer.from("@@ ");

function parseRaw(tokens: readonly Buffer[]): RawRecord {
  const [modeBefore = "", modeAfter = "", blobBefore = "", blobAfter = "", letter = ""] = (
    tokens[0] ?? Buffer.alloc(0)
  )
    .toString("latin1")
    .slice(1)
    .split(" ");
  return {
    letter: letter.slice(0, 1),
    modes: [modeBefore, modeAfter],
    blobs: [blobBefore, blobAfter],
    paths: tokens.slice(1).map(decodePath),
  };
}

interface HunkSide {
  readonly start: number;
  readonly count: number;
}

/** `@@ -start,count +start,count @@`, where a count of 1 is left out. */
function parseHunk(line: Buffer): { readonly removed: HunkSide; readonly added: HunkSide } {
  const [, removed = "", added = ""] = line.subarray(0, 80).toString("latin1").split(" ");
  return { removed: parseSide(removed), added: parseSide(added) };
}

function parseSide(text: string): HunkSide {
  const [start = "0", count = "1"] = text.slice(1).split(",");
  return { start: Number(start), count: Number(count) };
}

function addRange(ranges: LineRange[], side: HunkSide): void {
  if (side.count > 0) ranges.push({ start: side.start, end: side.start + side.count - 1 });
}

const statuses: ReadonlyMap<string, FileStatus> = new Map([
  ["A", "added"],
  ["D", "removed"],
  ["R", "renamed"],
]);

function finish(draft: Draft): FileChange {
  const { raw } = draft;
  const status = statuses.get(raw.letter) ?? "modified";
  const previousPath = status === "added" ? null : (raw.paths[0] ?? "");
  const [modeBefore, modeAfter] = raw.modes;
  const [blobBefore, blobAfter] = raw.blobs;
  return {
    status,
    path: raw.paths.at(-1) ?? "",
    previousPath,
    modeBefore: status === "added" ? null : modeBefore,
    modeAfter: status === "removed" ? null : modeAfter,
    blobBefore: status === "added" ? null : blobBefore,
    blobAfter: status === "removed" ? null : blobAfter,
    additions: draft.additions,
    deletions: draft.deletions,
    removedLines: draft.removedLines,
    addedLines: draft.addedLines,
  };
}
