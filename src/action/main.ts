import { anthropicModel } from "../adapters/anthropic.ts";
import { fetchCommits } from "../adapters/fetch-commits.ts";
import { loadSyntax } from "../adapters/load-syntax.ts";
import { connectGitHub } from "../adapters/octokit.ts";
import { shippedIdentities } from "../adapters/shipped.ts";
import { coordinate, type Coordination } from "../coordinate.ts";
import { readEnvironment, type RunEnvironment } from "../event/environment.ts";
import { parseEvent, type RunEvent } from "../event/event.ts";
import { gatherRecorded } from "../escalation/gather.ts";
import { readMeasurements } from "../facts/measurements/read.ts";
import { GitHubError, type GitHub } from "../ports/git-hub.ts";
import type { Log } from "../ports/log.ts";
import type { Runner } from "../ports/runner.ts";
import { unfinishedReport, unknownChange, type UnfinishedChange } from "../report/unfinished.ts";
import { rules } from "../rules/rules.ts";
import { ruleIdsOf } from "../rules/run.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { loadChangeSet } from "../source/load.ts";
import { readPolicyOrRepair, type Policy } from "../source/policy.ts";
import { mayBeIdentity } from "../specialists/identity.ts";
import { identitiesOrRepair } from "../specialists/own-identities.ts";
import type { Deployment } from "../specialists/review.ts";
import { Failure } from "../text/failure.ts";
import { sentence } from "../text/untrusted.ts";
import { exitCode } from "../verdict/exit.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { publish } from "./publish.ts";
import {
  assertCurrent,
  dispatchSubject,
  mergeGroupSubject,
  pullRequestSubject,
  Superseded,
  type Subject,
} from "./subject.ts";

const attemptDeadline = 120_000;
/** Well below the workflow's `timeout-minutes`: what is known by then is published. */
const specialistDeadline = 300_000;

/** One run of the action: the exit code of the job's step, 0 or 1. Everything that goes wrong becomes `not-evaluated` with its reason. */
export async function main(runner: Runner, log: Log): Promise<number> {
  for (const name of ["anthropic-api-key", "github-token", "authority-token"])
    runner.secret(runner.input(name));
  let inputs: Inputs;
  let environment: RunEnvironment;
  let event: RunEvent;
  try {
    inputs = readInputs((name) => runner.input(name));
    environment = readEnvironment(runner.environment);
    event = parseEvent(environment.eventName, parseJson(runner.readFile(environment.eventPath)));
  } catch (error) {
    return stop(error, runner, log);
  }
  if (event.kind === "ignored") return quiet(event.notice, log);
  if (event.kind === "command") {
    return quiet("Answers are read when the gate runs: re-run its job on the pull request.", log);
  }
  const { owner, name } = event.repository;
  const gitHub = connectGitHub(
    { token: inputs.token, apiUrl: environment.apiUrl, owner, repository: name },
    log,
  );
  const outlet = {
    runner,
    gitHub,
    log,
    inputs,
    repository: `${environment.serverUrl}/${owner}/${name}`,
    temporaryFolder: environment.temporaryFolder,
    number: event.kind === "pull-request" ? event.number : null,
  };
  let known: UnfinishedChange = { ...unknownChange, title: titleOf(event) };
  try {
    const subject = await subjectOf(event, gitHub);
    if (subject === "closed") return quiet("The pull request is closed: there is nothing to decide.", log);
    known = knownOf(subject);
    const { report, verdict } = await coordinateSubject(
      subject,
      event,
      inputs,
      environment,
      gitHub,
      runner,
      log,
    );
    if (event.kind === "pull-request")
      assertCurrent(subject.commits.after, await gitHub.pullRequest(event.number));
    await publish(report, outlet);
    for (const reason of report.verdict.reasons) log.info(reason);
    log.info(`Verdict: ${report.verdict.status}`);
    return exitCode(verdict, inputs.failOn, "action");
  } catch (error) {
    const reason = told(error, log);
    // The run of a newer commit owns the comment.
    const number = error instanceof Superseded ? null : outlet.number;
    await publish(unfinishedReport(known, reason), { ...outlet, number });
    log.error(reason);
    return 1;
  }
}

async function subjectOf(
  event: Exclude<RunEvent, { kind: "ignored" | "command" }>,
  gitHub: GitHub,
): Promise<Subject | "closed"> {
  switch (event.kind) {
    case "pull-request":
      return pullRequestSubject(event, gitHub);
    case "merge-group":
      return mergeGroupSubject(event, gitHub);
    case "dispatch":
      return dispatchSubject(event, gitHub);
  }
}

function knownOf({ title, baseName, commits }: Subject): UnfinishedChange {
  const { before, after, base } = commits;
  return { title, base: baseName, baseTip: base, mergeBase: before, head: after };
}

