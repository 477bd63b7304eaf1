import * as v from "valibot";

import { Failure } from "../text/failure.ts";
import { singleLine } from "../text/untrusted.ts";

/** The base repository, where the pull request and its commits are. */
interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** What a run was started for. Everything else about a pull request is read live: a re-run replays an old payload. */
export type RunEvent = PullRequestEvent | MergeGroupEvent | DispatchEvent | CommandEvent | IgnoredEvent;

export interface PullRequestEvent {
  readonly kind: "pull-request";
  readonly repository: Repository;
  readonly number: number;
  /** The head when the event happened; another live head means that this run is superseded. */
  readonly eventHeadSha: string;
  readonly action: string;
}

export interface MergeGroupEvent {
  readonly kind: "merge-group";
  readonly repository: Repository;
  readonly baseSha: string;
  readonly headSha: string;
  /** Name of the branch that is merged into. */
  readonly baseBranch: string;
  /** Pull requests that the queue's branch names; more may be in the group (`GitHub.pullRequestsOf`). */
  readonly numbers: readonly number[];
}

/** `base` and `head` are branches, tags or commits, as the person typed them. */
export interface DispatchEvent {
  readonly kind: "dispatch";
  readonly repository: Repository;
  readonly base: string;
  readonly head: string;
}

/** Somebody said something on a pull request. */
interface CommandEvent {
  readonly kind: "command";
  readonly repository: Repository;
  readonly number: number;
  readonly action: string;
}

/** Nothing to decide; the run ends well with a notice. */
interface IgnoredEvent {
  readonly kind: "ignored";
  readonly notice: string;
}

/** Names of events that the action serves (interface.md, Events). */
export const eventNames = [
  "pull_request",
  "pull_request_target",
  "merge_group",
  "issue_comment",
  "pull_request_review",
  "workflow_dispatch",
] as const;

type EventName = (typeof eventNames)[number];

/**
 * Reads a webhook payload. Of a pull request only the repository, the number and, to notice a newer push, the head
 * are believed. Throws `Failure` "usage" for an event that is not served, "unfinished" for a payload that is not as
 * GitHub describes it.
 */
export function parseEvent(name: string, payload: unknown): RunEvent {
  const known = eventNames.find((each) => each === name);
  if (known === undefined) {
    throw new Failure(
      "usage",
      `Event \`${singleLine(name)}\` is not served. Run the action on ${eventNames.join(", ")}.`,
    );
  }
  return parsers[known](payload);
}

const parsers: Readonly<Record<EventName, (payload: unknown) => RunEvent>> = {
  pull_request: parsePullRequest,
  pull_request_target: parsePullRequest,
  merge_group: parseMergeGroup,
  issue_comment: parseIssueComment,
  pull_request_review: parseReview,
  workflow_dispatch: parseDispatch,
};

// The names become part of addresses: GitHub allows no other characters.
const name = v.pipe(v.string(), v.regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/));
const repositoryFields = { name, owner: v.object({ login: name }) };
const repository = v.pipe(
  v.object(repositoryFields),
  v.transform((value): Repository => ({ owner: value.owner.login, name: value.name })),
);
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const sha = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/));

const pullRequestPayload = v.object({
  repository,
  action: v.string(),
  pull_request: v.object({ number, head: v.object({ sha }) }),
  changes: v.optional(v.object({ base: v.optional(v.unknown()) })),
});

function parsePullRequest(payload: unknown): RunEvent {
  const event = read("pull_request", pullRequestPayload, payload);
  if (event.action === "edited" && event.changes?.base === undefined) {
    return ignored("Only the title or the description was edited: nothing to coordinate again.");
  }
  return {
    kind: "pull-request",
    repository: event.repository,
    number: event.pull_request.number,
    eventHeadSha: event.pull_request.head.sha,
    action: event.action,
  };
}

const mergeGroupPayload = v.object({
  repository,
  action: v.string(),
  merge_group: v.object({
    base_sha: sha,
    head_sha: sha,
    base_ref: v.string(),
    head_ref: v.string(),
  }),
});

function parseMergeGroup(payload: unknown): RunEvent {
  const event = read("merge_group", mergeGroupPayload, payload);
  const group = event.merge_group;
  if (event.action === "destroyed") return ignored("The merge group was destroyed.");
  return {
    kind: "merge-group",
    repository: event.repository,
    baseSha: group.base_sha,
    headSha: group.head_sha,
    baseBranch: group.base_ref.replace(/^refs\/heads\//, ""),
    numbers: queuedNumbers(group.head_ref),
  };
}

/** `refs/heads/gh-readonly-queue/<base>/pr-7-<sha of the base>`; a base may itself contain slashes and `pr-1-`. */
function queuedNumbers(ref: string): readonly number[] {
  const last = ref.slice(ref.lastIndexOf("/") + 1);
  const found = /^pr-([1-9]\d{0,14})-[0-9a-f]{40,64}$/.exec(last)?.[1];
  return ref.includes("gh-readonly-queue/") && found !== undefined ? [Number(found)] : [];
}

const issueCommentPayload = v.object({
  repository,
  action: v.string(),
  issue: v.object({ number, pull_request: v.optional(v.unknown()) }),
});

function parseIssueComment(payload: unknown): RunEvent {
  const event = read("issue_comment", issueCommentPayload, payload);
  if (event.issue.pull_request === undefined || event.issue.pull_request === null) {
    return ignored("The comment is on an issue, not on a pull request.");
  }
  return {
    kind: "command",
    repository: event.repository,
    number: event.issue.number,
    action: event.action,
  };
}

const reviewPayload = v.object({ repository, action: v.string(), pull_request: v.object({ number }) });

function parseReview(payload: unknown): RunEvent {
  const event = read("pull_request_review", reviewPayload, payload);
  return {
    kind: "command",
    repository: event.repository,
    number: event.pull_request.number,
    action: event.action,
  };
}

/** A branch, tag or commit; never an option, a range or an expression. */
const revision = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[A-Za-z0-9_][A-Za-z0-9._/+#-]{0,249}$/),
  v.check((text) => !text.includes("..")),
);

const optionalRevision = v.optional(
  v.union([
    v.pipe(
      v.literal(""),
      v.transform(() => undefined),
    ),
    revision,
  ]),
);
const dispatchPayload = v.object({
  repository: v.object({ ...repositoryFields, default_branch: revision }),
  ref: revision,
  inputs: v.nullish(v.object({ base: optionalRevision, head: optionalRevision })),
});

/** Without inputs: the branch on which the workflow was started, against the default branch. */
function parseDispatch(payload: unknown): RunEvent {
  const { repository: found, ref, inputs } = read("workflow_dispatch", dispatchPayload, payload);
  return {
    kind: "dispatch",
    repository: { owner: found.owner.login, name: found.name },
    base: inputs?.base ?? found.default_branch,
    head: inputs?.head ?? ref.replace(/^refs\/(heads|tags)\//, ""),
  };
}

function ignored(notice: string): IgnoredEvent {
  return { kind: "ignored", notice };
}

function read<const Schema extends v.GenericSchema>(
  event: EventName,
  schema: Schema,
  payload: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, payload);
  if (parsed.success) return parsed.output;
  const places = parsed.issues.map((issue) => `\`${v.getDotPath(issue) ?? "payload"}\``);
  const fix =
    event === "workflow_dispatch"
      ? "The inputs `base` and `head` each take a branch, a tag or a commit"
      : "It is not as GitHub describes it";
  throw new Failure(
    "unfinished",
    `The payload of \`${event}\` could not be read at ${places.join(", ")}. ${fix}.`,
  );
}
