import { coordinate } from "../coordinate.ts";
import { loadSyntax } from "../adapters/load-syntax.ts";
import type { GitRepository } from "../ports/git.ts";
import type { Log } from "../ports/log.ts";
import { backtestSummary, renderBacktest, type Replayed } from "../report/backtest.ts";
import type { Report } from "../report/report.ts";
import { loadChangeSet } from "../source/load.ts";
import { resolveRevision } from "../source/range.ts";
import { Failure } from "../text/failure.ts";
import type { Syntax } from "../syntax/syntax.ts";
import type { Arguments } from "./arguments.ts";
import { identitiesFor, openLocal, policyOf } from "./local-change.ts";
import { deliverJson, deliverProse, formatOf } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `backtest`: replays the last merged changes of a branch, each against its first parent, as the gate would have seen it. */
export async function backtestCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const { git, dispose } = await openLocal(args, []);
  try {
    const head = await resolveRevision(git, args.get("head") ?? "HEAD");
    const commits = await git.firstParents(head, Number(args.get("last") ?? "50") + 1);
    const syntax = await loadSyntax();
    const replayed: Replayed[] = [];
    for (const commit of commits) {
      const parent = (await git.parents(commit))[0];
      if (parent === undefined || replayed.length >= Number(args.get("last") ?? "50")) break;
      const title = await git.commitSubject(commit);
      const result = await replay(git, commit, parent, title, args, syntax);
      replayed.push(result);
      log.info(
        `${commit.slice(0, 9)} ${"report" in result ? result.report.verdict.status : "failed"} ${title}`,
      );
    }
    if (replayed.length === 0)
      throw new Failure("usage", "There is no merged change to replay: the branch has one commit.");
    const summary = backtestSummary(replayed);
    const json = formatOf(args, terminal) === "json";
    if (json) deliverJson(`${JSON.stringify(summary, null, 2)}\n`, args, terminal);
    else deliverProse(renderBacktest(summary), args, terminal);
    return 0;
  } finally {
    await dispose();
  }
}

/** One change; its own failure is a line of the result and does not end the others. */
async function replay(
  git: GitRepository,
  commit: string,
  parent: string,
  title: string,
  args: Arguments,
  syntax: Syntax,
): Promise<Replayed> {
  try {
    const report = await reportOf(git, commit, parent, title, args, syntax);
    return { commit, title, report };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { commit, title, failure: error.message };
  }
}

async function reportOf(
  git: GitRepository,
  commit: string,
  parent: string,
  title: string,
  args: Arguments,
  syntax: Syntax,
): Promise<Report> {
  const changeSet = await loadChangeSet(git, { before: parent, after: commit, base: parent });
  const policy = policyOf(args, changeSet.base);
  const { report } = await coordinate({
    title,
    baseName: parent.slice(0, 9),
    changeSet,
    policy,
    identities: identitiesFor(changeSet.base, policy),
    measurements: { head: [], base: [] },
    syntax,
    log: silent,
    notices: [],
    specialists: {
      deployment: { notRun: "specialists: off" },
      required: false,
      model: "",
      maxUsd: 0,
      signal: AbortSignal.timeout(1_000),
    },
    recordedAnswers: () => Promise.resolve(null),
  });
  return report;
}

/** The stages of a hundred changes would drown the list. */
const silent: Log = {
  info: () => {},
  warning: () => {},
  error: () => {},
  debug: () => {},
  stage: async (_name, work) => work(),
};
