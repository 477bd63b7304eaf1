import { folderSnapshot, namedPaths, type NamedPaths } from "../adapters/folder-snapshot.ts";
import { findRepository } from "../adapters/git-repository.ts";
import { openWorktree } from "../adapters/git-worktree.ts";
import { loadSyntax } from "../adapters/load-syntax.ts";
import { readRevisions } from "../facts/alembic/read-revisions.ts";
import { makeProject } from "../facts/python/make-project.ts";
import type { Terminal } from "../ports/terminal.ts";
import { written } from "../report/json.ts";
import { checkMigrations, type MigrationCheck } from "../rules/check-migrations.ts";
import { loadSnapshot } from "../source/load.ts";
import { worktreeCommit, type Snapshot } from "../source/snapshot.ts";
import { Failure } from "../text/failure.ts";
import { plainText } from "../text/sentence.ts";
import { singleLine } from "../text/untrusted.ts";
import { count } from "../text/words.ts";
import type { Arguments } from "./arguments.ts";
import { policyOf } from "./local-change.ts";
import { deliverJson, deliverProse, formatOf } from "./output.ts";

/** `check-migrations PATH…`: lints revisions and SQL files as they lie on disk; 1 where one of them is dangerous. */
export async function checkMigrationsCommand(args: Arguments, terminal: Terminal): Promise<number> {
  const { snapshot, selection } = await readSelection(args);
  const syntax = await loadSyntax();
  const project = makeProject(snapshot, syntax);
  const { settings } = policyOf(args, snapshot);
  const result = checkMigrations(project, readRevisions(project), selection, settings, syntax);
  const json = formatOf(args, terminal) === "json";
  if (json)
    deliverJson(
      `${JSON.stringify({ ...result, findings: result.findings.map(written) }, null, 2)}\n`,
      args,
      terminal,
    );
  else deliverProse(render(result), args, terminal);
  const dangerous = result.findings.some((finding) => finding.severity === "error");
  return dangerous && args.failOn !== "never" ? 1 : 0;
}

/** In a repository the whole work tree is known, so that parents and models are found; elsewhere only what was named. */
async function readSelection(
  args: Arguments,
): Promise<{ readonly snapshot: Snapshot; readonly selection: NamedPaths }> {
  const root = await workTreeOf(args.get("repo") ?? ".");
  const inside = root === null ? null : namedPaths(root, args.positionals);
  if (root !== null && inside !== null) {
    const { git, dispose } = await openWorktree(await findRepository(root));
    try {
      const snapshot = await loadSnapshot(git, worktreeCommit);
      // An ignored file is not part of the work tree's commit, but it was named.
      if (inside.files.every((path) => snapshot.entries.has(path))) return { snapshot, selection: inside };
    } finally {
      await dispose();
    }
  }
  const selection = namedPaths("/", args.positionals);
  if (selection === null) throw new Failure("usage", "The files can't be read from here.");
  return { snapshot: folderSnapshot("/", selection), selection };
}

async function workTreeOf(folder: string): Promise<string | null> {
  try {
    return (await findRepository(folder)).workTree;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function render(result: MigrationCheck): string {
  // What could not be read is listed line by line below.
  const read = result.findings.filter(({ kind }) => kind !== "unknown");
  const lines = read.map((finding) => {
    const facts = [
      ...Object.entries(finding.lock ?? {}).map(([relation, mode]) => `${mode} on ${relation}`),
      ...(finding.rewrite === true ? ["rewrites the table"] : []),
      ...(finding.scan === true ? ["reads every row"] : []),
    ];
    const detail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
    return singleLine(
      `${finding.where.path}:${finding.where.line} ${finding.severity} ${finding.rule}: ${plainText(finding.message)}${detail}`,
    );
  });
  const { statements, analysed, unknown } = result.coverage;
  for (const one of unknown) lines.push(singleLine(`${one.path}:${one.line} not analysed: ${one.reason}`));
  for (const environment of result.environments) {
    lines.push(
      singleLine(
        `${environment.path}: ${count(environment.heads.length, "head")} ${environment.heads.join(", ")}`,
      ),
    );
  }
  lines.push(`${analysed} of ${count(statements, "statement")} analysed.`);
  return `${lines.join("\n")}\n`;
}
