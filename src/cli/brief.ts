import type { Log } from "../ports/log.ts";
import { coordinatorBrief, specialistBrief } from "../specialists/brief.ts";
import { specialistNames } from "../specialists/specialist.ts";
import { Failure } from "../text/failure.ts";
import type { Arguments } from "./arguments.ts";
import { openLocal, readLocalChange } from "./local-change.ts";
import { deliverProse } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";
import { coordinateLocally } from "./review.ts";

/** `brief SPECIALIST`: exactly what would be sent for it; sends nothing. The coordinator's has no remarks yet. */
export async function briefCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const wanted = (args.positionals[0] ?? "").toUpperCase();
  const name = [...specialistNames, "COORD_PLATFORM" as const].find((one) => one === wanted);
  if (name === undefined) {
    throw new Failure(
      "usage",
      `There is no specialist \`${wanted}\`. Specialists: ${specialistNames.join(", ")}, COORD_PLATFORM.`,
    );
  }
  const { git, dispose } = await openLocal(args, [args.get("head") ?? "HEAD"]);
  try {
    const change = await readLocalChange(git, args);
    const { report } = await coordinateLocally(change, args, log, "");
    const input = { ...report, changeSet: change.changeSet, identities: change.identities };
    const brief =
      name === "COORD_PLATFORM" ? coordinatorBrief(input, new Map()) : specialistBrief(name, input);
    deliverProse(`# System\n\n${brief.system}\n\n# Message\n\n${brief.prompt}\n`, args, terminal);
    return 0;
  } finally {
    await dispose();
  }
}
