import { join } from "node:path";

import { afterEach, expect } from "vitest";

import { makeRepository, removeTemporaryFolders, type TestRepository } from "../../support/repository.ts";
import { startFakeAnthropic, type FakeAnthropic, type ModelReply } from "./fake-anthropic.ts";
import {
  startFakeGitHub,
  type FakeGitHub,
  type FakeGitHubState,
  type ScenarioPullRequest,
} from "./fake-github.ts";
import { runAction, type ActionOptions, type ActionRun } from "./run-action.ts";

export type Files = Readonly<Record<string, string>>;

/** A change of a tiny service, as branch `carols-branch` on `main`. */
export interface Change {
  readonly before: Files;
  /** Files of the head; null removes one. */
  readonly after: Readonly<Record<string, string | null>>;
}

export interface World {
  readonly repository: TestRepository;
  readonly base: string;
  readonly head: string;
  readonly gitHub: FakeGitHub;
  readonly pullRequest: ScenarioPullRequest;
}

const token = "test-token-0123456789";
const open: (() => Promise<void>)[] = [];
const worlds: FakeGitHub[] = [];

afterEach(async () => {
  const served = worlds.splice(0);
  for (const close of open.splice(0)) await close();
  expect(served.flatMap((world) => world.problems)).toEqual([]);
  removeTemporaryFolders();
});

/** A repository with the change, and a GitHub that serves it as pull request 7 of `acme/residency`. */
export async function makeWorld(
  change: Change,
  options: {
    readonly pullRequest?: Partial<ScenarioPullRequest>;
    readonly gitHub?: Partial<FakeGitHubState>;
  } = {},
): Promise<World> {
  const repository = makeRepository(change.before);
  const base = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "-b", "carols-branch");
  for (const [path, text] of Object.entries(change.after)) {
    if (text === null) repository.remove(path);
    else repository.write(path, text);
  }
  const head = repository.commit("The change");
  repository.git("update-ref", "refs/pull/7/head", head);
  const pullRequest: ScenarioPullRequest = {
    number: 7,
    title: "A change",
    base: { ref: "main", sha: base },
    head: { ref: "carols-branch", sha: head },
    commits: [{ sha: head, author: "carol" }],
    ...options.pullRequest,
  };
  const gitHub = await startFakeGitHub({
    owner: "acme",
    name: "residency",
    repository: `${repository.folder}/.git`,
    token,
    pullRequests: [pullRequest],
    mergeBases: { [`${base}...${head}`]: base },
    roles: { alice: "admin", carol: "write" },
    ...options.gitHub,
  });
  open.push(() => gitHub.close());
  worlds.push(gitHub);
  return { repository, base, head, gitHub, pullRequest };
}

export async function makeModel(
  reply: (body: Readonly<Record<string, unknown>>, index: number) => ModelReply,
): Promise<FakeAnthropic> {
  const model = await startFakeAnthropic(reply);
  open.push(() => model.close());
  return model;
}

/** Runs the committed bundle on the world's pull request. */
export function runOn(world: World, options: Partial<ActionOptions> = {}): Promise<ActionRun> {
  return runAction({
    event: "pull_request",
    payload: payloadOf(world.pullRequest),
    serverUrl: world.gitHub.serverUrl,
    apiUrl: world.gitHub.apiUrl,
    token,
    ...options,
  });
}

/** As GitHub sends it, reduced to what the product believes, with a lie in every other place. */
export function payloadOf(pullRequest: ScenarioPullRequest): unknown {
  return {
    action: "synchronize",
    number: pullRequest.number,
    pull_request: {
      number: pullRequest.number,
      title: "an old title",
      draft: true,
      head: { sha: pullRequest.head.sha },
      base: { sha: "0".repeat(40), ref: "elsewhere" },
    },
    repository: { name: "residency", owner: { login: "acme" }, default_branch: "main" },
  };
}

/** The requests of a run without what differs from run to run: ports, and commit ids by their names. */
export function recorded(world: World): string {
  const text = world.gitHub.requests
    .map((request) => {
      const parameters = Object.entries(request.parameters)
        .filter(([name]) => name !== "owner" && name !== "repo")
        .map(([name, value]) => `${name}=${value}`)
        .join(" ");
      const body = request.body === undefined ? "" : " (with a body)";
      return `${request.status} ${request.operation} ${parameters}${body}`.trimEnd();
    })
    .join("\n");
  return anonymous(text, world);
}

export function anonymous(text: string, world: World): string {
  return text
    .replaceAll(world.gitHub.serverUrl, "https://github.example")
    .replaceAll(world.head, "<head>")
    .replaceAll(world.base, "<base>")
    .replaceAll(world.head.slice(0, 7), "<head>")
    .replaceAll(world.base.slice(0, 7), "<base>")
    .replace(/^(<!-- coord-platform:report v1 #7 <head>) [0-9A-Z]{16}/, "$1 <digest>");
}

/** Ids of a kind that a report names. */
export function idsIn(text: string, prefix: "ESC" | "CON" | "UNK"): readonly string[] {
  return [...new Set(text.match(new RegExp(`${prefix}-(?:[A-Z]+-)?[0-9A-HJKMNP-TV-Z]{16}`, "g")) ?? [])];
}

/** Every request of the scenario, beside its test. */
export async function expectRecorded(world: World, folder: string): Promise<void> {
  await expect(`${recorded(world)}\n`).toMatchFileSnapshot(join(folder, "requests.txt"));
}

/** The comment, read as a document when it changes. */
export async function expectComment(world: World, folder: string): Promise<void> {
  const own = world.gitHub
    .comments(world.pullRequest.number)
    .filter((comment) => comment.author === "github-actions[bot]");
  expect(own).toHaveLength(1);
  await expect(anonymous(own[0]?.body ?? "", world)).toMatchFileSnapshot(join(folder, "comment.md"));
}
