import { loadSyntax } from "../adapters/load-syntax.ts";
import { readContract } from "../facts/fastapi/read-contract.ts";
import { toOpenApi } from "../facts/fastapi/to-openapi.ts";
import { wholeScope } from "../facts/scope.ts";
import { makeProject } from "../facts/python/make-project.ts";
import type { Project } from "../facts/python/project.ts";
import type { Log } from "../ports/log.ts";
import { loadSnapshot } from "../source/load.ts";
import { resolveRevision } from "../source/range.ts";
import { Failure } from "../text/failure.ts";
import type { Syntax } from "../syntax/syntax.ts";
import type { Arguments } from "./arguments.ts";
import { openLocal } from "./local-change.ts";
import { deliverJson } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `contract`: the HTTP contract of an application as OpenAPI 3.1. */
export async function contractCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const { project, syntax } = await readProject(args, log);
  const contract = await log.stage("Contract", () => readContract(project, wholeScope(project.paths)));
  log.info(`Python files parsed: ${syntax.pythonParsed()}`);
  const applications = [
    ...new Set(contract.operations.flatMap((operation) => operation.application ?? [])),
  ].sort();
  const chosen = choose(applications, args.get("app"), project);
  for (const one of contract.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
  deliverJson(`${JSON.stringify(toOpenApi(contract, chosen), null, 2)}\n`, args, terminal);
  return 0;
}

/** All Python modules at `--rev`, and the parsers that they are read with. */
export async function readProject(
  args: Arguments,
  log: Log,
): Promise<{ readonly project: Project; readonly syntax: Syntax }> {
  const revision = args.get("rev") ?? "HEAD";
  const { git, dispose } = await openLocal(args, [revision]);
  try {
    const commit = await resolveRevision(git, revision);
    const snapshot = await log.stage("Source", () => loadSnapshot(git, commit));
    const syntax = await loadSyntax();
    return { project: makeProject(snapshot, syntax), syntax };
  } finally {
    await dispose();
  }
}

/** Applications are `path/of/module.py:name`; `--app` names one as `package.module:name`. */
function choose(
  applications: readonly string[],
  wanted: string | undefined,
  project: Project,
): string | null {
  const named = applications.map((application) => {
    const at = application.lastIndexOf(":");
    return { application, name: `${project.moduleName(application.slice(0, at))}${application.slice(at)}` };
  });
  const names = named.map(({ name }) => name).join(", ");
  if (wanted !== undefined) {
    const found = named.find(({ application, name }) => name === wanted || application === wanted);
    if (found === undefined) {
      throw new Failure(
        "usage",
        `There is no application \`${wanted}\`. ${names === "" ? "None was found" : `Found: ${names}`}.`,
      );
    }
    return found.application;
  }
  if (applications.length > 1) {
    throw new Failure("usage", `There are several applications. Choose one with --app: ${names}.`);
  }
  return applications[0] ?? null;
}
