import type { Log } from "../ports/log.ts";
import { logLine } from "../text/log-line.ts";

/** Seconds with one decimal, for a person. */
export function duration(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Progress on standard error; `quiet` leaves warnings and errors. A step of a workflow may run this too, so lines are neutralised as there. */
export function terminalLog(options: { readonly quiet: boolean }): Log {
  const print = (line: string) => void process.stderr.write(`${logLine(line)}\n`);
  const info = options.quiet ? () => {} : print;
  return {
    info,
    warning: (message) => print(`warning: ${message}`),
    error: (message) => print(`error: ${message}`),
    debug: () => {},
    stage: async (name, work) => {
      const start = performance.now();
      const result = await work();
      info(`${name}: ${duration(start)}`);
      return result;
    },
  };
}
