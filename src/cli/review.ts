import { anthropicModel } from "../adapters/anthropic.ts";
import { findFiles, readTextFile } from "../adapters/files.ts";
import { loadSyntax } from "../adapters/load-syntax.ts";
import { coordinate, type Coordination } from "../coordinate.ts";
import { readMeasurements } from "../facts/measurements/read.ts";
import type { Log } from "../ports/log.ts";
import type { Deployment } from "../specialists/review.ts";
import { Failure } from "../text/failure.ts";
import { isWebAddress } from "../text/web-address.ts";
import { exitCode } from "../verdict/exit.ts";
import type { Arguments } from "./arguments.ts";
import { openLocal, readLocalChange, type LocalChange } from "./local-change.ts";
import { deliverReport } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `review`: the whole coordination on a local repository. */
export async function reviewCommand(
  args: Arguments,
  terminal: Terminal,
  log: Log,
  apiKey: string,
): Promise<number> {
  const { git, dispose } = await openLocal(args, [args.get("head") ?? "HEAD"]);
  try {
    const change = await log.stage("Source", () => readLocalChange(git, args));
    const { report, verdict } = await coordinateLocally(change, args, log, apiKey);
    deliverReport(report, args, terminal);
    return exitCode(verdict, args.failOn, "cli");
  } finally {
    await dispose();
  }
}

/** Coordinates without GitHub: nobody can answer, so every constraint and trigger is enforced. */
export async function coordinateLocally(
  change: LocalChange,
  args: Arguments,
  log: Log,
  apiKey: string,
): Promise<Coordination> {
  const mode = args.get("specialists") ?? "off";
  return coordinate({
    ...change,
    measurements: {
      head: readMeasurements(measurementFiles(args.get("sla-results"))),
      base: readMeasurements(measurementFiles(args.get("sla-baseline"))),
    },
    syntax: await loadSyntax(),
    log,
    notices: [],
    specialists: {
      deployment: deploymentOf(mode, apiKey, baseUrlOf(args)),
      required: mode === "required",
      model: args.get("model") ?? "",
      maxUsd: Number(args.get("max-usd") ?? "0"),
      signal: AbortSignal.timeout(specialistDeadline),
    },
    recordedAnswers: () => Promise.resolve(null),
  });
}

/** All specialists together; a review that takes longer is worth less than an answer. */
export const specialistDeadline = 240_000;
export const attemptDeadline = 120_000;

function baseUrlOf(args: Arguments): string | null {
  const value = args.get("anthropic-base-url");
  if (value === undefined || isWebAddress(value)) return value ?? null;
  throw new Failure("usage", "`--anthropic-base-url` takes a URL such as https://gateway.example.com.");
}

function deploymentOf(mode: string, apiKey: string, baseUrl: string | null): Deployment {
  if (mode === "off") return { notRun: "specialists: off" };
  if (apiKey === "") return { notRun: "no key" };
  return { model: anthropicModel({ apiKey, baseUrl, timeout: attemptDeadline }) };
}

/** Globs, separated by commas, relative to the current folder. A glob that matches nothing is a mistake worth saying. */
function measurementFiles(globs: string | undefined): readonly { path: string; text: string }[] {
  if (globs === undefined) return [];
  const paths = findFiles(
    ".",
    globs.split(",").map((glob) => glob.trim()),
  );
  if (paths.length === 0) throw new Failure("usage", `No file matches \`${globs}\`.`);
  return paths.map((path) => ({ path, text: readTextFile(path) }));
}
