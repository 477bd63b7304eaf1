import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, mkdtemp, open, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dirname } from "node:path/posix";
import { promisify } from "node:util";
import { deflate } from "node:zlib";

import type { Entry, GitRepository } from "../ports/git.ts";
import { worktreeCommit } from "../source/snapshot.ts";
import { Failure } from "../text/failure.ts";
import { encodePath } from "./git-diff.ts";
import { gitComplaint } from "./git-process.ts";
import { openRepository, runOnObjects } from "./git-repository.ts";
import type { GitPlace } from "./git-repository.ts";
import { listTracked, listUntracked, unreadable, type Candidate } from "./git-worktree-list.ts";

/** A repository that knows one more commit, `WORKTREE`: the files as they lie in the work tree. */
export interface WorktreeRepository {
  readonly git: GitRepository;
  readonly dispose: () => Promise<void>;
}

/**
 * Makes the work tree of a clone readable like a commit: tracked files with their uncommitted changes, and untracked
 * files that are not ignored. File contents are read as they are: no filter runs and no symbolic link is followed.
 * New contents go to a temporary object folder beside the clone's own, so that comparing and reading them is git's
 * usual work; nothing is written into the clone. History questions about `WORKTREE` are answered for `HEAD`.
 * Throws `Failure` "usage" for a bare repository and where there is no commit yet.
 */
