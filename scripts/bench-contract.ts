import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { findRepository, openRepository } from "../src/adapters/git-repository.ts";
import { loadSyntax } from "../src/adapters/load-syntax.ts";
import type { Contract, Operation } from "../src/facts/contract.ts";
import { readContract } from "../src/facts/fastapi/read-contract.ts";
import { readOpenApiDocument } from "../src/facts/openapi/read-document.ts";
import { makeProject } from "../src/facts/python/make-project.ts";
import { wholeScope } from "../src/facts/scope.ts";
import type { GitRepository } from "../src/ports/git.ts";
import { loadSnapshot } from "../src/source/load.ts";
import type { Snapshot } from "../src/source/snapshot.ts";
import { compareContracts, withoutLate, type Comparison, type Difference } from "./compare-contracts.ts";

/**
 * Compares the contract that is derived from source with the OpenAPI document that the same commit holds.
 *
 * `--docs FILE` is a list of `{repo: "owner/name", document, root, absolute: [commit]}`; `--repos DIR` holds bare
 * clones as `<owner>+<name>/repo`. Of the applications below `root`, the one that shares most operations with the
 * document is compared. `--only TEXT` restricts to entries whose document path or repository has the text;
 * `--verbose` lists every difference.
 */
interface Entry {
  readonly repo: string;
  readonly document: string;
  readonly root: string;
  readonly absolute: readonly string[];
}

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    docs: { type: "string" },
    only: { type: "string" },
    verbose: { type: "boolean" },
  },
});
if (values.repos === undefined || values.docs === undefined) {
  process.stderr.write("usage: bench-contract --repos DIR --docs FILE [--only TEXT] [--verbose]\n");
  process.exit(2);
}
const folder = values.repos;
const entries: readonly Entry[] = JSON.parse(readFileSync(values.docs, "utf8"));
const syntax = await loadSyntax();
const compared: Comparison[] = [];
const settled: Comparison[] = [];
for (const entry of entries) {
  if (!`${entry.repo}/${entry.document}`.includes(values.only ?? "")) continue;
  const repository = join(folder, entry.repo.replace("/", "+"), "repo");
  if (!existsSync(repository)) {
    process.stdout.write(`${entry.repo}: no clone in ${folder}, left out\n`);
    continue;
  }
  const git = openRepository(await findRepository(repository));
  for (const commit of entry.absolute) {
    const result = await compareAt(git, entry, commit, nextVersion(repository, entry, commit));
    if (result === null) continue;
    compared.push(result.now);
    settled.push(result.settled);
    process.stdout.write(`${entry.repo} ${entry.document} ${commit.slice(0, 9)}: ${rates([result.now])}\n`);
    if (result.now.differences.length === result.settled.differences.length) continue;
    process.stdout.write(`  without what the document's next version has: ${rates([result.settled])}\n`);
  }
}
process.stdout.write(`\nAll: ${rates(compared)}\n`);
process.stdout.write(`Without what the documents' next versions have: ${rates(settled)}\n\n`);
const late =
  compared.flatMap(({ differences }) => differences).length -
  settled.flatMap(({ differences }) => differences).length;
process.stdout.write(`${late} × the document followed its source later\n`);
printClasses(settled.flatMap(({ differences }) => differences));

/** The commit that changed the document next, on the way to the clone's head. */
function nextVersion(repository: string, entry: Entry, commit: string): string | null {
  const range = ["--reverse", "--format=%H", "--ancestry-path", `${commit}..HEAD`, "--", entry.document];
  const log = execFileSync("git", ["--git-dir", repository, "log", ...range], { encoding: "utf8" });
  return log.split("\n", 1)[0] || null;
}

interface Result {
  readonly now: Comparison;
  readonly settled: Comparison;
}

