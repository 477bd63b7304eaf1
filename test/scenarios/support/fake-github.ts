import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { answer, answerProblems, operations, requestProblems, type DescribedOperation } from "./openapi.ts";

/** A comment as a scenario writes it. */
export interface ScenarioComment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly association?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface ScenarioPullRequest {
  readonly number: number;
  readonly title?: string;
  readonly author?: string;
  readonly draft?: boolean;
  readonly state?: "open" | "closed";
  readonly fork?: boolean;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly ref: string; readonly sha: string };
  readonly changedFiles?: number;
  readonly comments?: readonly ScenarioComment[];
  readonly commits?: readonly {
    readonly sha: string;
    readonly author: string | null;
    readonly message?: string;
    readonly parents?: readonly string[];
  }[];
}

export interface FakeGitHubState {
  readonly owner: string;
  readonly name: string;
  /** Folder of the git repository that is served over smart HTTP. */
  readonly repository: string;
  readonly token: string;
  readonly pullRequests: readonly ScenarioPullRequest[];
  readonly mergeBases: Readonly<Record<string, string>>;
  /** Login → role_name; everyone else has read. */
  readonly roles?: Readonly<Record<string, string>>;
  /** Path in front of the API, such as `/api/v3` on an enterprise server. */
  readonly apiBase?: string;
  /** Answers instead of the state: operation id → statuses of its first calls (0: as usual). */
  readonly failures?: Readonly<Record<string, readonly Failure[]>>;
}

