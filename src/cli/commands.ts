import { failOnValues } from "../verdict/status.ts";

/** Every flag of the command line: one table for parsing, for `--help` and for the documentation. */
export const flags = {
  repo: { type: "string", value: "DIR", text: "repository to read", default: "." },
  base: {
    type: "string",
    value: "REV",
    text: "tip of the base branch (origin/HEAD, else main, else master)",
  },
  head: {
    type: "string",
    value: "REV",
    text: "what is reviewed; WORKTREE is HEAD with what is not committed",
    default: "HEAD",
  },
  rev: {
    type: "string",
    value: "REV",
    text: "what is read; WORKTREE is HEAD with what is not committed",
    default: "HEAD",
  },
  last: { type: "string", value: "N", text: "how many merged changes are replayed", default: "50" },
  app: { type: "string", value: "MODULE:NAME", text: "which application, where there are several" },
  from: {
    type: "string",
    value: "SOURCE",
    text: "models or migrations",
    default: "models",
    allowed: ["models", "migrations"],
  },
  format: {
    type: "string",
    value: "FORMAT",
    text: "text, markdown, json or sarif",
    allowed: ["text", "markdown", "json", "sarif"],
  },
  output: { type: "string", value: "FILE", text: "write the result there" },
  config: { type: "string", value: "FILE", text: "configuration, instead of the one at the base tip" },
  "fail-on": {
    type: "string",
    value: "WHAT",
    text: "what exits 1: blocked (all but a pass), violations (only blocked) or never",
    default: "blocked",
    allowed: failOnValues,
  },
  postgres: { type: "string", value: "VERSION", text: "PostgreSQL major version", default: "15" },
  specialists: {
    type: "string",
    value: "MODE",
    text: "off; auto: run where there is a key; required: they have to finish",
    default: "off",
    allowed: ["off", "auto", "required"],
  },
  "anthropic-base-url": {
    type: "string",
    value: "URL",
    text: "a gateway in front of the Messages API; the key is ANTHROPIC_API_KEY",
  },
  "max-usd": {
    type: "string",
    value: "USD",
    text: "most that a run may spend on the model, in US dollars",
    default: "0.25",
  },
  model: { type: "string", value: "NAME", text: "model for every identity" },
  "sla-results": { type: "string", value: "GLOBS", text: "load-test or benchmark results of the head" },
  "sla-baseline": { type: "string", value: "GLOBS", text: "the same for the base" },
  "no-color": { type: "boolean", text: "no colours" },
  quiet: { type: "boolean", text: "no progress on standard error" },
  help: { type: "boolean", text: "this text" },
  version: { type: "boolean", text: "the version" },
} as const satisfies Record<string, Flag>;

export interface Flag {
  readonly type: "string" | "boolean";
  readonly value?: string;
  readonly text: string;
  readonly default?: string;
  readonly allowed?: readonly string[];
}

export type FlagName = keyof typeof flags;

const common: readonly FlagName[] = ["repo", "format", "output", "no-color", "quiet", "help"];
const judged: readonly FlagName[] = [
  "config",
  "fail-on",
  "postgres",
  "specialists",
  "anthropic-base-url",
  "max-usd",
  "model",
  "sla-results",
  "sla-baseline",
];

/** What each command takes: positional arguments (in words) and flags; and what `--help` says of it. */
export const commands = {
  review: {
    arguments: "",
    text: "coordinate a change of a local repository",
    about: "Compares as a pull request would: from the merge base with --base to --head.",
    exits:
      "Exits 0 for a pass, 1 for a held change, 2 for wrong use, 3 where the evaluation could not finish.",
    formats: "text, markdown, json or sarif",
    flags: [...common, "base", "head", ...judged],
  },
  backtest: {
    arguments: "",
    text: "replay merged changes: what would have been held",
    about:
      "Replays the last merged changes of a branch, and suggests a configuration: what to run before the check is required.",
    exits: "Exits 0, also where changes would have been held.",
    formats: "text or json",
    flags: [...common, "base", "head", "last", "config", "postgres"],
  },
  contract: {
    arguments: "",
    text: "the HTTP contract as OpenAPI 3.1",
    about: "Prints JSON that is read from the source; the application is not run.",
    exits: "",
    formats: "",
    flags: [...common, "rev", "app"],
  },
  "diff-contract": {
    arguments: "OLD NEW",
    text: "compare two OpenAPI documents",
    about: "OLD and NEW are files in JSON or YAML. Lists every difference; ERR is a break, WARN is advice.",
    exits: "Exits 1 where there is a break.",
    formats: "text or json",
    flags: [...common, "fail-on"],
  },
  schema: {
    arguments: "",
    text: "the database schema",
    about: "Prints JSON: what the models say, or what all migrations together make.",
    exits: "",
    formats: "",
    flags: [...common, "rev", "from"],
  },
  "check-migrations": {
    arguments: "PATH…",
    text: "lint Alembic revisions and SQL files",
    about:
      "Files named one by one are one change, in that order. In a folder each revision is a change of its own, after its parents.",
    exits: "Exits 1 where a finding is an error.",
    formats: "text or json",
    flags: [...common, "postgres", "config", "fail-on"],
  },
  plan: {
    arguments: '"TASK"',
    text: "the coordination plan of a mission",
    about:
      'Says which specialists would work on what existing code, and what would have to be escalated: plan "Add GET /residents/{id}/requirements".',
    exits: "",
    formats: "text or json",
    flags: [...common, "rev"],
  },
  brief: {
    arguments: "SPECIALIST",
    text: "what would be sent to the model",
    about: "For DBA, BACKEND_ENGINEER, API_DEVELOPER or COORD_PLATFORM. Sends nothing.",
    exits: "",
    formats: "",
    flags: [...common, "base", "head", "config", "postgres"],
  },
  rules: {
    arguments: "",
    text: "the rule catalogue",
    about: "One line a rule: its name, how severe it is, and what it serves.",
    exits: "",
    formats: "text or json",
    flags: [...common],
  },
  explain: {
    arguments: "RULE",
    text: "one rule: reason, examples, ways out",
    about: "Prints the page of a rule, which the command rules names.",
    exits: "",
    formats: "",
    flags: [...common],
  },
  demo: {
    arguments: "",
    text: "the main job, on the example pull request",
    about: "Reviews the example that ships with the project; what also runs without a command.",
    exits: "Exits 0, and names the exit code that a real run would have.",
    formats: "text, markdown, json or sarif",
    flags: [...common],
  },
} as const satisfies Record<string, Command>;

interface Command {
  readonly arguments: string;
  /** A line of the list of commands. */
  readonly text: string;
  readonly about: string;
  /** Beside 0 for what went well and 2 for wrong use; empty where there is no other. */
  readonly exits: string;
  /** What `--format` takes; empty where the result has one form. */
  readonly formats: string;
  readonly flags: readonly FlagName[];
}

export type CommandName = keyof typeof commands;

/** Flags that a command takes, since scripts may give them to all of them, and that mean nothing to it. */
export const ignored: Partial<Record<CommandName, readonly FlagName[]>> = {
  backtest: ["base"],
  "diff-contract": ["repo"],
  rules: ["repo"],
  explain: ["repo"],
  demo: ["repo"],
};
