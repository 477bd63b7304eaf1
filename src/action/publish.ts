import { assertCurrent } from "./subject.ts";
import type { Inputs } from "./inputs.ts";
import { GitHubError, type GitHub } from "../ports/git-hub.ts";
import type { Log } from "../ports/log.ts";
import type { Runner } from "../ports/runner.ts";
import { annotations } from "../publish/annotations.ts";
import { sinceSentence } from "../publish/since.ts";
import { publishComment, type Published } from "../publish/sticky-comment.ts";
import { domains } from "../domains/domain.ts";
import { renderJson } from "../report/json.ts";
import { quietLine, renderMarkdown } from "../report/markdown/markdown.ts";
import { isQuiet } from "../report/quiet.ts";
import type { Report } from "../report/report.ts";
import { renderSarif } from "../report/sarif.ts";
import { rules } from "../rules/rules.ts";

/** Below GitHub's 65,536 characters, with room for the marker and the *Since* sentence. */
const commentLimit = 64_500;
/** GitHub drops a whole summary above 1 MiB; a character has at most four bytes. */
const summaryLimit = 250_000;

/** `github-actions[bot]`, the account behind every workflow's own token. */
const actionsBot = 41_898_282;

export interface Outlet {
  readonly runner: Runner;
  readonly gitHub: GitHub;
  readonly log: Log;
  readonly inputs: Inputs;
  /** Address of the repository, for links. */
  readonly repository: string;
  readonly temporaryFolder: string;
  /** The pull request that gets the comment, or null. */
  readonly number: number | null;
}

/**
 * Shows a report everywhere it belongs. The verdict is final before: nothing that fails here changes it.
 * Annotations, outputs and summary come first, since they need no permission.
 */
export async function publish(report: Report, outlet: Outlet): Promise<void> {
  const { runner, log, repository } = outlet;
  const markdown = isQuiet(report)
    ? quietLine(report)
    : renderMarkdown(report, { repository, limit: summaryLimit, since: null });
  const files = {
    "report-path": { name: "coord-platform-report.md", text: markdown },
    "json-path": { name: "coord-platform-report.json", text: renderJson(report) },
    "sarif-path": { name: "coord-platform-report.sarif", text: renderSarif(report, rules) },
  };
  for (const [output, { name, text }] of Object.entries(files)) {
    const write = () => runner.output(output, runner.writeReport(outlet.temporaryFolder, name, text));
    attempt(`The file ${name}`, write, log);
  }
  attempt("The outputs", () => writeOutputs(report, runner), log);
  attempt("The summary", () => runner.summary(markdown), log);
  for (const annotation of annotations(report)) runner.annotate(annotation);
  const published = await comment(report, outlet);
  const url = published !== null && "url" in published ? published.url : "";
  attempt("The output comment-url", () => runner.output("comment-url", url), log);
}

/** A full disk or a file that the runner took away is a warning: what is decided stays decided. */
function attempt(what: string, work: () => void, log: Log): void {
  try {
    work();
  } catch (error) {
    log.warning(`${what} could not be written: ${explain(error)}`);
  }
}

function writeOutputs(report: Report, runner: Runner): void {
  const holding = new Set([
    ...report.violations.filter((one) => one.state === "open").flatMap((one) => one.findings),
    ...report.escalations
      .filter((one) => one.state !== "acknowledged" && one.state !== "informed")
      .flatMap((one) => one.findings),
  ]);
  runner.output("verdict", report.verdict.status);
  runner.output("domains", JSON.stringify(domains.filter((domain) => report.domains[domain].length > 0)));
  runner.output(
    "escalations",
    JSON.stringify(report.escalations.map(({ id, trigger, state }) => ({ id, trigger, state }))),
  );
  runner.output("findings-count", String(report.findings.length));
  runner.output("blocking-count", String(holding.size));
}

/** The sticky comment; null where none is wanted or it could not be written. */
async function comment(report: Report, outlet: Outlet): Promise<Published | null> {
  const { gitHub, inputs, log, number, repository } = outlet;
  if (number === null || inputs.comment === "off") return null;
  try {
    const pullRequest = await gitHub.pullRequest(number);
    assertCurrent(report.change.head ?? pullRequest.head.sha, pullRequest);
    return await publishComment({
      gitHub,
      number,
      selfId: actionsBot,
      comments: await gitHub.comments(number),
      head: pullRequest.head.sha,
      create: inputs.comment === "always" || !isQuiet(report),
      render: (previous) =>
        isQuiet(report)
          ? quietLine(report)
          : renderMarkdown(report, {
              repository,
              limit: commentLimit,
              since: sinceSentence(report, previous),
            }),
    });
  } catch (error) {
    log.warning(`The comment could not be written: ${explain(error)}`);
    return null;
  }
}

function explain(error: unknown): string {
  if (error instanceof GitHubError && error.reason === "permission") {
    return `the token has no permission \`${error.permission ?? "pull-requests: write"}\` here (as on forks). The report is in the job's summary.`;
  }
  return error instanceof Error ? error.message : String(error);
}
