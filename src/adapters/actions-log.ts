import * as core from "@actions/core";

import type { Log } from "../ports/log.ts";
import { logLine } from "../text/log-line.ts";
import { duration } from "./log.ts";

/** The job's log: stages fold, warnings and errors become annotations, debug lines show when the run is debugged. */
export function actionsLog(): Log {
  return {
    info: (message) => core.info(logLine(message)),
    warning: (message) => core.warning(logLine(message)),
    error: (message) => core.error(logLine(message)),
    debug: (message) => core.debug(logLine(message)),
    stage: async (name, work) => {
      const start = performance.now();
      core.startGroup(logLine(name));
      try {
        return await work();
      } finally {
        core.info(`${logLine(name)}: ${duration(start)}`);
        core.endGroup();
      }
    },
  };
}
