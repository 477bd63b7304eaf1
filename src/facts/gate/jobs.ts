import type { Snapshot } from "../../source/snapshot.ts";
import { parseYaml, type YamlDocument } from "../../text/yaml.ts";
import { isRecord, member } from "../../text/record.ts";

/** The workflows of a snapshot, as far as they concern the gate. */
export interface GateJobs {
  /** Jobs with a step that uses this action, and jobs that call a workflow of the repository that has one. */
  readonly jobs: readonly GateJob[];
  /** Other jobs of these workflows and of the changed ones: a required check is known by its name alone, so another job could take it. */
  readonly others: readonly NamedJob[];
}

export interface NamedJob {
  readonly path: string;
  /** Key of the job in its workflow. */
  readonly id: string;
  /** Names under which its check can appear: its id where it has no name, else the name or the texts inside of its expression. */
  readonly checks: readonly string[];
  readonly line: number;
}

export interface GateJob extends NamedJob {
  /** Plain data: the job, its workflow's triggers, permissions, concurrency, environment and defaults, and the jobs that it waits for. Names of steps are left out. */
  readonly meaning: unknown;
}

/** GitHub refuses workflows that are larger than this. */
const limitKibibytes = 512;

/**
 * Reads the workflows that run the gate, and those named in `changed`: an unchanged job cannot take a name that it did
 * not have. Others are not even parsed. A workflow that is no YAML has no jobs: GitHub does not run it either.
 */
export function readGateJobs(snapshot: Snapshot, changed: ReadonlySet<string> = new Set()): GateJobs {
  const local = isOwnRepository(snapshot);
  const texts = workflowTexts(snapshot);
  const parsed = new Map<string, Workflow>();
  const parse = (wanted: (path: string, text: string) => boolean) => {
    for (const [path, text] of texts) {
      const workflow = !parsed.has(path) && wanted(path, text) ? parseWorkflow(path, text) : null;
      if (workflow !== null) parsed.set(path, workflow);
    }
  };
  parse((path, text) => changed.has(path) || mentionsAction(text) || (local && text.includes("./")));
  const uses = (job: unknown) => stepsOf(job).some((step) => usesAction(step, local));
  const withGate = new Set(
    [...parsed.values()].filter(({ jobs }) => jobs.some(([, job]) => uses(job))).map(({ path }) => path),
  );
  parse((_, text) => [...withGate].some((path) => text.includes(path)));
  const calls = (job: unknown) => {
    const called = member(job, "uses");
    return typeof called === "string" && called.startsWith("./") && withGate.has(called.slice(2));
  };
  const jobs: GateJob[] = [];
  const others: NamedJob[] = [];
  for (const workflow of [...parsed.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const [id, job] of workflow.jobs) {
      const { line } = workflow.document.locate(["jobs", id]);
      const named: NamedJob = { path: workflow.path, id, checks: checkNames(id, job), line };
      if (uses(job) || calls(job)) jobs.push({ ...named, meaning: meaningOf(workflow, job) });
      else others.push(named);
    }
  }
  return { jobs, others };
}

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

interface Workflow {
  readonly path: string;
  readonly document: YamlDocument;
  readonly jobs: readonly (readonly [string, unknown])[];
}

function workflowTexts(snapshot: Snapshot): readonly (readonly [string, string])[] {
  return [...snapshot.entries.keys()].filter(isWorkflow).flatMap((path) => {
    const file = snapshot.read(path);
    return file.kind === "text" ? [[path, file.text] as const] : [];
  });
}

function mentionsAction(text: string): boolean {
  return text.toLowerCase().includes("coord-platform");
}

function parseWorkflow(path: string, text: string): Workflow | null {
  const document = parseYaml(text, limitKibibytes);
  if (document.kind !== "document") return null;
  return { path, document, jobs: members(member(document.value, "jobs")) };
}

/** The repository of the action itself uses it as `./`. */
function isOwnRepository(snapshot: Snapshot): boolean {
  const file = snapshot.read("action.yml");
  if (file.kind === "unread") return false;
  const document = parseYaml(file.text, limitKibibytes);
  return document.kind === "document" && member(document.value, "name") === "coord-platform";
}

function usesAction(step: unknown, local: boolean): boolean {
  const uses = member(step, "uses");
  if (typeof uses !== "string") return false;
  if (uses.startsWith("./")) {
    const folder = uses.endsWith("/") ? uses.slice(0, -1) : uses;
    return folder === "." ? local : folder.toLowerCase().endsWith("/coord-platform");
  }
  const name = uses.split("@")[0]?.split("/")[1];
  return name?.toLowerCase() === "coord-platform";
}

function meaningOf({ document, jobs }: Workflow, job: unknown): unknown {
  const byId = new Map(jobs);
  const needed = new Map<string, unknown>();
  const visit = (of: unknown) => {
    for (const id of listOf(member(of, "needs"))) {
      if (typeof id !== "string" || needed.has(id)) continue;
      needed.set(id, byId.get(id));
      visit(byId.get(id));
    }
  };
  visit(job);
  return {
    on: triggersOf(member(document.value, "on")),
    permissions: member(document.value, "permissions"),
    concurrency: member(document.value, "concurrency"),
    env: member(document.value, "env"),
    defaults: member(document.value, "defaults"),
    job: jobMeaning(job),
    // A job that is waited for and skipped makes the gate skip too, which GitHub counts as success.
    needs: Object.fromEntries([...needed].map(([id, other]) => [id, jobMeaning(other)])),
  };
}

/** `on: push`, `on: [push]` and `on: { push: }` are one. */
function triggersOf(on: unknown): unknown {
  if (typeof on !== "string" && !Array.isArray(on)) return on;
  return Object.fromEntries(listOf(on).map((event) => [String(event), null]));
}

function jobMeaning(job: unknown): unknown {
  const entries = members(job).map(([key, value]) => {
    if (key === "steps" && Array.isArray(value)) return [key, value.map(stepMeaning)] as const;
    return [key, key === "needs" ? listOf(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function stepMeaning(step: unknown): unknown {
  return isRecord(step) ? Object.fromEntries(members(step).filter(([key]) => key !== "name")) : step;
}

/** `${{ a && 'x' || 'y' }}` appears as `x` or `y`. */
function checkNames(id: string, job: unknown): readonly string[] {
  const name = member(job, "name");
  if (typeof name !== "string") return [id];
  if (!name.includes("${{")) return [name];
  return [...name.slice(0, 2_000).matchAll(/'([^']*)'/g)].flatMap((match) => match[1] ?? []);
}

function stepsOf(job: unknown): readonly unknown[] {
  const steps = member(job, "steps");
  return Array.isArray(steps) ? steps : [];
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}
