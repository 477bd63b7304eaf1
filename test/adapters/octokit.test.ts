import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test } from "vitest";

import { connectGitHub } from "../../src/adapters/octokit.ts";
import type { Patience } from "../../src/adapters/octokit-patience.ts";
import type { GitHub } from "../../src/ports/git-hub.ts";
import { recordLog } from "../support/log.ts";
import type { RecordedLog } from "../support/log.ts";

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Closes the connection, or never answers. */
  readonly broken?: "reset" | "hang";
}

interface World {
  readonly github: GitHub;
  readonly log: RecordedLog;
  readonly url: string;
  /** `METHOD path?query` of each request. */
  readonly requests: string[];
  readonly bodies: string[];
  readonly sleeps: number[];
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A loopback server that gives each path its answers one after the other, and the last one from then on. */
async function world(
  answers: Readonly<Record<string, readonly Answer[]>>,
  patience: Partial<Patience> = {},
): Promise<World> {
  const requests: string[] = [];
  const bodies: string[] = [];
  const sleeps: number[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    requests.push(line);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      bodies.push(body);
      const key = Object.keys(answers).find((each) => line.startsWith(each)) ?? "";
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      const list = answers[key] ?? [{ status: 404, body: { message: "Not Found" } }];
      const answer = list[Math.min(count, list.length - 1)] ?? {};
      if (answer.broken === "hang") return;
      if (answer.broken === "reset") {
        request.socket.destroy();
        return;
      }
      const status = answer.status ?? 200;
      response.writeHead(status, { "content-type": "application/json", ...answer.headers });
      response.end(status === 204 ? undefined : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
  const log = recordLog();
  const sleep = async (milliseconds: number) => void sleeps.push(milliseconds);
  const connection = { token: "ghs_secret", apiUrl: url, owner: "acme", repository: "shop" };
  const all: Patience = { attempts: 4, timeoutMs: 2_000, totalWaitMs: 120_000, sleep, ...patience };
  return { github: connectGitHub(connection, log, all), log, url, requests, bodies, sleeps };
}

const repo = "/api/v3/repos/acme/shop";
const user = (login: string, type = "User") => ({ id: login.length, login, type });
const pull = {
  number: 7,
  title: "A title",
  state: "open",
  draft: true,
  user: user("alice"),
  assignees: [user("bob")],
  base: { ref: "main", sha: "b1", repo: { full_name: "acme/shop" } },
  head: { ref: "topic", sha: "h1", repo: { full_name: "acme/shop" } },
  changed_files: 3,
  commits: 1,
};

describe("a pull request", () => {
  test("as it is now", async () => {
    const { github, requests } = await world({ "GET /": [{ body: pull }] });
    expect(await github.pullRequest(7)).toEqual({
      number: 7,
      title: "A title",
      state: "open",
      draft: true,
      author: { id: 5, login: "alice", bot: false },
      assignees: ["bob"],
      base: { ref: "main", sha: "b1" },
      head: { ref: "topic", sha: "h1", fork: false },
      changedFiles: 3,
    });
    expect(requests).toEqual([`GET ${repo}/pulls/7`]);
  });

  test("of a fork, of a deleted fork, of a deleted account, of a bot", async () => {
    const fork = { ...pull, head: { ...pull.head, repo: { full_name: "bob/shop" } } };
    const deleted = { ...pull, user: null, head: { ...pull.head, repo: null } };
    const bot = { ...pull, user: user("dependabot[bot]", "Bot") };
    const { github } = await world({ "GET /": [{ body: fork }, { body: deleted }, { body: bot }] });
    expect((await github.pullRequest(7)).head.fork).toBe(true);
    expect(await github.pullRequest(7)).toMatchObject({ author: { login: "ghost" }, head: { fork: true } });
    expect((await github.pullRequest(7)).author.bot).toBe(true);
  });
});

test("comments of all pages, oldest first", async () => {
  const comment = (id: number) => ({
    id,
    html_url: `https://example.com/${id}`,
    body: id === 1 ? null : `text ${id}`,
    user: user("alice"),
    author_association: "MEMBER",
    created_at: `2026-01-0${id}T00:00:00Z`,
    updated_at: `2026-01-0${id}T01:00:00Z`,
  });
  const answers: Record<string, readonly Answer[]> = {};
  const { github, requests, url } = await world(answers);
  const next = `${url}/repositories/1/issues/7/comments?per_page=100&page=2`;
  answers["GET /api/v3/repositories"] = [{ body: [comment(2)] }];
  answers["GET /api/v3/repos"] = [
    { body: [comment(1), comment(3)], headers: { link: `<${next}>; rel="next"` } },
  ];
  const found = await github.comments(7);
  expect(found.map(({ id, body }) => [id, body])).toEqual([
    [1, ""],
    [2, "text 2"],
    [3, "text 3"],
  ]);
  expect(found[1]).toEqual({
    id: 2,
    url: "https://example.com/2",
    body: "text 2",
    author: { id: 5, login: "alice", bot: false },
    association: "MEMBER",
    createdAt: "2026-01-02T00:00:00Z",
    updatedAt: "2026-01-02T01:00:00Z",
  });
  expect(requests[0]).toBe(`GET ${repo}/issues/7/comments?per_page=100`);
});

test("a next page on another server is refused", async () => {
  const link = '<http://127.0.0.1:9/steal?page=2>; rel="next"';
  const { github } = await world({ "GET /": [{ body: [], headers: { link } }] });
  await expect(github.comments(7)).rejects.toMatchObject({ reason: "invalid" });
});

describe("roles", () => {
  const flags = { admin: false, maintain: false, push: true, triage: true, pull: true };
  test.each([
    [{ permission: "write", role_name: "maintain" }, "maintain"],
    [{ permission: "read", role_name: "triage" }, "triage"],
    [{ permission: "admin" }, "admin"],
    [{ permission: "none", role_name: "none" }, "none"],
    [
      { permission: "write", role_name: "release crew", user: { permissions: { ...flags, maintain: true } } },
      "maintain",
    ],
    [{ permission: "write", role_name: "release crew", user: { permissions: flags } }, "write"],
    [{ permission: "write", role_name: "release crew", user: null }, "write"],
  ])("%j is %s", async (body, role) => {
    const { github, requests } = await world({ "GET /": [{ body: { user: null, ...body } }] });
    expect(await github.role("octo cat/..")).toBe(role);
    expect(requests).toEqual([`GET ${repo}/collaborators/octo%20cat%2F../permission`]);
  });

  test("an unknown account has none; a refusal is an error", async () => {
    const { github } = await world({});
    expect(await github.role("nobody")).toBe("none");
    const refused = await world({ "GET /": [{ status: 403, body: { message: "Resource not accessible" } }] });
    await expect(refused.github.role("alice")).rejects.toMatchObject({ reason: "permission", status: 403 });
  });
});

test("maintainers are people who maintain or administer; null where GitHub refuses to tell", async () => {
  const rights = (admin: boolean, maintain: boolean) => ({
    admin,
    maintain,
    push: true,
    triage: true,
    pull: true,
  });
  const maintainer = { ...user("mia"), permissions: rights(false, true) };
  const { github, requests } = await world({
    [`GET ${repo}/collaborators?per_page=100&permission=maintain`]: [
      {
        body: [
          maintainer,
          { ...user("robot", "Bot"), permissions: rights(true, true) },
          { ...user("will"), permissions: rights(false, false) },
        ],
      },
    ],
    [`GET ${repo}/collaborators?per_page=100&permission=admin`]: [
      { body: [{ ...user("ada"), permissions: rights(true, true) }, maintainer] },
    ],
  });
  expect(await github.maintainers()).toEqual(["ada", "mia"]);
  expect(requests).toHaveLength(2);
  const administrators = await world({
    [`GET ${repo}/collaborators?per_page=100&permission=admin`]: [
      { body: [{ ...user("ada"), permissions: rights(true, true) }, maintainer] },
    ],
  });
  expect(await administrators.github.maintainers("admin")).toEqual(["ada"]);
  const refused = await world({ "GET /": [{ status: 403, body: { message: "Must have push access" } }] });
  expect(await refused.github.maintainers()).toBeNull();
  const failing = await world({ "GET /": [{ status: 500 }] });
  await expect(failing.github.maintainers()).rejects.toMatchObject({ reason: "unavailable" });
});

describe("contributors", () => {
  const commit = (sha: string, login: string | null) => ({
    sha,
    parents: [{ sha: "p" }],
    author: login === null ? {} : user(login),
    committer: user("web-flow"),
    commit: { message: "x" },
  });

  test("of the listed commits", async () => {
    const { github, requests } = await world({
      "GET /": [{ body: [commit("1", "alice"), commit("2", null)] }],
    });
    expect(await github.contributors(7)).toEqual({ logins: ["alice"], unknownCommits: 1 });
    expect(requests).toEqual([`GET ${repo}/pulls/7/commits?per_page=100`]);
  });

  test("where the list is cut at 250, by comparison; what is still missing is unknown", async () => {
    const many = Array.from({ length: 250 }, (_, index) => commit(`c${index}`, "alice"));
    const compare = `GET ${repo}/compare/b1...h1?per_page=100`;
    const page = (commits: readonly unknown[]) => [{ body: { url: "x", total_commits: 251, commits } }];
    const { github } = await world({
      [`GET ${repo}/pulls/7/commits`]: [{ body: many }],
      [`GET ${repo}/pulls/7`]: [{ body: { ...pull, commits: 253 } }],
      [`${compare}&page=2`]: page(many.slice(100, 200)),
      [`${compare}&page=3`]: page([...many.slice(200), commit("z", "zoe")]),
      [compare]: page(many.slice(0, 100)),
    });
    expect(await github.contributors(7)).toEqual({ logins: ["alice", "zoe"], unknownCommits: 2 });
  });
});

test("commits: full ids, merge base, pull requests", async () => {
  const { github, requests } = await world({
    [`GET ${repo}/commits/heads%2Ftopic`]: [{ body: { sha: "f1" } }],
    [`GET ${repo}/compare/`]: [{ body: { merge_base_commit: { sha: "m1" } } }],
    [`GET ${repo}/commits/h1/pulls`]: [{ body: [{ number: 7 }, { number: 9 }] }],
  });
  expect(await github.commit("heads/topic")).toBe("f1");
  expect(await github.mergeBase("b1", "h1")).toBe("m1");
  expect(await github.pullRequestsOf("h1")).toEqual([7, 9]);
  expect(requests[1]).toBe(`GET ${repo}/compare/b1...h1?per_page=1`);
  await expect((await world({})).github.mergeBase("b", "h")).rejects.toMatchObject({ reason: "not-found" });
});

test("comments are written, changed and deleted", async () => {
  const { github, requests, bodies } = await world({
    POST: [{ status: 201, body: { id: 5, html_url: "https://example.com/5", user: { id: 99 } } }],
    PATCH: [{ body: { id: 5, html_url: "https://example.com/5" } }],
    DELETE: [{ status: 204 }],
  });
  expect(await github.createComment(7, "hello")).toEqual({
    id: 5,
    url: "https://example.com/5",
    authorId: 99,
  });
  expect(await github.updateComment(5, "again")).toEqual({ id: 5, url: "https://example.com/5" });
  await github.deleteComment(5);
  expect(requests).toEqual([
    `POST ${repo}/issues/7/comments`,
    `PATCH ${repo}/issues/comments/5`,
    `DELETE ${repo}/issues/comments/5`,
  ]);
  expect(bodies).toEqual(['{"body":"hello"}', '{"body":"again"}', ""]);
});

describe("what fails", () => {
  const missing: Answer = {
    status: 404,
    body: { message: "Not Found", documentation_url: "https://docs.github.com" },
  };

  test("says what was asked, what was answered, and which permission would help", async () => {
    const { github, sleeps } = await world({
      POST: [
        {
          status: 403,
          body: {
            message: "Resource not accessible by integration",
            documentation_url: "https://docs.github.com",
          },
          headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write,contents=read" },
        },
      ],
      GET: [missing],
    });
    await expect(github.createComment(7, "x")).rejects.toMatchObject({
      name: "GitHubError",
      reason: "permission",
      status: 403,
      permission: "issues: write or pull-requests: write and contents: read",
      message:
        "GitHub answered 403 to POST /repos/acme/shop/issues/7/comments (Resource not accessible by integration). The token needs `issues: write or pull-requests: write and contents: read`.",
    });
    await expect(github.pullRequest(8)).rejects.toMatchObject({ reason: "not-found", permission: null });
    expect(sleeps).toEqual([]);
  });

  test("is tried again after server errors and broken connections", async () => {
    const { github, log, sleeps, requests } = await world({
      GET: [{ status: 502 }, { broken: "reset" }, { status: 500 }, { body: pull }],
    });
    expect((await github.pullRequest(7)).number).toBe(7);
    expect(sleeps).toEqual([1_000, 2_000, 4_000]);
    expect(requests).toHaveLength(4);
    expect(log.lines[0]).toMatch(
      /^warning: GitHub answered 502 to GET \/repos\/acme\/shop\/pulls\/7 \(.*\)\. Trying again in 1 s\.$/,
    );
  });

  test("four times, then is an error", async () => {
    const { github, requests } = await world({ GET: [{ status: 503 }] });
    await expect(github.pullRequest(7)).rejects.toMatchObject({ reason: "unavailable", status: 503 });
    expect(requests).toHaveLength(4);
  });

  test("no comment is written twice, but a rate limit has not written it yet", async () => {
    const written = { status: 201, body: { id: 5, html_url: "u" } };
    const broken = await world({ POST: [{ status: 502 }, written] });
    await expect(broken.github.createComment(7, "x")).rejects.toMatchObject({ reason: "unavailable" });
    expect(broken.requests).toHaveLength(1);
    const limited = await world({ POST: [{ status: 429, headers: { "retry-after": "2" } }, written] });
    expect((await limited.github.createComment(7, "x")).id).toBe(5);
    expect(limited.sleeps).toEqual([2_000]);
  });

  test("rate limits are waited for as GitHub says", async () => {
    const reset = Math.floor(Date.now() / 1000) + 30;
    const { github, sleeps } = await world({
      GET: [
        { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${reset}` } },
        { status: 403, body: { message: "You have exceeded a secondary rate limit" } },
        { body: pull },
      ],
    });
    await github.pullRequest(7);
    expect(sleeps[0]).toBeGreaterThan(25_000);
    expect(sleeps[0]).toBeLessThanOrEqual(30_000);
    expect(sleeps[1]).toBe(60_000);
  });

  test("no longer than the run can wait", async () => {
    const { github, sleeps } = await world({ GET: [{ status: 429, headers: { "retry-after": "3600" } }] });
    await expect(github.pullRequest(7)).rejects.toMatchObject({ reason: "rate-limit", status: 429 });
    expect(sleeps).toEqual([]);
  });

  test("a server that does not answer is given up", async () => {
    const { github } = await world({ GET: [{ broken: "hang" }] }, { timeoutMs: 50, attempts: 2 });
    const failed = github.pullRequest(7);
    await expect(failed).rejects.toMatchObject({ reason: "unavailable", status: 0 });
    await expect(failed).rejects.toThrow(/could not be reached .*timeout/);
  });

  test("no redirect is followed", async () => {
    const { github, requests } = await world({
      GET: [{ status: 301, headers: { location: "http://127.0.0.1:9/elsewhere" } }],
    });
    await expect(github.pullRequest(7)).rejects.toThrow("GitHub redirects GET");
    expect(requests).toHaveLength(1);
  });

  test("an answer that is none of GitHub's is said", async () => {
    const { github } = await world({ GET: [{ body: { ...pull, head: "x" } }, { body: "a page" }] });
    await expect(github.pullRequest(7)).rejects.toThrow(
      "GitHub's answer about pull request 7 is not as it is described (head).",
    );
    await expect(github.pullRequest(7)).rejects.toMatchObject({ reason: "invalid" });
  });

  test("no message holds the token", async () => {
    const { github, log } = await world({ GET: [{ status: 401, body: { message: "Bad credentials" } }] });
    const error = await github.pullRequest(7).catch((caught: unknown) => caught);
    expect(JSON.stringify([log.lines, String(error), error])).not.toContain("ghs_secret");
  });
});
