import { commands, flags, type CommandName } from "./arguments.ts";

/** `--help`: fits 80 columns. */
export function help(): string {
  const rows = Object.entries(commands).map(
    ([name, entry]) => `  ${`${name} ${entry.arguments}`.trim().padEnd(24)} ${entry.text}`,
  );
  return [
    "coord-platform: what a change to a FastAPI, SQLAlchemy and Alembic backend does,",
    "and who has to agree. Reads source at two commits, runs nothing, needs no key.",
    "",
    "Usage: coord-platform COMMAND [FLAGS]",
    "",
    ...rows,
    "",
    "coord-platform COMMAND --help lists the flags of a command.",
    "Exit codes: 0 pass, 1 held, 2 wrong use, 3 could not be evaluated.",
    "",
  ].join("\n");
}

export function helpFor(command: CommandName): string {
  const entry = commands[command];
  const rows = entry.flags.map((name) => {
    const flag: { readonly value?: string; readonly text: string; readonly default?: string } = flags[name];
    const usage = `--${name}${flag.value === undefined ? "" : ` ${flag.value}`}`;
    return `  ${usage.padEnd(28)} ${flag.text}${flag.default === undefined ? "" : ` (${flag.default})`}`;
  });
  return [`coord-platform ${command} ${entry.arguments}`.trim(), "", `  ${entry.text}`, "", ...rows, ""].join(
    "\n",
  );
}
