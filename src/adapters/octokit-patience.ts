import { setTimeout as sleepFor } from "node:timers/promises";

import type { getOctokit } from "@actions/github";
import * as v from "valibot";

import { GitHubError } from "../ports/git-hub.ts";
import type { Log } from "../ports/log.ts";
import { singleLine } from "../text/untrusted.ts";

type Octokit = ReturnType<typeof getOctokit>;

/** How long GitHub is waited for. */
export interface Patience {
  readonly attempts: number;
  /** One request, in milliseconds. */
  readonly timeoutMs: number;
  /** All waits between attempts together, for the whole run. */
  readonly totalWaitMs: number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export const usualPatience: Patience = {
  attempts: 4,
  timeoutMs: 30_000,
  totalWaitMs: 120_000,
  sleep: (milliseconds) => sleepFor(milliseconds),
};

/**
 * Makes a client patient: server errors, broken connections and rate limits are tried again, within limits; a request
 * that creates something is not repeated when it may have arrived. No redirect is followed and no page of a list is
 * taken from another server. Every error becomes a `GitHubError`.
 */
export function makePatient(octokit: Octokit, baseUrl: string, patience: Patience, log: Log): void {
  let waited = 0;
  octokit.hook.wrap("request", async (request, options) => {
    const { url } = octokit.request.endpoint(options);
    if (!url.startsWith(`${baseUrl}/`)) {
      throw new GitHubError(`GitHub pointed to another server for ${options.method}.`, 0, "invalid");
    }
    const name = `${options.method} ${url.slice(baseUrl.length).split("?", 1)[0]}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Octokit's authentication, the next hook, looks at this object and not at what it is handed.
        options.request = {
          ...options.request,
          redirect: "manual",
          signal: AbortSignal.timeout(patience.timeoutMs),
        };
        const response = await request(options);
        if (response.status < 300) return response;
        throw new GitHubError(
          `GitHub redirects ${name}, which is not followed. Was the repository renamed or moved?`,
          response.status,
          "invalid",
        );
      } catch (error) {
        const failed = toFailedRequest(error);
        if (failed === null) throw error;
        const wait = waitFor(failed, attempt, options.method === "POST");
        if (wait === null || attempt >= patience.attempts || waited + wait > patience.totalWaitMs) {
          throw toGitHubError(failed, name);
        }
        log.warning(`${describe(failed, name)} Trying again in ${Math.ceil(wait / 1000)} s.`);
        waited += wait;
        await patience.sleep(wait);
      }
    }
  });
}

/** What is known of a request that failed. `status` 0: there was no answer. */
interface FailedRequest {
  readonly status: number;
  readonly message: string;
  readonly headers: ReadonlyMap<string, string>;
}

const answered = v.object({
  response: v.object({ status: v.number(), headers: v.record(v.string(), v.unknown()) }),
});

/** Reads Octokit's `RequestError`, which gives status 500 to a broken connection too; null for any other error. */
function toFailedRequest(error: unknown): FailedRequest | null {
  if (!(error instanceof Error) || error instanceof GitHubError) return null;
  const parsed = v.safeParse(answered, error);
  const response = parsed.success ? parsed.output.response : null;
  return {
    status: response?.status ?? 0,
    // Octokit appends a link to the documentation.
    message: singleLine(error.message.split(" - http", 1)[0] ?? "").slice(0, 200),
    headers: new Map(Object.entries(response?.headers ?? {}).map(([name, value]) => [name, String(value)])),
  };
}

/** Milliseconds until the next attempt; null where another attempt would be of no use, or could do something twice. */
function waitFor(failed: FailedRequest, attempt: number, creates: boolean): number | null {
  if (isRateLimit(failed)) {
    const after = Number(failed.headers.get("retry-after"));
    if (after > 0) return after * 1000;
    const reset = Number(failed.headers.get("x-ratelimit-reset"));
    const exhausted = failed.headers.get("x-ratelimit-remaining") === "0" && reset > 0;
    return exhausted ? Math.max(1000, reset * 1000 - Date.now()) : 60_000;
  }
  if (creates || (failed.status > 0 && failed.status < 500)) return null;
  return 500 * 2 ** attempt;
}

function isRateLimit({ status, headers, message }: FailedRequest): boolean {
  if (status === 429) return true;
  return (
    status === 403 &&
    (headers.has("retry-after") ||
      headers.get("x-ratelimit-remaining") === "0" ||
      /rate limit|abuse detection/i.test(message))
  );
}

function toGitHubError(failed: FailedRequest, name: string): GitHubError {
  const permission = missingPermission(failed);
  const fix = permission === null ? "" : ` The token needs \`${permission}\`.`;
  return new GitHubError(`${describe(failed, name)}${fix}`, failed.status, reasonOf(failed), permission);
}

function describe(failed: FailedRequest, name: string): string {
  if (failed.status === 0) return `GitHub could not be reached for ${name} (${failed.message}).`;
  return `GitHub answered ${failed.status} to ${name} (${failed.message}).`;
}

function reasonOf(failed: FailedRequest): GitHubError["reason"] {
  const { status } = failed;
  if (isRateLimit(failed)) return "rate-limit";
  if (status === 401 || status === 403) return "permission";
  if (status === 404 || status === 410) return "not-found";
  return status === 0 || status >= 500 ? "unavailable" : "invalid";
}

/** As a workflow writes it: `issues=write; pull_requests=write` becomes `issues: write or pull-requests: write`. */
function missingPermission(failed: FailedRequest): string | null {
  const header = failed.headers.get("x-accepted-github-permissions") ?? "";
  if (reasonOf(failed) !== "permission" || !/^[a-z_=,; ]{3,200}$/.test(header)) return null;
  return header
    .split(";")
    .map((set) => set.trim().replaceAll("=", ": ").replaceAll("_", "-").replaceAll(/, ?/g, " and "))
    .join(" or ");
}
