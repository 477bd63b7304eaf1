import type { Log } from "../../src/ports/log.ts";

/** A log that remembers what it was told. */
export interface RecordedLog extends Log {
  readonly lines: readonly string[];
}

export function recordLog(): RecordedLog {
  const lines: string[] = [];
  return {
    lines,
    info: (message) => void lines.push(`info: ${message}`),
    warning: (message) => void lines.push(`warning: ${message}`),
    error: (message) => void lines.push(`error: ${message}`),
    debug: (message) => void lines.push(`debug: ${message}`),
    stage: async (_name, work) => work(),
  };
}
