import type { Log } from "../ports/log.ts";
import { renderJson } from "../report/json.ts";
import { unfinishedReport, unknownChange } from "../report/unfinished.ts";
import { Failure } from "../text/failure.ts";
import { logLine } from "../text/log-line.ts";
import { version } from "../text/version.ts";
import { parseArguments, type Arguments } from "./arguments.ts";
import { backtestCommand } from "./backtest.ts";
import { briefCommand } from "./brief.ts";
import { explainCommand, rulesCommand } from "./catalogue.ts";
import { checkMigrationsCommand } from "./check-migrations.ts";
import { contractCommand } from "./contract.ts";
import { demoCommand } from "./demo.ts";
import { diffContractCommand } from "./diff-contract.ts";
import { help, helpFor } from "./help.ts";
import { deliverJson } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";
import { planCommand } from "./plan.ts";
import { reviewCommand } from "./review.ts";
import { schemaCommand } from "./schema.ts";

export interface CommandLine {
  readonly argv: readonly string[];
  readonly terminal: Terminal;
  readonly log: (quiet: boolean) => Log;
  readonly apiKey: string;
}

/** Runs a command and answers with the exit code: 0 pass, 1 held, 2 wrong use, 3 could not be evaluated. */
export async function main(line: CommandLine): Promise<number> {
  let args: Arguments | null = null;
  try {
    const parsed = parseArguments(line.argv);
    if (parsed === "help") return say(line, help());
    if (parsed === "version") return say(line, `${version}\n`);
    if ("helpFor" in parsed) return say(line, helpFor(parsed.helpFor));
    args = parsed;
    return await run(parsed, line);
  } catch (error) {
    const usage = error instanceof Failure && error.kind === "usage";
    complain(error, line.terminal);
    if (usage) return 2;
    if (args?.command === "review" && args.get("format") === "json")
      deliverUnfinished(told(error), args, line.terminal);
    return 3;
  }
}

/** Whoever asked for JSON gets a whole report also where the evaluation could not finish. */
function deliverUnfinished(reason: string, args: Arguments, terminal: Terminal): void {
  try {
    deliverJson(renderJson(unfinishedReport(unknownChange, reason)), args, terminal);
  } catch (error) {
    complain(error, terminal);
  }
}

function complain(error: unknown, terminal: Terminal): void {
  const lines = [`coord-platform: ${told(error)}`, ...traceOf(error)];
  terminal.complain(`${lines.map(logLine).join("\n")}\n`);
}

/** A defect of ours is no verdict. */
function told(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return `The evaluation failed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

/** Where a defect of ours lies: helps to mend it, and is no part of a report. */
function traceOf(error: unknown): readonly string[] {
  if (error instanceof Failure || !(error instanceof Error)) return [];
  return (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
}

function say(line: CommandLine, text: string): number {
  line.terminal.write(text);
  return 0;
}

function run(args: Arguments, line: CommandLine): number | Promise<number> {
  const log = line.log(args.has("quiet"));
  const { terminal } = line;
  switch (args.command) {
    case "review":
      return reviewCommand(args, terminal, log, line.apiKey);
    case "backtest":
      return backtestCommand(args, terminal, log);
    case "contract":
      return contractCommand(args, terminal, log);
    case "diff-contract":
      return diffContractCommand(args, terminal);
    case "schema":
      return schemaCommand(args, terminal, log);
    case "check-migrations":
      return checkMigrationsCommand(args, terminal);
    case "plan":
      return planCommand(args, terminal, log);
    case "brief":
      return briefCommand(args, terminal, log);
    case "rules":
      return rulesCommand(args, terminal);
    case "explain":
      return explainCommand(args, terminal);
    case "demo":
      return demoCommand(args, terminal, log);
  }
}
