import { lstat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import type { Entry } from "../ports/git.ts";
import { Failure } from "../text/failure.ts";
import { decodePath } from "./git-diff.ts";
import { gitComplaint, runGit } from "./git-process.ts";
import type { GitPlace } from "./git-repository.ts";

/** What the index says of a path; `blob` is null for untracked files and unmerged ones. */
export interface Candidate {
  readonly path: string;
  readonly mode: string | null;
  readonly blob: string | null;
}

/** Tracked paths. Submodules and files outside a sparse checkout count as the index has them. */
export async function listTracked(
  place: GitPlace,
  workTree: string,
): Promise<{ readonly unchanged: readonly Entry[]; readonly candidates: readonly Candidate[] }> {
  const unchanged: Entry[] = [];
  const candidates = new Map<string, Candidate>();
  for (const token of await listFiles(place, workTree, ["--stage", "-t"])) {
    const tab = token.indexOf(0x09);
    const [tag, mode = "", blob = "", stage] = token.toString("latin1", 0, tab).split(" ");
    const path = decodePath(token.subarray(tab + 1));
    if (stage !== "0") candidates.set(path, { path, mode: null, blob: null });
    else if (tag === "S" || mode === "160000") unchanged.push({ path, mode, blob });
    else candidates.set(path, { path, mode, blob });
  }
  return { unchanged, candidates: [...candidates.values()] };
}

/** Files that are in no index and not ignored. */
export async function listUntracked(place: GitPlace, workTree: string): Promise<readonly Candidate[]> {
  const excludes = await userExcludes(place);
  const args = ["--others", "--exclude-standard", ...excludes.map((file) => `--exclude-from=${file}`)];
  return (
    (await listFiles(place, workTree, args))
      .map((token) => decodePath(token))
      // A nested repository is listed as a folder, and is none of this one's files.
      .filter((path) => !path.endsWith("/"))
      .map((path) => ({ path, mode: null, blob: null }))
  );
}

async function listFiles(
  place: GitPlace,
  workTree: string,
  args: readonly string[],
): Promise<readonly Buffer[]> {
  const result = await runGit({
    folder: workTree,
    args: [`--git-dir=${place.gitFolder}`, `--work-tree=${workTree}`, "ls-files", "-z", ...args],
  });
  if (result.exitCode !== 0) throw unreadable(gitComplaint(result));
  const tokens: Buffer[] = [];
  let start = 0;
  for (let end = result.stdout.indexOf(0); end >= 0; end = result.stdout.indexOf(0, start)) {
    tokens.push(result.stdout.subarray(start, end));
    start = end + 1;
  }
  return tokens;
}

/** The user's own ignore file, which the clean environment hides from git. Only patterns are read from it. */
async function userExcludes(place: GitPlace): Promise<readonly string[]> {
  const home = homedir();
  const configuration = process.env["XDG_CONFIG_HOME"] ?? join(home, ".config");
  const asked = await runGit({
    folder: place.gitFolder,
    args: ["config", "--global", "--type=path", "core.excludesFile"],
    environment: {
      HOME: home,
      GIT_CONFIG_GLOBAL: process.env["GIT_CONFIG_GLOBAL"] ?? join(home, ".gitconfig"),
    },
  });
  const configured = asked.exitCode === 0 ? asked.stdout.toString("utf8").slice(0, -1) : "";
  const file = configured === "" ? join(configuration, "git", "ignore") : configured;
  return (await lstat(file).catch(() => null)) === null ? [] : [file];
}

export function unreadable(complaint: string): Failure {
  return new Failure("unfinished", `The work tree could not be read: ${complaint}.`);
}
