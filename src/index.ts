import { actionsLog } from "./adapters/actions-log.ts";
import { actionsRunner } from "./adapters/runner.ts";
import { main } from "./action/main.ts";

process.exitCode = await main(actionsRunner(), actionsLog());