export interface Failure {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RecordedRequest {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
}

export interface FakeGitHub {
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly requests: readonly RecordedRequest[];
  /** What GitHub's own description says against our requests and our canned answers; a test asserts that it is empty. */
  readonly problems: readonly string[];
  readonly comments: (number: number) => readonly ScenarioComment[];
  readonly close: () => Promise<void>;
}

const bots: Readonly<Record<string, number>> = {
  "github-actions[bot]": 41_898_282,
  "dependabot[bot]": 49_699_333,
};

/** GitHub on loopback: the API as its description has it, and the repository over smart HTTP. */
export async function startFakeGitHub(state: FakeGitHubState): Promise<FakeGitHub> {
  const requests: RecordedRequest[] = [];
  const problems: string[] = [];
  const comments = new Map(state.pullRequests.map((one) => [one.number, [...(one.comments ?? [])]]));
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      problems.push(String(error));
      response.writeHead(500).end();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const base = state.apiBase ?? "";
    if (!url.pathname.startsWith(`${base}/repos/`)) {
      await serveGit(request, response, url);
      return;
    }
    const path = decodeURIComponent(url.pathname.slice(base.length));
    const method = request.method ?? "GET";
    const operation = operations.find((one) => one.method === method && one.pattern.test(path));
    const text = await read(request);
    const body: unknown = text.length === 0 ? undefined : JSON.parse(text.toString("utf8"));
    if (operation === undefined) {
      problems.push(`no such operation: ${method} ${path}`);
      response.writeHead(404).end("{}");
      return;
    }
    if (request.headers.authorization !== `token ${state.token}`)
      problems.push(`${operation.id}: wrong authorization`);
    problems.push(...requestProblems(operation, url.searchParams, body));
    const values = operation.pattern.exec(path)?.slice(1) ?? [];
    const parameters = Object.fromEntries([
      ...operation.pathNames.map((name, index) => [name, values[index] ?? ""]),
      ...url.searchParams,
    ]);
    const times = calls.get(operation.id) ?? 0;
    calls.set(operation.id, times + 1);
    const failure =
      state.failures?.[operation.id]?.[times] ??
      state.failures?.[operation.id]?.find((one) => one.headers?.["x-always"] === "1");
    const reply =
      failure !== undefined && failure.status !== 0 ? failure : respond(operation, parameters, body, path);
    const value =
      failure === undefined || failure.status === 0
        ? answer(operation, reply.status, reply.body)
        : reply.body;
    problems.push(
      ...(reply.status === failure?.status ? [] : answerProblems(operation, reply.status, value)),
    );
    requests.push({
      operation: operation.id,
      parameters,
      ...(body === undefined ? {} : { body }),
      status: reply.status,
    });
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.status === 204 ? undefined : JSON.stringify(value ?? { message: "error" }));
  }

  function respond(
    operation: DescribedOperation,
    parameters: Readonly<Record<string, string>>,
    body: unknown,
    path: string,
  ): Failure {
    const number = Number(parameters["pull_number"] ?? parameters["issue_number"]);
    const pull = state.pullRequests.find((one) => one.number === number);
    switch (operation.id) {
      case "pulls/get":
        return pull === undefined
          ? { status: 404, body: { message: "Not Found" } }
          : { status: 200, body: pullRequest(pull) };
      case "pulls/list-commits":
        return page((pull?.commits ?? []).map(commit), parameters, path);
      case "issues/list-comments":
        return page((comments.get(number) ?? []).map(comment), parameters, path);
      case "issues/create-comment": {
        const fresh = {
          id: 9000 + (comments.get(number)?.length ?? 0),
          author: "github-actions[bot]",
          body: (body as { body: string }).body,
        };
        comments.get(number)?.push(fresh);
        return { status: 201, body: comment(fresh) };
      }
      case "issues/update-comment": {
        for (const list of comments.values()) {
          const index = list.findIndex((one) => one.id === Number(parameters["comment_id"]));
          const old = list[index];
          if (old === undefined) continue;
          const fresh = { ...old, body: (body as { body: string }).body };
          list[index] = fresh;
          return { status: 200, body: comment(fresh) };
        }
        return { status: 404, body: { message: "Not Found" } };
      }
      case "issues/delete-comment": {
        for (const list of comments.values()) {
          const index = list.findIndex((one) => one.id === Number(parameters["comment_id"]));
          if (index >= 0) list.splice(index, 1);
        }
        return { status: 204 };
      }
      case "repos/get-collaborator-permission-level": {
        const login = parameters["username"] ?? "";
        const role = state.roles?.[login] ?? "read";
        const permission = role === "maintain" ? "write" : role === "triage" ? "read" : role;
        return { status: 200, body: { permission, role_name: role, user: account(login) } };
      }
      case "repos/list-collaborators":
        return page(
          Object.entries(state.roles ?? {}).map(([login, role]) => ({
            ...account(login),
            role_name: role,
            permissions: permissions(role),
          })),
          parameters,
          path,
        );
      case "repos/list-pull-requests-associated-with-commit":
        return page(
          state.pullRequests.filter((one) => one.head.sha === parameters["commit_sha"]).map(pullRequest),
          parameters,
          path,
        );
      case "repos/get-commit": {
        const branch = state.pullRequests.find((one) => one.head.ref === parameters["ref"])?.head.sha;
        const base = state.pullRequests.find((one) => one.base.ref === parameters["ref"])?.base.sha;
        return { status: 200, body: { sha: branch ?? base ?? parameters["ref"] } };
      }
      case "repos/compare-commits-with-basehead": {
        const base = state.mergeBases[parameters["basehead"] ?? ""];
        return base === undefined
          ? { status: 404, body: { message: "No common ancestor" } }
          : { status: 200, body: { merge_base_commit: { sha: base } } };
      }
      default:
        throw new Error(`the fake has no answer for ${operation.id}`);
    }
  }

  function page(
    list: readonly unknown[],
    parameters: Readonly<Record<string, string>>,
    path: string,
  ): Failure {
    const size = Number(parameters["per_page"] ?? 30);
    const number = Number(parameters["page"] ?? 1);
    const more = number * size < list.length;
    const here = `${urls.apiUrl}${path}`;
    return {
      status: 200,
      body: list.slice((number - 1) * size, number * size),
      headers: more ? { link: `<${here}?per_page=${size}&page=${number + 1}>; rel="next"` } : {},
    };
  }

  function pullRequest(pull: ScenarioPullRequest) {
    const repo = {
      name: state.name,
      full_name: `${state.owner}/${state.name}`,
      owner: account(state.owner),
      fork: false,
    };
    const headRepo =
      pull.fork === true
        ? { ...repo, full_name: `stranger/${state.name}`, owner: account("stranger"), fork: true }
        : repo;
    return {
      number: pull.number,
      title: pull.title ?? "A change",
      state: pull.state ?? "open",
      draft: pull.draft ?? false,
      user: account(pull.author ?? "carol"),
      assignees: [],
      base: { ref: pull.base.ref, sha: pull.base.sha, repo, user: account(state.owner) },
      head: {
        ref: pull.head.ref,
        sha: pull.head.sha,
        repo: headRepo,
        user: account(pull.fork === true ? "stranger" : state.owner),
      },
      changed_files: pull.changedFiles ?? 1,
    };
  }

  function comment(one: ScenarioComment) {
    const createdAt = one.createdAt ?? "2026-01-07T09:00:00Z";
    return {
      id: one.id,
      body: one.body,
      html_url: `${urls.serverUrl}/${state.owner}/${state.name}/pull/1#issuecomment-${one.id}`,
      user: account(one.author),
      author_association: one.association ?? "NONE",
      created_at: createdAt,
      updated_at: one.updatedAt ?? createdAt,
    };
  }

  /** Streams a request through git's own CGI program, as a server would. */
  async function serveGit(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const prefix = `/${state.owner}/${state.name}`;
    const expected = `basic ${Buffer.from(`x-access-token:${state.token}`).toString("base64")}`;
    const [scheme, secret] = (request.headers.authorization ?? "").split(" ");
    if (`${scheme?.toLowerCase() ?? ""} ${secret ?? ""}` !== expected) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
      return;
    }
    if (!url.pathname.startsWith(`${prefix}/`) && !url.pathname.startsWith(`${prefix}.git/`)) {
      response.writeHead(404).end();
      return;
    }
    const rest = url.pathname.slice(url.pathname.indexOf("/", prefix.length));
    const failure = state.failures?.["git"]?.[0];
    if (failure !== undefined) {
      response.writeHead(failure.status).end();
      return;
    }
    const child = spawn(
      "git",
      ["-c", "uploadpack.allowAnySHA1InWant=true", "-c", "safe.directory=*", "http-backend"],
      {
        env: {
          PATH: process.env["PATH"] ?? "",
          GIT_PROJECT_ROOT: state.repository,
          GIT_HTTP_EXPORT_ALL: "1",
          PATH_INFO: rest,
          QUERY_STRING: url.search.slice(1),
          REQUEST_METHOD: request.method ?? "GET",
          CONTENT_TYPE: request.headers["content-type"] ?? "",
          HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
          GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
          REMOTE_USER: "x-access-token",
        },
      },
    );
    request.pipe(child.stdin);
    const output = await read(child.stdout);
    const end = output.indexOf("\r\n\r\n");
    const headers = Object.fromEntries(
      output
        .subarray(0, end)
        .toString("utf8")
        .split("\r\n")
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()] as const),
    );
    const { Status: status = "200", ...others } = headers;
    response.writeHead(Number.parseInt(status, 10), others).end(output.subarray(end + 4));
  }

  const port = await listen(server);
  const urls = {
    serverUrl: `http://127.0.0.1:${port}`,
    apiUrl: `http://127.0.0.1:${port}${state.apiBase ?? ""}`,
  };
  return {
    ...urls,
    requests,
    problems,
    comments: (number) => comments.get(number) ?? [],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function account(login: string) {
  return { login, id: bots[login] ?? loginId(login), type: login.endsWith("[bot]") ? "Bot" : "User" };
}

function loginId(login: string): number {
  return [...login].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_000, 7);
}

function commit(one: NonNullable<ScenarioPullRequest["commits"]>[number]) {
  const user = one.author === null ? null : account(one.author);
  return {
    sha: one.sha,
    author: user,
    committer: user,
    commit: { message: one.message ?? "change" },
    parents: (one.parents ?? []).map((sha) => ({ sha, url: "https://example.com/" })),
  };
}

function permissions(role: string) {
  const ranks = ["pull", "triage", "push", "maintain", "admin"];
  const names: Readonly<Record<string, string>> = { read: "pull", write: "push" };
  const most = ranks.indexOf(names[role] ?? role);
  return Object.fromEntries(ranks.map((rank, index) => [rank, index <= most]));
}

async function read(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
