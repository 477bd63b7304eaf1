import { Failure } from "../../text/failure.ts";
import { isWorse, type Measurement } from "./measurement.ts";
import { readResultFile } from "./result-file.ts";

/**
 * The measurements of the files that a user named; a metric that several of them hold counts with its worst value.
 * Throws `Failure` (usage) for a file that holds no results: a threshold must not go unwatched because of it.
 */
export function readMeasurements(
  files: readonly { readonly path: string; readonly text: string }[],
): readonly Measurement[] {
  const worst = new Map<string, Measurement>();
  for (const { path, text } of files) {
    const result = readResultFile(text);
    if (result.kind === "unreadable") throw new Failure("usage", `\`${path}\` ${result.reason}.`);
    for (const one of result.measurements) {
      const known = worst.get(one.metric);
      if (known === undefined || isWorse(one, one.value, known.value)) worst.set(one.metric, one);
    }
  }
  return [...worst.values()];
}