async function compareAt(
  git: GitRepository,
  entry: Entry,
  commit: string,
  next: string | null,
): Promise<Result | null> {
  const alsoRead = (path: string) => path === entry.document;
  const snapshot = await loadSnapshot(git, commit, { alsoRead });
  const document = documentOf(snapshot, entry);
  if (document === null) return null;
  const project = makeProject(snapshot, syntax);
  const contract = readContract(project, wholeScope(project.paths));
  const label = `${commit.slice(0, 9)} `;
  const candidates = applicationsBelow(contract, entry.root).map((application) => {
    const derived = shown(contract, application);
    return { derived, now: compareContracts(document, derived, label) };
  });
  const [best] = candidates.sort((a, b) => b.now.operations.same - a.now.operations.same);
  const derived = best?.derived ?? { ...document, operations: [] };
  const now = best?.now ?? compareContracts(document, derived, label);
  const later = next === null ? null : documentOf(await loadSnapshot(git, next, { alsoRead }), entry);
  return { now, settled: later === null ? now : withoutLate(now, compareContracts(later, derived, label)) };
}

function documentOf(snapshot: Snapshot, entry: Entry): Contract | null {
  const file = snapshot.read(entry.document);
  if (file.kind === "text") return parse(jsonWithin(file.text), entry.document);
  process.stdout.write(`${entry.document} ${snapshot.commit}: can't be read (${file.reason})\n`);
  return null;
}

function applicationsBelow(contract: Contract, root: string): readonly string[] {
  const applications = contract.operations.flatMap(({ application }) => application ?? []);
  return [...new Set(applications)].filter((application) => application.startsWith(root)).sort();
}

/** What the application's own document shows: nothing hidden, and paths without the place where it is mounted. */
function shown(contract: Contract, application: string): Contract {
  const operations = contract.operations
    .filter((operation) => operation.application === application)
    .filter((operation) => operation.includedInSchema && operation.protocol === "http")
    .map((operation): Operation => {
      const path = operation.path.slice(operation.mounted?.length ?? 0);
      return { ...operation, path, key: `${operation.method} ${path.replace(/\{[^{}]*\}/g, "{}")}` };
    });
  return { ...contract, operations };
}

function parse(text: string, path: string): Contract {
  const read = readOpenApiDocument(text, path);
  if ("error" in read) throw new Error(`${path}: ${read.error}`);
  return read.contract;
}

/** A document may stand inside of a page: the first object in it that is one. */
function jsonWithin(text: string): string {
  if (!text.trimStart().startsWith("<")) return text;
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    if (!/^\{\s{0,9}"openapi"/.test(text.slice(start, start + 40))) continue;
    const end = endOfObject(text, start);
    if (end !== null) return text.slice(start, end);
  }
  return text;
}

/** The place behind the brace that closes the object which starts at `start`. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth += 1;
    else if (!quoted && character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function rates(comparisons: readonly Comparison[]): string {
  const sum = (pick: (comparison: Comparison) => number) =>
    comparisons.reduce((total, comparison) => total + pick(comparison), 0);
  const percent = (part: number, all: number) =>
    `${all === 0 ? "100.0" : ((100 * part) / all).toFixed(1)} % (${part}/${all})`;
  const operations = sum(({ operations: { same } }) => same);
  return [
    `operations recall ${percent(
      operations,
      sum(({ operations: { documented } }) => documented),
    )}`,
    `precision ${percent(
      operations,
      sum(({ operations: { derived } }) => derived),
    )}`,
    `parameters ${percent(
      sum(({ parameters }) => parameters.exact),
      sum(({ parameters }) => parameters.all),
    )}`,
    `request properties ${percent(
      sum(({ request }) => request.exact),
      sum(({ request }) => request.all),
    )}`,
    `response properties ${percent(
      sum(({ response }) => response.exact),
      sum(({ response }) => response.all),
    )}`,
  ].join(", ");
}

/** Differences by class, the most frequent first, with a few examples; all of them with `--verbose`. */
function printClasses(differences: readonly Difference[]): void {
  const classes = new Map<string, Difference[]>();
  for (const difference of differences) {
    const known = classes.get(difference.kind);
    if (known === undefined) classes.set(difference.kind, [difference]);
    else known.push(difference);
  }
  for (const [kind, all] of [...classes].sort(([, a], [, b]) => b.length - a.length)) {
    process.stdout.write(`${all.length} × ${kind}\n`);
    for (const { where, documented, derived } of values.verbose === true ? all : all.slice(0, 3)) {
      process.stdout.write(`    ${where}\n      document: ${documented}\n      derived:  ${derived}\n`);
    }
  }
}