async function coordinateSubject(
  subject: Subject,
  event: { readonly repository: { readonly owner: string; readonly name: string } },
  inputs: Inputs,
  environment: RunEnvironment,
  gitHub: GitHub,
  runner: Runner,
  log: Log,
): Promise<Coordination> {
  const { before, after, base } = subject.commits;
  const fetched = await log.stage("Source", () =>
    fetchCommits(
      {
        serverUrl: environment.serverUrl,
        owner: event.repository.owner,
        repository: event.repository.name,
        token: inputs.token,
        commits: [before, after, base],
        temporaryFolder: environment.temporaryFolder,
        workspace: environment.workspace,
      },
      log,
    ),
  );
  try {
    const changeSet = await loadChangeSet(fetched.git, subject.commits, {
      alsoRead: (path) => path === inputs.config || mayBeIdentity(path),
    });
    const policy = readPolicyOrRepair(changeSet.base, changeSet.after, inputs.config, ruleIdsOf(rules));
    const { identities, notices } = identitiesOrRepair(
      changeSet.base,
      changeSet.after,
      policy.settings.specialists.folder,
      shippedIdentities(),
    );
    return await coordinate({
      title: subject.title,
      baseName: subject.baseName,
      changeSet,
      policy,
      identities,
      measurements: {
        head: readMeasurements(resultFiles(inputs.slaResults, runner)),
        base: readMeasurements(resultFiles(inputs.slaBaseline, runner)),
      },
      syntax: await loadSyntax(),
      log,
      notices: [...firstRunNotices(changeSet, policy, inputs.config), ...notices],
      specialists: {
        deployment: deploymentOf(subject, inputs),
        required: inputs.specialists === "required" && subject.kind === "pull-request" && !isDraft(subject),
        model: inputs.model,
        maxUsd: inputs.maxUsd,
        signal: AbortSignal.timeout(specialistDeadline),
      },
      recordedAnswers: (asked) => gatherRecorded(gitHub, subject.pullRequests, asked, policy.settings),
    });
  } finally {
    await fetched.dispose();
  }
}

/** Why no specialist runs, in the words of the report; else the model. */
function deploymentOf(subject: Subject, inputs: Inputs): Deployment {
  const [pullRequest] = subject.pullRequests;
  if (inputs.specialists === "off") return { notRun: "`specialists: off`" };
  if (subject.kind === "merge-group") return { notRun: "merge group" };
  if (isDraft(subject)) return { notRun: "draft" };
  if (inputs.apiKey !== "") {
    const baseUrl = inputs.anthropicBaseUrl === "" ? null : inputs.anthropicBaseUrl;
    return { model: anthropicModel({ apiKey: inputs.apiKey, baseUrl, timeout: attemptDeadline }) };
  }
  if (pullRequest?.author.login === "dependabot[bot]")
    return { notRun: "no key in Dependabot's secret store" };
  return { notRun: pullRequest?.head.fork === true ? "fork, no key" : "no key" };
}

function isDraft(subject: Subject): boolean {
  return subject.kind === "pull-request" && subject.pullRequests.some((pullRequest) => pullRequest.draft);
}

/** The head's configuration is never read: whoever adds the first one should know that. */
function firstRunNotices(changeSet: ChangeSet, policy: Policy, path: string): readonly string[] {
  const isNew = !changeSet.base.entries.has(path) && changeSet.after.entries.has(path);
  return isNew && policy.notices.length === 0
    ? [`The configuration \`${path}\` of this change takes effect after the merge; the defaults judged it.`]
    : [];
}

function resultFiles(globs: readonly string[], runner: Runner): readonly { path: string; text: string }[] {
  if (globs.length === 0) return [];
  const paths = runner.matchingFiles(globs);
  if (paths.length === 0)
    throw new Failure("usage", `No file matches \`${globs.join(", ")}\`: the results were not measured.`);
  return paths.map((path) => ({ path, text: runner.readFile(path) }));
}

function quiet(notice: string, log: Log): number {
  log.info(notice);
  return 0;
}

/** Wrong inputs or an unreadable event: there is nobody to publish to. */
function stop(error: unknown, runner: Runner, log: Log): number {
  const reason = told(error, log);
  runner.output("verdict", "not-evaluated");
  runner.summary(`**Not evaluated.** ${sentence(reason)}\n`);
  log.error(reason);
  return 1;
}

/** Why there is no evaluation. A defect of ours must not be green; its trace is for the log and not for the comment. */
function told(error: unknown, log: Log): string {
  if (error instanceof Failure || error instanceof GitHubError) return error.message;
  if (!(error instanceof Error)) return `The evaluation failed: ${String(error)}`;
  for (const line of (error.stack ?? "").split("\n")) if (line.startsWith("    at ")) log.info(line);
  return `The evaluation failed: ${error.name}: ${error.message}`;
}

function titleOf(event: RunEvent): string {
  return event.kind === "pull-request" ? `pull request ${event.number}` : event.kind;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure("unfinished", "The event's payload is not JSON.", { cause: error });
  }
}
