import { spawn } from "node:child_process";
import { delimiter, isAbsolute } from "node:path";

import { singleLine } from "../text/untrusted.ts";

/** One start of `git`. Never a shell: arguments go to the process as they are. */
export interface GitCall {
  readonly args: readonly string[];
  /** Working folder of the process. */
  readonly folder: string;
  /** Added to the clean environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  /** Takes standard output piece by piece instead of collecting it. */
  readonly consume?: (chunk: Buffer) => void;
}

export interface GitResult {
  /** null: git did not start, or was ended by the time-out. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  /** At most the first 16 kB. */
  readonly stderr: string;
  readonly ended: "exited" | "timed-out" | "not-installed";
}

const defaultTimeoutMs = 120_000;
const stderrLimit = 16_384;

/**
 * Switches that keep a repository's own configuration from starting a program: no hook, no file system monitor, no
 * lazy fetch, no transport; and `safe.directory`, because the clean environment drops the user's own entry and the
 * folder was named by the user. Very large files are not diffed line by line.
 */
const hardening: readonly string[] = [
  "--no-pager",
  "--no-replace-objects",
  "--literal-pathspecs",
  ...[
    "safe.directory=*",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.attributesFile=/dev/null",
    "core.askPass=",
    "core.bigFileThreshold=16m",
    "credential.helper=",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.file.allow=never",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
  ].flatMap((setting) => ["-c", setting]),
];

/** What git may see of our environment. No key, no token, no home folder, no `GIT_*` of the caller. */
const inherited: readonly string[] = [
  "SYSTEMROOT",
  "TEMP",
  "TMP",
  "TMPDIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "all_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "GIT_SSL_CAPATH",
];

function cleanEnvironment(added: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = {
    // A relative entry of PATH would find programs in the folder that is being looked at.
    PATH: (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute).join(delimiter),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    // Older versions of git know no GIT_NO_LAZY_FETCH; with no transport allowed they cannot fetch either.
    GIT_ALLOW_PROTOCOL: "none",
  };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...added };
}

/** Runs git to its end. Answers with the exit code: what it means is the caller's to say. */
export function runGit(call: GitCall): Promise<GitResult> {
  return new Promise((resolve) => {
    const child = spawn("git", [...hardening, ...call.args], {
      cwd: call.folder,
      env: cleanEnvironment(call.environment ?? {}),
      shell: false,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let stderr = "";
    let ended: GitResult["ended"] = "exited";
    const consume = call.consume ?? ((chunk: Buffer) => void chunks.push(chunk));
    child.stdout.on("data", consume);
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < stderrLimit) stderr += chunk.toString("utf8");
    });
    const timer = setTimeout(() => {
      ended = "timed-out";
      // SIGTERM lets git end its transport helper too.
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 2_000).unref();
    }, call.timeoutMs ?? defaultTimeoutMs);
    child.on("exit", () => {
      if (ended !== "timed-out") return;
      // A helper may still hold the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
    });
    const finish = (exitCode: number | null) => {
      clearTimeout(timer);
      resolve({
        exitCode: ended === "exited" ? exitCode : null,
        stdout: Buffer.concat(chunks),
        stderr: stderr.slice(0, stderrLimit),
        ended,
      });
    };
    child.on("error", () => {
      if (child.pid === undefined) ended = "not-installed";
      finish(null);
    });
    child.on("close", finish);
    // git may end before it has read everything (EPIPE): the exit code tells why.
    child.stdin.on("error", () => {});
    child.stdin.end(call.input ?? "");
  });
}

/** What went wrong, in one line for a sentence: git's last fatal line without its prefix. */
export function gitComplaint(result: GitResult): string {
  if (result.ended === "not-installed") return "git was not found";
  if (result.ended === "timed-out") return "git took too long";
  const lines = result.stderr.split("\n").filter((line) => line !== "");
  const line = lines.find((each) => each.startsWith("fatal: ")) ?? lines.at(-1);
  return singleLine(line ?? `git ended with code ${result.exitCode ?? "unknown"}`)
    .replace(/^(fatal|error): /, "")
    .slice(0, 300);
}
