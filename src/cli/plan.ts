import { loadSyntax } from "../adapters/load-syntax.ts";
import { readContract } from "../facts/fastapi/read-contract.ts";
import { wholeScope } from "../facts/scope.ts";
import { makeProject } from "../facts/python/make-project.ts";
import { readSchema } from "../facts/sqlalchemy/read-schema.ts";
import type { Log } from "../ports/log.ts";
import { planMission, renderPlan } from "../report/plan.ts";
import { loadSnapshot } from "../source/load.ts";
import { resolveRevision } from "../source/range.ts";
import { Failure } from "../text/failure.ts";
import type { Arguments } from "./arguments.ts";
import { openLocal } from "./local-change.ts";
import { deliverJson, deliverProse, formatOf } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `plan "TASK"`: which specialists a mission needs, on what existing code, and what would have to be escalated. */
export async function planCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const task = (args.positionals[0] ?? "").trim();
  if (task === "") throw new Failure("usage", 'The task is empty: plan "Add GET /users/{id}/orders".');
  const revision = args.get("rev") ?? "HEAD";
  const { git, dispose } = await openLocal(args, [revision]);
  try {
    const snapshot = await log.stage("Source", async () =>
      loadSnapshot(git, await resolveRevision(git, revision)),
    );
    const project = makeProject(snapshot, await loadSyntax());
    const scope = wholeScope(project.paths);
    const plan = planMission(task, readContract(project, scope), readSchema(project, scope));
    const json = formatOf(args, terminal) === "json";
    if (json) deliverJson(`${JSON.stringify(plan, null, 2)}\n`, args, terminal);
    else deliverProse(renderPlan(plan), args, terminal);
    return 0;
  } finally {
    await dispose();
  }
}
