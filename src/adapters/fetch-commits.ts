import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { GitRepository } from "../ports/git.ts";
import type { Log } from "../ports/log.ts";
import { Failure } from "../text/failure.ts";
import { gitComplaint, runGit } from "./git-process.ts";
import type { GitResult } from "./git-process.ts";
import { findRepository, isPartialClone, openRepository } from "./git-repository.ts";

export interface FetchRequest {
  /** `GITHUB_SERVER_URL`, without a slash at the end. */
  readonly serverUrl: string;
  readonly owner: string;
  readonly repository: string;
  readonly token: string;
  /** Full commit ids; at most three are needed: merge base, head and base tip. */
  readonly commits: readonly string[];
  /** Folder for the temporary repository (the runner's temp folder). */
  readonly temporaryFolder: string;
  /** A checkout that may already hold the commits (`GITHUB_WORKSPACE`), or null. */
  readonly workspace: string | null;
  readonly timeoutMs?: number;
  /** Waits between attempts; the number of attempts is one more. */
  readonly retryAfterMs?: readonly number[];
}

export interface FetchedRepository {
  readonly git: GitRepository;
  /** Removes the temporary repository. */
  readonly dispose: () => Promise<void>;
}

/**
 * Makes commits readable: from the workspace where it has them all with their contents, else fetched at depth 1 into
 * a bare repository of our own, with no filter (git cannot compare where blobs are missing) and no checkout.
 * The token goes to git by environment as basic authentication and is stored nowhere.
 * Throws `Failure` "unfinished" with a sentence that says what to do.
 */
export async function fetchCommits(request: FetchRequest, log: Log): Promise<FetchedRepository> {
  const commits = [...new Set(request.commits)];
  const present = await openWorkspace(request.workspace, commits);
  if (present !== null) {
    log.debug("The workspace already holds the commits.");
    return { git: present, dispose: async () => {} };
  }
  const folder = await mkdtemp(join(request.temporaryFolder, "coord-platform-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const made = await runGit({ folder, args: ["init", "--quiet", "--bare", "--template=", folder] });
    if (made.exitCode !== 0)
      throw new Failure("unfinished", `git could not make a repository: ${gitComplaint(made)}.`);
    const git = openRepository(await findRepository(folder));
    await fetchInto(folder, git, { ...request, commits }, log);
    return { git, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The workspace's repository, when every commit and its files are there. */
async function openWorkspace(
  folder: string | null,
  commits: readonly string[],
): Promise<GitRepository | null> {
  if (folder === null) return null;
  try {
    const place = await findRepository(folder);
    if (await isPartialClone(place)) return null;
    const git = openRepository(place);
    for (const commit of commits) {
      if ((await git.resolveCommit(commit)) !== commit) return null;
      await git.listTree(commit);
    }
    return git;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** By id, because a branch or a pull request can move meanwhile. Ids of forks' heads are in the base repository too. */
async function fetchInto(folder: string, git: GitRepository, request: FetchRequest, log: Log): Promise<void> {
  const result = await fetchWithRetries(folder, request, log);
  if (result.exitCode !== 0) throw fetchFailure(request, result);
  for (const commit of request.commits) {
    if ((await git.resolveCommit(commit)) !== commit) {
      throw new Failure(
        "unfinished",
        `${request.serverUrl} did not send commit ${commit}. Run the job again.`,
      );
    }
  }
}

async function fetchWithRetries(folder: string, request: FetchRequest, log: Log): Promise<GitResult> {
  let result = await fetchOnce(folder, request);
  for (const wait of request.retryAfterMs ?? [1_000, 4_000]) {
    if (result.exitCode === 0 || !isTransient(result)) return result;
    log.warning(`Fetching the commits failed (${gitComplaint(result)}); trying again.`);
    await sleep(wait);
    result = await fetchOnce(folder, request);
  }
  return result;
}

function fetchOnce(folder: string, request: FetchRequest): Promise<GitResult> {
  const url = `${request.serverUrl}/${request.owner}/${request.repository}`;
  const credentials = Buffer.from(`x-access-token:${request.token}`).toString("base64");
  return runGit({
    folder,
    timeoutMs: request.timeoutMs ?? 120_000,
    args: [
      `--git-dir=${folder}`,
      ...settings,
      "fetch",
      "--quiet",
      "--depth=1",
      "--no-tags",
      "--no-recurse-submodules",
      "--no-write-fetch-head",
      "--no-auto-maintenance",
      "--end-of-options",
      url,
      ...request.commits,
    ],
    environment: {
      GIT_ALLOW_PROTOCOL: "https:http",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `http.${request.serverUrl}/.extraheader`,
      GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${credentials}`,
    },
  });
}

/** No redirect, so that the token meets no other host; a connection that stands still is given up. */
const settings: readonly string[] = [
  "http.followRedirects=false",
  "http.lowSpeedLimit=1000",
  "http.lowSpeedTime=30",
  "protocol.version=2",
  "fetch.fsckObjects=false",
].flatMap((setting) => ["-c", setting]);

function isTransient(result: GitResult): boolean {
  if (result.ended !== "exited") return false;
  return /returned error: (429|5\d\d)|RPC failed|early EOF|hung up|timed out|too slow|Could not resolve host|Couldn't connect|Failed to connect|Connection (reset|refused)|SSL_ERROR|Empty reply/.test(
    result.stderr,
  );
}

function fetchFailure(request: FetchRequest, result: GitResult): Failure {
  const name = `${request.owner}/${request.repository}`;
  const complaint = gitComplaint(result);
  const answered = result.ended === "exited" ? complaint : "";
  const because = (text: string) =>
    new Failure(
      "unfinished",
      `The commits of ${name} could not be fetched from ${request.serverUrl}: ${text}`,
    );
  if (/Authentication failed|terminal prompts disabled|returned error: 40[13]|not found/i.test(complaint)) {
    return because(
      "access was refused. The token needs the permission `contents: read` for this repository.",
    );
  }
  if (/not our ref|unadvertised object/.test(result.stderr)) {
    return because(
      "a commit is not there any more. It was replaced by a newer push: let the newer run decide.",
    );
  }
  if (/redirect|returned error: 30\d/.test(answered)) {
    return because(
      "the server redirects to another address, which is not followed. Was the repository renamed?",
    );
  }
  return because(`${complaint}. Run the job again.`);
}
