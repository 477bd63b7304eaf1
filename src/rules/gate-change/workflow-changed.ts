import { differencesOf, sideText } from "../../changes/difference.ts";
import { isWorkflow, readGateJobs, type GateJob, type NamedJob } from "../../facts/gate/jobs.ts";
import { canonicalJson, fingerprint } from "../../text/canonical.ts";
import { capped } from "../../text/words.ts";
import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft, Severity } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { agree, gateSeverity } from "./installed.ts";

export const workflowChanged = defineRule({
  id: "workflow-changed",
  trigger: "gate-change",
  domain: null,
  severity: "error",
  confidence: "high",
  title: "The job that runs the gate does something else",
  why: "A workflow on `pull_request` is taken from the change itself: whoever edits the job decides whether the gate runs, with which inputs and under which name. What counts is the job that uses the action: its triggers, permissions, conditions, steps and the jobs that it waits for. Other jobs, comments, formatting and the names of steps do not count. Another commit of the action is another judge, so an update by a bot waits for somebody too. A new job that takes the name of the gate's check is told as well: GitHub knows a required check by its name alone.",
  fix: "Have an authority acknowledge it. Updates of the action are best a pull request of their own.",
  *check(context): Iterable<FindingDraft> {
    const { changeSet } = context;
    const changed = new Set(
      changeSet.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]).filter(concerns),
    );
    if (changed.size === 0) return;
    const before = readGateJobs(changeSet.before, changed);
    const after = readGateJobs(changeSet.after, changed);
    const pairs = pairJobs(before.jobs, after.jobs);
    const usurpers = takenNames(before.jobs, before.others, after.jobs, after.others);
    if (pairs.length + usurpers.length === 0) return;
    const severity = gateSeverity(context);
    for (const pair of pairs) yield draftOf(pair, severity);
    for (const { job, check } of usurpers) {
      yield {
        subject: `job ${job.id} named ${check}`,
        reaches: [],
        before: null,
        after: check,
        where: { path: job.path, line: job.line, endLine: job.line, side: "after" },
        message: say`The job \`${job.id}\` does not use the action and takes the name \`${check}\`, by which GitHub knows the gate's check`,
        fix: "Give the job another name.",
        severity,
      };
    }
  },
});

/** `action.yml` decides whether `./` is this action. */
function concerns(path: string): boolean {
  return isWorkflow(path) || path === "action.yml";
}

interface Pair {
  readonly before: GateJob | null;
  readonly after: GateJob | null;
}

/** Jobs that changed: those that mean the same are gone, wherever they stand now; the rest is paired by workflow and name. */
function pairJobs(before: readonly GateJob[], after: readonly GateJob[]): readonly Pair[] {
  const [old, fresh] = withoutEqual(before, after);
  const pairs: Pair[] = [];
  const rest = [...fresh];
  const take = (matches: (job: GateJob) => boolean): GateJob | null => {
    const index = rest.findIndex(matches);
    return index < 0 ? null : (rest.splice(index, 1)[0] ?? null);
  };
  for (const job of old) {
    const partner =
      take(({ path, id }) => path === job.path && id === job.id) ??
      take(({ id }) => id === job.id) ??
      take(({ path }) => path === job.path);
    pairs.push({ before: job, after: partner });
  }
  return [...pairs, ...rest.map((job) => ({ before: null, after: job }))];
}

function withoutEqual(
  before: readonly GateJob[],
  after: readonly GateJob[],
): readonly [readonly GateJob[], readonly GateJob[]] {
  const fresh = [...after];
  const old = before.filter((job) => {
    const index = fresh.findIndex(({ id, meaning }) => id === job.id && equal(meaning, job.meaning));
    if (index >= 0) fresh.splice(index, 1);
    return index < 0;
  });
  return [old, fresh];
}

function equal(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function draftOf({ before, after }: Pair, severity: Severity): FindingDraft {
  const differences = before !== null && after !== null ? differencesOf(before.meaning, after.meaning) : [];
  const where = after ?? before;
  const id = where?.id ?? "";
  const { shown, more } = capped(differences, 3);
  const names = shown.map(({ path }) => path);
  const changed = more === 0 ? codes(names, "and") : say`${codes(names)} and ${more} more`;
  return {
    subject: `gate job ${before?.id ?? id}`,
    reaches: [],
    before: before === null ? null : (sideText(differences, "before") ?? whole(before)),
    after: after === null ? null : (sideText(differences, "after") ?? whole(after)),
    where: {
      path: where?.path ?? "",
      line: where?.line ?? 1,
      endLine: where?.line ?? 1,
      side: after === null ? "before" : "after",
    },
    message:
      after === null
        ? say`The job \`${id}\`, which runs the gate, is removed or no longer uses the action`
        : before === null
          ? say`A further job runs the gate: \`${id}\``
          : say`The job \`${id}\`, which runs the gate, changes: ${shown.length === 0 ? "its name" : changed}`,
    fix: agree,
    severity,
  };
}

function whole({ id, meaning }: GateJob): string {
  return `${id} ${fingerprint(meaning)}`;
}

/** Jobs that newly appear under a name of the gate's check without running the gate. */
function takenNames(
  gateBefore: readonly GateJob[],
  othersBefore: readonly NamedJob[],
  gateAfter: readonly GateJob[],
  othersAfter: readonly NamedJob[],
): readonly { readonly job: NamedJob; readonly check: string }[] {
  const names = new Set([...gateBefore, ...gateAfter].flatMap(({ checks }) => checks));
  const earlier = new Set(
    othersBefore.flatMap(({ path, checks }) => checks.map((check) => `${path} ${check}`)),
  );
  return othersAfter.flatMap((job) =>
    job.checks
      .filter((check) => names.has(check) && !earlier.has(`${job.path} ${check}`))
      .map((check) => ({ job, check })),
  );
}