export async function openWorktree(place: GitPlace): Promise<WorktreeRepository> {
  const { workTree } = place;
  if (workTree === null)
    throw new Failure("usage", "WORKTREE needs a clone with a work tree; this one is bare.");
  const head = await openRepository(place).resolveCommit("HEAD");
  if (head === null) throw new Failure("usage", "WORKTREE needs a repository with at least one commit.");
  const temporary = await mkdtemp(join(tmpdir(), "coord-platform-worktree-"));
  const dispose = () => rm(temporary, { recursive: true, force: true });
  try {
    const overlay = await overlayPlace(place, temporary);
    const entries = await readWorktree(place, workTree, join(temporary, "objects"));
    const tree = await writeTree(overlay, entries, join(temporary, "index"));
    return { git: withWorktree(openRepository(overlay), head, tree), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function withWorktree(git: GitRepository, head: string, tree: string): GitRepository {
  const commit = (id: string) => (id === worktreeCommit ? head : id);
  const files = (id: string) => (id === worktreeCommit ? tree : id);
  return {
    ...git,
    resolveCommit: async (revision) =>
      revision === worktreeCommit ? worktreeCommit : git.resolveCommit(revision),
    mergeBase: (a, b) => git.mergeBase(commit(a), commit(b)),
    commitTime: (id) => git.commitTime(commit(id)),
    commitSubject: (id) => git.commitSubject(commit(id)),
    parents: async (id) => (id === worktreeCommit ? [head] : git.parents(id)),
    firstParents: (id, count) => git.firstParents(commit(id), count),
    listTree: (id) => git.listTree(files(id)),
    diff: (before, after) => git.diff(files(before), files(after)),
  };
}

/** The same repository with a temporary folder in front of its objects. */
async function overlayPlace(place: GitPlace, temporary: string): Promise<GitPlace> {
  const asked = await runOnObjects(place, {
    args: ["rev-parse", "--path-format=absolute", "--git-path", "objects"],
  });
  if (asked.exitCode !== 0) throw unreadable(gitComplaint(asked));
  const objects = asked.stdout.toString("utf8").slice(0, -1);
  await mkdir(join(temporary, "objects"));
  return {
    ...place,
    environment: {
      ...place.environment,
      GIT_OBJECT_DIRECTORY: join(temporary, "objects"),
      // In quotes the path may hold the separator.
      GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`,
    },
  };
}

interface Context {
  readonly place: GitPlace;
  readonly workTree: string;
  readonly objects: string;
  /** Index blobs that are Git LFS pointers. */
  readonly pointers: ReadonlyMap<string, Pointer>;
  /** Folders that are known to be folders, not symbolic links to some. */
  readonly folders: Map<string, Promise<boolean>>;
}

async function readWorktree(place: GitPlace, workTree: string, objects: string): Promise<readonly Entry[]> {
  const [tracked, untracked] = await Promise.all([
    listTracked(place, workTree),
    listUntracked(place, workTree),
  ]);
  const pointers = await findPointers(place, tracked.candidates);
  const context: Context = { place, workTree, objects, pointers, folders: new Map() };
  const entries = [...tracked.unchanged];
  const candidates = [...tracked.candidates, ...untracked];
  const parallel = 32;
  for (let index = 0; index < candidates.length; index += parallel) {
    const batch = candidates.slice(index, index + parallel);
    for (const entry of await Promise.all(batch.map((candidate) => readEntry(context, candidate)))) {
      if (entry !== null) entries.push(entry);
    }
  }
  return entries;
}

interface Pointer {
  readonly sha256: string;
  readonly size: number;
}

const pointerStart = "version https://git-lfs.github.com/spec/v1\n";

/** A file of Git LFS lies in the work tree with its real content, while git knows a pointer to it. */
async function findPointers(
  place: GitPlace,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, Pointer>> {
  const blobs = candidates.flatMap(({ blob }) => blob ?? []);
  const pointers = new Map<string, Pointer>();
  for (const [blob, found] of await openRepository(place).readBlobs(blobs, { each: 512, total: 2 ** 26 })) {
    const text = found.kind === "content" ? Buffer.from(found.bytes).toString("latin1") : "";
    if (!text.startsWith(pointerStart)) continue;
    const value = (key: string) =>
      text
        .split("\n")
        .find((line) => line.startsWith(key))
        ?.slice(key.length) ?? "";
    pointers.set(blob, { sha256: value("oid sha256:"), size: Number(value("size ")) });
  }
  return pointers;
}

/** The entry of one path of the work tree; null when nothing that git would track is there. */
async function readEntry(context: Context, candidate: Candidate): Promise<Entry | null> {
  const { path } = candidate;
  const file = inWorkTree(context, path);
  if (!(await isInRealFolder(context, dirname(path)))) return null;
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  if (found.isSymbolicLink()) {
    const target = await readlink(file, { encoding: "buffer" });
    return { path, mode: "120000", blob: await storeBlob(context, target) };
  }
  if (!found.isFile()) return null;
  const mode = process.platform === "win32" ? (candidate.mode ?? "100644") : fileMode(found.mode);
  try {
    return { path, mode, blob: await fileBlob(context, candidate, file, found.size) };
  } catch (error) {
    throw unreadable(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As bytes, because a name need not be UTF-8. */
function inWorkTree(context: Context, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${context.workTree}/`), encodePath(path)]);
}

function fileMode(mode: number): string {
  return (mode & 0o100) === 0 ? "100644" : "100755";
}

/** False when some part of the folder's path is a symbolic link: what lies behind it is not in this work tree. */
function isInRealFolder(context: Context, folder: string): Promise<boolean> {
  if (folder === ".") return Promise.resolve(true);
  const known = context.folders.get(folder);
  if (known !== undefined) return known;
  const answer = isInRealFolder(context, dirname(folder)).then(
    async (inside) =>
      inside && ((await lstat(inWorkTree(context, folder)).catch(() => null))?.isDirectory() ?? false),
  );
  context.folders.set(folder, answer);
  return answer;
}

/** Above this size only the start of a changed file is kept: it is too large to be analysed anyway. */
const largeFile = 2 ** 24;
const startOfLargeFile = 2 ** 21;

/** Id of a file's content; the index's id where the file is what the index means. */
async function fileBlob(context: Context, candidate: Candidate, file: Buffer, size: number): Promise<string> {
  const { blob } = candidate;
  const pointer = blob === null ? undefined : context.pointers.get(blob);
  if (
    blob !== null &&
    pointer?.size === size &&
    (await hashFile(file, createHash("sha256"))) === pointer.sha256
  ) {
    return blob;
  }
  if (size > largeFile) {
    const whole = createHash(context.place.objectFormat).update(blobHeader(size));
    if (blob !== null && (await hashFile(file, whole)) === blob) return blob;
  }
  const bytes = await readStart(file, size > largeFile ? startOfLargeFile : largeFile);
  if (blobId(context, bytes) === blob) return blob;
  // Where `core.autocrlf` is set, the line ends of a file alone are no change.
  if (blob !== null && bytes.includes("\r\n")) {
    const plain = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    if (blobId(context, plain) === blob) return blob;
  }
  return storeBlob(context, bytes);
}

/** Opens without following: the file may have become a symbolic link since it was looked at. */
const openPlainly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

const pieceSize = 2 ** 16;

async function* readPieces(file: Buffer, limit: number): AsyncGenerator<Buffer> {
  const handle = await open(file, openPlainly);
  try {
    for (let position = 0; position < limit;) {
      const { bytesRead, buffer } = await handle.read({
        buffer: Buffer.alloc(Math.min(pieceSize, limit - position)),
        position,
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function readStart(file: Buffer, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readPieces(file, limit)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function hashFile(file: Buffer, hash: Hash): Promise<string> {
  for await (const piece of readPieces(file, Number.POSITIVE_INFINITY)) hash.update(piece);
  return hash.digest("hex");
}

function blobHeader(size: number): Buffer {
  return Buffer.from(`blob ${size}\0`);
}

function blobId(context: Context, bytes: Buffer): string {
  return createHash(context.place.objectFormat).update(blobHeader(bytes.length)).update(bytes).digest("hex");
}

const compress = promisify(deflate);

/** Writes a loose object. */
async function storeBlob(context: Context, bytes: Buffer): Promise<string> {
  const blob = blobId(context, bytes);
  const folder = join(context.objects, blob.slice(0, 2));
  const content = await compress(Buffer.concat([blobHeader(bytes.length), bytes]), { level: 1 });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, blob.slice(2)), content);
  return blob;
}

/** A tree object of the entries, made in a temporary index. */
async function writeTree(place: GitPlace, entries: readonly Entry[], index: string): Promise<string> {
  const environment = { GIT_INDEX_FILE: index };
  const input = Buffer.concat(
    entries.map(({ mode, blob, path }) =>
      Buffer.concat([Buffer.from(`${mode} ${blob}\t`), encodePath(path), Buffer.from([0])]),
    ),
  );
  const filled = await runOnObjects(place, {
    args: ["update-index", "-z", "--index-info"],
    input,
    environment,
  });
  if (filled.exitCode !== 0) throw unreadable(gitComplaint(filled));
  const written = await runOnObjects(place, { args: ["write-tree", "--missing-ok"], environment });
  if (written.exitCode !== 0) throw unreadable(gitComplaint(written));
  return written.stdout.toString("utf8").trim();
}
