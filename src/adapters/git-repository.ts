import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Blob, BlobLimits, Entry, GitRepository } from "../ports/git.ts";
import { Failure } from "../text/failure.ts";
import { decodePath, diffArguments, diffReader } from "./git-diff.ts";
import { gitComplaint, runGit } from "./git-process.ts";
import type { GitCall, GitResult } from "./git-process.ts";

/** Where a repository is, and how its objects are named. */
export interface GitPlace {
  /** Absolute path of the git directory. */
  readonly gitFolder: string;
  /** Root of the work tree; null for a bare repository. */
  readonly workTree: string | null;
  readonly objectFormat: "sha1" | "sha256";
  /** Added to the environment of every call, such as a second object folder. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds the repository that a folder belongs to.
 * Throws `Failure` "usage" where there is none, "unfinished" where git cannot run.
 */
export async function findRepository(folder: string): Promise<GitPlace> {
  if (!existsSync(folder)) throw new Failure("usage", `${folder} does not exist.`);
  const found = await runGit({
    folder,
    args: ["rev-parse", "--is-bare-repository", "--show-object-format", "--absolute-git-dir"],
  });
  if (found.exitCode !== 0) throw notARepository(folder, found);
  const text = found.stdout.toString("utf8");
  const [bare = "", format = ""] = text.split("\n", 2);
  const gitFolder = text.slice(bare.length + format.length + 2, -1);
  // Fails inside a `.git` folder, which then counts as bare.
  const top = bare === "true" ? null : await runGit({ folder, args: ["rev-parse", "--show-toplevel"] });
  return {
    gitFolder,
    workTree: top?.exitCode === 0 ? top.stdout.toString("utf8").slice(0, -1) : null,
    objectFormat: format === "sha256" ? "sha256" : "sha1",
    environment: {},
  };
}

function notARepository(folder: string, result: GitResult): Failure {
  if (result.ended === "not-installed") {
    return new Failure("unfinished", "git was not found. Install git and make sure that it is in PATH.");
  }
  if (/not a git repository/.test(result.stderr)) {
    return new Failure("usage", `${folder} is not a git repository.`);
  }
  return new Failure("unfinished", `git could not open ${folder}: ${gitComplaint(result)}.`);
}

/** The attribute source that names no driver and calls no file binary. */
const emptyTree = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

/** Runs git on the objects of a repository, with no work tree and no index, so that no `.gitattributes` is read. */
export async function runOnObjects(place: GitPlace, call: Omit<GitCall, "folder">): Promise<GitResult> {
  return runGit({
    ...call,
    folder: place.gitFolder,
    args: [`--git-dir=${place.gitFolder}`, ...call.args],
    environment: {
      GIT_IMPLICIT_WORK_TREE: "0",
      GIT_INDEX_FILE: join(place.gitFolder, "coord-platform-has-no-index"),
      GIT_GRAFT_FILE: "/dev/null",
      GIT_ATTR_SOURCE: emptyTree[place.objectFormat],
      ...place.environment,
      ...call.environment,
    },
  });
}

/** Objects of one repository, through `git`. */
export function openRepository(place: GitPlace): GitRepository {
  const read = async (what: string, args: readonly string[], input?: string): Promise<Buffer> => {
    const result = await runOnObjects(place, input === undefined ? { args } : { args, input });
    if (result.exitCode !== 0) throw await gitFailure(place, what, result);
    return result.stdout;
  };
  const commits = new Map<string, Promise<CommitHeader>>();
  const header = (commit: string): Promise<CommitHeader> => {
    const known =
      commits.get(commit) ?? read(`read commit ${commit}`, ["cat-file", "commit", commit]).then(parseCommit);
    commits.set(commit, known);
    return known;
  };

  return {
    resolveCommit: async (revision) => {
      if (revision === "" || revision.startsWith("-") || revision.includes("\0")) return null;
      const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
      const result = await runOnObjects(place, { args });
      if (result.exitCode === null) throw await gitFailure(place, "look up a revision", result);
      return result.exitCode === 0 ? result.stdout.toString("utf8").trim() : null;
    },
    mergeBase: async (a, b) => {
      const result = await runOnObjects(place, { args: ["merge-base", "--end-of-options", a, b] });
      if (result.exitCode === 0) return result.stdout.toString("utf8").trim();
      if (result.exitCode === 1) return null;
      throw await gitFailure(place, "find the merge base", result);
    },
    isShallow: async () => {
      const answer = await read("look for shallow history", ["rev-parse", "--is-shallow-repository"]);
      return answer.toString("utf8").trim() === "true";
    },
    commitTime: async (commit) => (await header(commit)).time,
    commitSubject: async (commit) => (await header(commit)).subject,
    parents: async (commit) => (await header(commit)).parents,
    firstParents: async (commit, count) => {
      const args = ["rev-list", "--first-parent", `--max-count=${count}`, "--end-of-options", commit];
      return words(await read("list the history", args));
    },
    listTree: async (commit) =>
      parseTree(await read(`list the files of ${commit}`, ["ls-tree", "-r", "-z", "--full-tree", commit])),
    readBlobs: (blobs, limits) => readBlobs(place, blobs, limits),
    diff: async (before, after) => {
      const reader = diffReader();
      const args = [...diffArguments, "--end-of-options", before, after];
      const result = await runOnObjects(place, { args, consume: reader.push });
      if (result.exitCode !== 0) throw await gitFailure(place, `compare ${before} with ${after}`, result);
      return reader.end();
    },
  };
}

/** True for a clone whose missing objects git would fetch on demand (`--filter`), which is never done here. */
export async function isPartialClone(place: GitPlace): Promise<boolean> {
  const args = ["config", "--get-regexp", String.raw`^(remote\..*\.promisor|extensions\.partialclone)$`];
  return (await runOnObjects(place, { args })).exitCode === 0;
}

async function gitFailure(place: GitPlace, what: string, result: GitResult): Promise<Failure> {
  const complaint = gitComplaint(result);
  if (result.ended === "exited" && (await isPartialClone(place))) {
    return new Failure(
      "unfinished",
      `git could not ${what}: this clone is partial and lacks contents (${complaint}). Fetch them with \`git fetch --refetch --no-filter\`.`,
    );
  }
  return new Failure("unfinished", `git could not ${what}: ${complaint}.`);
}

/** Sizes first, in one process, then the contents of what is small enough, in a second. */
async function readBlobs(
  place: GitPlace,
  blobs: readonly string[],
  limits: BlobLimits,
): Promise<ReadonlyMap<string, Blob>> {
  const answers = new Map<string, Blob>();
  const wanted: string[] = [];
  let total = 0;
  for (const [blob, size] of await blobSizes(place, [...new Set(blobs)])) {
    if (size === null) answers.set(blob, { kind: "missing" });
    else if (size > limits.each || total + size > limits.total)
      answers.set(blob, { kind: "too-large", size });
    else {
      total += size;
      wanted.push(blob);
    }
  }
  if (wanted.length === 0) return answers;
  const result = await runOnObjects(place, { args: ["cat-file", "--batch"], input: lines(wanted) });
  if (result.exitCode !== 0) throw await gitFailure(place, "read the files", result);
  let position = 0;
  for (const blob of wanted) {
    const end = result.stdout.indexOf(0x0a, position);
    const size = Number(result.stdout.toString("latin1", position, end).split(" ")[2]);
    const bytes = result.stdout.subarray(end + 1, end + 1 + size);
    if (end < 0 || bytes.length !== size) throw new Failure("unfinished", "git answered with half a file.");
    answers.set(blob, { kind: "content", bytes });
    position = end + 1 + size + 1;
  }
  return answers;
}

/** Size of each blob in the order asked; null where the repository does not have it. */
async function blobSizes(
  place: GitPlace,
  blobs: readonly string[],
): Promise<readonly (readonly [string, number | null])[]> {
  if (blobs.length === 0) return [];
  const format = "--batch-check=%(objectname) %(objecttype) %(objectsize)";
  const asked = await runOnObjects(place, { args: ["cat-file", format], input: lines(blobs) });
  if (asked.exitCode === 0) {
    return asked.stdout
      .toString("latin1")
      .split("\n")
      .slice(0, -1)
      .map((line, index) => [blobs[index] ?? "", parseSize(line)]);
  }
  // In a partial clone git ends at the first missing blob: ask for what is there instead.
  const all = await runOnObjects(place, { args: ["cat-file", format, "--batch-all-objects"] });
  if (all.exitCode !== 0) throw await gitFailure(place, "read the files", all);
  const present = new Map<string, number | null>();
  for (const line of all.stdout.toString("latin1").split("\n")) {
    present.set(line.slice(0, Math.max(0, line.indexOf(" "))), parseSize(line));
  }
  return blobs.map((blob) => [blob, present.get(blob) ?? null]);
}

function parseSize(line: string): number | null {
  const [, type, size] = line.split(" ");
  return type === "blob" ? Number(size) : null;
}

interface CommitHeader {
  readonly parents: readonly string[];
  readonly time: number;
  readonly subject: string;
}

/** A raw commit object: header lines, an empty line, the message. */
function parseCommit(bytes: Buffer): CommitHeader {
  const end = bytes.indexOf("\n\n");
  const header = bytes.toString("utf8", 0, end < 0 ? bytes.length : end).split("\n");
  const values = (name: string) =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const encoding = values("encoding")[0] ?? "";
  const message = end < 0 ? "" : bytes.toString(/^iso-?8859-1$/i.test(encoding) ? "latin1" : "utf8", end + 2);
  const committer = (values("committer")[0] ?? "").split(" ");
  const time = Number(committer.at(-2));
  return {
    parents: values("parent"),
    time: Number.isSafeInteger(time) ? time : 0,
    subject: message.trimStart().split("\n", 1)[0] ?? "",
  };
}

/** `<mode> <type> <id>\t<path>`, each ended by NUL. */
function parseTree(bytes: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
    const tab = bytes.indexOf(0x09, start);
    const [mode = "", , blob = ""] = bytes.toString("latin1", start, tab).split(" ");
    entries.push({ path: decodePath(bytes.subarray(tab + 1, end)), mode, blob });
    start = end + 1;
  }
  return entries;
}

function lines(items: readonly string[]): string {
  return `${items.join("\n")}\n`;
}

function words(bytes: Buffer): readonly string[] {
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}
