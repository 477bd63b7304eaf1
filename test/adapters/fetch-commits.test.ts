import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { fetchCommits } from "../../src/adapters/fetch-commits.ts";
import type { FetchedRepository, FetchRequest } from "../../src/adapters/fetch-commits.ts";
import { serveGit } from "../support/git-server.ts";
import type { GitServer, Intercept } from "../support/git-server.ts";
import { recordLog } from "../support/log.ts";
import { makeRepository, removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";
import type { TestRepository } from "../support/repository.ts";

let repository: TestRepository;
let commits: readonly string[];
let temporary: string;
const servers: GitServer[] = [];
const fetched: FetchedRepository[] = [];

/** A server that has the repository as `acme/shop`, whose pull request 7 is on no branch. */
beforeEach(() => {
  repository = makeRepository({ "app.py": "1\n" });
  const base = repository.git("rev-parse", "HEAD");
  repository.write("app.py", "2\n");
  const tip = repository.commit();
  repository.git("checkout", "--quiet", "--detach", base);
  repository.write("app.py", "head\n");
  const head = repository.commit();
  repository.git("update-ref", "refs/pull/7/head", head);
  repository.git("checkout", "--quiet", "main");
  commits = [base, head, tip];
  temporary = temporaryFolder("temp");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of fetched.splice(0)) await each.dispose();
  for (const server of servers.splice(0)) await server.close();
  removeTemporaryFolders();
});

async function serve(intercept?: Intercept): Promise<GitServer> {
  const root = temporaryFolder("root");
  execFileSync("git", ["clone", "--quiet", "--mirror", repository.folder, join(root, "acme", "shop")]);
  const server = await serveGit(root, intercept);
  servers.push(server);
  return server;
}

async function fetch(server: GitServer, request: Partial<FetchRequest> = {}, log = recordLog()) {
  const result = await fetchCommits(
    {
      serverUrl: server.url,
      owner: "acme",
      repository: "shop",
      token: "ghs_token",
      commits,
      temporaryFolder: temporary,
      workspace: null,
      retryAfterMs: [1, 1],
      ...request,
    },
    log,
  );
  fetched.push(result);
  return result;
}

/** Every file under a folder, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "latin1"))
    .join("\n");
}

test("three commits without their history, nothing checked out, then no trace", async () => {
  const server = await serve();
  const { git, dispose } = await fetch(server);
  const [base = "", head = "", tip = ""] = commits;
  const files = await git.diff(base, head);
  expect(files.map((file) => [file.path, file.addedLines])).toEqual([["app.py", [{ start: 1, end: 1 }]]]);
  expect((await git.listTree(tip)).map((entry) => entry.path)).toEqual(["app.py"]);
  expect(await git.isShallow()).toBe(true);
  const [folder = ""] = readdirSync(temporary);
  expect(readdirSync(join(temporary, folder))).not.toContain("app.py");
  await dispose();
  expect(readdirSync(temporary)).toEqual([]);
});

test("the token travels as basic authentication and is stored nowhere", async () => {
  const server = await serve();
  await fetch(server);
  const basic = Buffer.from("x-access-token:ghs_token").toString("base64");
  expect(new Set(server.requests.map((request) => request.authorization))).toEqual(
    new Set([`basic ${basic}`]),
  );
  expect(server.requests.every(({ line }) => /^(GET|POST) \/acme\/shop\//.test(line))).toBe(true);
  const stored = everythingIn(temporary);
  expect(stored).not.toContain("ghs_token");
  expect(stored).not.toContain(basic);
  expect(stored).not.toContain("127.0.0.1");
});

test("the token is not on a command line", async () => {
  const folder = temporaryFolder("spy");
  const record = join(folder, "record");
  const git = execFileSync("which", ["git"]).toString("utf8").trim();
  writeFileSync(join(folder, "git"), `#!/bin/sh\necho "$@" >> '${record}'\nexec '${git}' "$@"\n`);
  chmodSync(join(folder, "git"), 0o755);
  const server = await serve();
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
  await fetch(server);
  const lines = readFileSync(record, "utf8");
  expect(lines).toContain("fetch");
  expect(lines).not.toMatch(/ghs_token|eC1hY2Nlc3M|basic/i);
});

describe("a workspace", () => {
  test("that holds the commits is used as it is", async () => {
    const server = await serve();
    const { git } = await fetch(server, { workspace: repository.folder });
    expect(server.requests).toEqual([]);
    expect(await git.resolveCommit("main")).toBe(commits[2]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("that lacks one, lacks contents or is none is not", async () => {
    const server = await serve();
    const partial = temporaryFolder("partial");
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git(
      "clone",
      "--quiet",
      "--bare",
      "--filter=blob:none",
      `file://${repository.folder}`,
      partial,
    );
    for (const workspace of [makeRepository({ "x.py": "" }).folder, partial, temporaryFolder("empty")]) {
      const before = server.requests.length;
      await fetch(server, { workspace });
      expect(server.requests.length, workspace).toBeGreaterThan(before);
    }
  });
});

describe("where fetching fails", () => {
  const failWith =
    (status: number, headers: Readonly<Record<string, string>> = {}): Intercept =>
    (_request, response) => {
      response.writeHead(status, headers).end();
      return true;
    };

  test.each([
    [401, "The token needs the permission `contents: read`"],
    [403, "The token needs the permission `contents: read`"],
    [404, "The token needs the permission `contents: read`"],
    [302, "redirects to another address"],
  ])("status %i is said at once", async (status, sentence) => {
    const server = await serve(failWith(status, status === 302 ? { location: "http://127.0.0.1:9/x" } : {}));
    const attempt = fetch(server);
    await expect(attempt).rejects.toMatchObject({ kind: "unfinished" });
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.toThrow(/^The commits of acme\/shop could not be fetched from http/);
    expect(server.requests.length).toBeLessThanOrEqual(2);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("a server error is tried again, and a lasting one is said", async () => {
    const log = recordLog();
    const server = await serve((_request, response, count) => {
      if (count === 1) response.writeHead(502).end();
      return count === 1;
    });
    await fetch(server, {}, log);
    expect(log.lines[0]).toMatch(/^warning: Fetching the commits failed \(.*502.*\); trying again\.$/);
    const broken = await serve(failWith(503));
    await expect(fetch(broken)).rejects.toThrow(/503\. Run the job again\.$/);
    expect(broken.requests).toHaveLength(3);
  });

  test("a commit that was replaced is said", async () => {
    const server = await serve();
    await expect(fetch(server, { commits: ["1".repeat(40)] })).rejects.toThrow("replaced by a newer push");
  });

  test("a server that hangs is given up", async () => {
    const server = await serve(() => true);
    await expect(fetch(server, { timeoutMs: 300 })).rejects.toThrow("git took too long");
    expect(readdirSync(temporary)).toEqual([]);
  });
});
