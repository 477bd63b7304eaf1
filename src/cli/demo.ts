import { exampleRepository } from "../adapters/example-repository.ts";
import { shippedExample } from "../adapters/shipped.ts";
import type { Log } from "../ports/log.ts";
import { exitCode } from "../verdict/exit.ts";
import type { Arguments } from "./arguments.ts";
import { identitiesFor, policyOf } from "./local-change.ts";
import { deliverReport } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";
import { coordinateLocally } from "./review.ts";
import { loadChangeSet } from "../source/load.ts";

/** `demo`: the main job on the example pull request. Always 0: it shows what a real run would have ended with. */
export async function demoCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const example = await exampleRepository(shippedExample("before"), shippedExample("after"));
  try {
    const { git, before, after } = example;
    const changeSet = await loadChangeSet(git, { before, after, base: before });
    const policy = policyOf(args, changeSet.base);
    const { report, verdict } = await coordinateLocally(
      {
        git,
        commits: { before, after, base: before },
        baseName: "main",
        changeSet,
        policy,
        identities: identitiesFor(changeSet.base, policy),
        title: "Weekly requirements for residents",
      },
      args,
      log,
      "",
    );
    deliverReport(report, args, terminal);
    log.info(
      `This is the example pull request; a real run would have ended with exit code ${exitCode(verdict, "blocked", "cli")}.`,
    );
    return 0;
  } finally {
    await example.dispose();
  }
}
