import { parseArgs } from "node:util";

import { Failure } from "../text/failure.ts";
import { failOnValues, type FailOn } from "../verdict/status.ts";
import { commands, flags, type CommandName, type Flag, type FlagName } from "./commands.ts";

export interface Arguments {
  readonly command: CommandName;
  readonly positionals: readonly string[];
  /** A string flag's value or its default; undefined where it has neither. */
  readonly get: (flag: FlagName) => string | undefined;
  readonly has: (flag: FlagName) => boolean;
  readonly failOn: FailOn;
}

export type Parsed = Arguments | "help" | "version" | { readonly helpFor: CommandName };

/** Reads `argv` (without node and script). Throws `Failure` of kind `usage` with the allowed names. */
export function parseArguments(argv: readonly string[]): Parsed {
  const first = argv[0];
  const named = first !== undefined && !first.startsWith("-");
  if (named && !isCommand(first)) {
    throw new Failure(
      "usage",
      `Unknown command \`${first}\`. Commands: ${Object.keys(commands).join(", ")}.`,
    );
  }
  const command: CommandName = named && isCommand(first) ? first : "demo";
  if (!named && argv.includes("--help")) return "help";
  if (argv.includes("--version")) return "version";
  const allowed: readonly FlagName[] = commands[command].flags;
  const { values, positionals } = read(command, named ? argv.slice(1) : argv, allowed);
  if (values["help"] === true) return { helpFor: command };
  for (const name of allowed) {
    const value = values[name];
    if (typeof value === "string") checkValue(name, value);
  }
  checkFormat(command, values["format"]);
  checkPositionals(command, positionals);
  const get = (flag: FlagName) => {
    const value = values[flag];
    const entry: Flag = flags[flag];
    return typeof value === "string" ? value : entry.default;
  };
  return {
    command,
    positionals,
    get,
    has: (flag) => values[flag] !== undefined,
    failOn: failOnValues.find((value) => value === get("fail-on")) ?? "blocked",
  };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function read(command: CommandName, argv: readonly string[], allowed: readonly FlagName[]) {
  const options = Object.fromEntries(allowed.map((name) => [name, { type: flags[name].type }]));
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /Unknown option '([^']{1,60})'/.exec(message)?.[1];
    const list = allowed.map((name) => `--${name}`).join(", ");
    throw new Failure(
      "usage",
      unknown === undefined
        ? (message.split("\n")[0] ?? message)
        : `Unknown flag \`${unknown}\`. \`${command}\` takes ${list}.`,
      { cause: error },
    );
  }
}

function checkValue(name: FlagName, value: string): void {
  const flag: Flag = flags[name];
  if (flag.allowed !== undefined && !flag.allowed.includes(value)) {
    throw new Failure("usage", `\`--${name} ${value}\` is not known. Allowed: ${flag.allowed.join(", ")}.`);
  }
  if (name === "last" && !/^[1-9]\d{0,5}$/.test(value)) {
    throw new Failure("usage", `\`--last\` takes a whole number, not \`${value}\`.`);
  }
  if (name === "postgres" && !/^[1-9]\d$/.test(value)) {
    throw new Failure("usage", `\`--postgres\` takes a major version from 10, such as 15, not \`${value}\`.`);
  }
  if (name === "max-usd" && !/^\d{1,6}(\.\d{1,6})?$/.test(value)) {
    throw new Failure("usage", `\`--max-usd\` takes an amount such as 0.25, not \`${value}\`.`);
  }
}

/** SARIF holds findings of a report; the other commands have none to put there. */
const withSarif: readonly CommandName[] = ["review", "demo"];

function checkFormat(command: CommandName, format: unknown): void {
  if (format !== "sarif" || withSarif.includes(command)) return;
  throw new Failure("usage", `\`${command}\` has no \`--format sarif\`. Allowed: text, markdown, json.`);
}

const expected: Readonly<Record<CommandName, readonly [number, number]>> = {
  review: [0, 0],
  backtest: [0, 0],
  contract: [0, 0],
  "diff-contract": [2, 2],
  schema: [0, 0],
  "check-migrations": [1, Number.POSITIVE_INFINITY],
  plan: [1, 1],
  brief: [1, 1],
  rules: [0, 0],
  explain: [1, 1],
  demo: [0, 0],
};

function checkPositionals(command: CommandName, positionals: readonly string[]): void {
  const [least, most] = expected[command];
  if (positionals.length >= least && positionals.length <= most) return;
  const wanted = commands[command].arguments;
  throw new Failure(
    "usage",
    wanted === ""
      ? `\`${command}\` takes no arguments, but got \`${positionals.join(" ")}\`.`
      : `\`${command}\` takes ${wanted}.`,
  );
}
