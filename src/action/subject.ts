import type { DispatchEvent, MergeGroupEvent, PullRequestEvent } from "../event/event.ts";
import type { GitHub, PullRequestState } from "../ports/git-hub.ts";
import type { Commits } from "../source/load.ts";
import { Failure } from "../text/failure.ts";

/** What is coordinated, read live: from the payload only repository, number and the event's head were taken. */
export interface Subject {
  readonly kind: "pull-request" | "merge-group" | "dispatch";
  readonly title: string;
  readonly baseName: string;
  readonly commits: Commits;
  /** The pull requests whose answers count; one, those of a merge group, or none. */
  readonly pullRequests: readonly PullRequestState[];
}

/** The pull request is closed: nothing waits for this check any more. */
export type SubjectResult = Subject | "closed";

/** Throws `Failure` "unfinished" when the head has moved since the event, and `GitHubError`. */
export async function pullRequestSubject(event: PullRequestEvent, gitHub: GitHub): Promise<SubjectResult> {
  const pullRequest = await gitHub.pullRequest(event.number);
  if (pullRequest.state === "closed") return "closed";
  assertCurrent(event.eventHeadSha, pullRequest);
  const { base, head, title } = pullRequest;
  const before = await gitHub.mergeBase(base.sha, head.sha);
  return {
    kind: "pull-request",
    title,
    baseName: base.ref,
    commits: { before, after: head.sha, base: base.sha },
    pullRequests: [pullRequest],
  };
}

/** The run of an older head must not speak for the newer one (a re-run replays its old payload). */
export function assertCurrent(head: string, pullRequest: PullRequestState): void {
  if (pullRequest.head.sha === head) return;
  throw new Superseded(
    `This run is for \`${head.slice(0, 9)}\`, and the pull request is at \`${pullRequest.head.sha.slice(0, 9)}\` by now: the run of that commit decides.`,
  );
}

/** The head moved during or before the run: nothing is published over the newer report. */
export class Superseded extends Failure {
  constructor(message: string) {
    super("unfinished", message);
  }
}

/** A group is judged as a whole, against the tip that it will be merged into; answers of all its pull requests count. */
export async function mergeGroupSubject(event: MergeGroupEvent, gitHub: GitHub): Promise<Subject> {
  const found = await gitHub.pullRequestsOf(event.headSha);
  const numbers = [...new Set([...event.numbers, ...found])].sort((a, b) => a - b);
  const pullRequests = await Promise.all(numbers.map((number) => gitHub.pullRequest(number)));
  const names = numbers.map((number) => `#${number}`).join(", ");
  return {
    kind: "merge-group",
    title: names === "" ? "Merge group" : `Merge group of ${names}`,
    baseName: event.baseBranch,
    commits: { before: event.baseSha, after: event.headSha, base: event.baseSha },
    pullRequests,
  };
}

export async function dispatchSubject(event: DispatchEvent, gitHub: GitHub): Promise<Subject> {
  const [base, head] = [await gitHub.commit(event.base), await gitHub.commit(event.head)];
  return {
    kind: "dispatch",
    title: `${event.head} against ${event.base}`,
    baseName: event.base,
    commits: { before: await gitHub.mergeBase(base, head), after: head, base },
    pullRequests: [],
  };
}
