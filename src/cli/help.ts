import { commands, flags, ignored, type CommandName, type FlagName } from "./commands.ts";

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

/** `COMMAND --help`: what it does, its own flags and then those that every command has. Fits 80 columns. */
export function helpFor(command: CommandName): string {
  const { arguments: taken, about, exits, formats, flags: allowed } = commands[command];
  const common: ReadonlySet<FlagName> = new Set(commands.rules.flags);
  const means = (name: FlagName) =>
    ignored[command]?.includes(name) !== true && (name !== "format" || formats !== "");
  const own = allowed.filter((name) => !common.has(name) && means(name));
  const shared = commands.rules.flags.filter(means);
  return [
    `Usage: coord-platform ${[command, taken, "[FLAGS]"].filter((part) => part !== "").join(" ")}`,
    "",
    ...wrapped(`${about} ${exits}`.trim(), 80),
    "",
    ...[...own, ...shared].flatMap((name) => row(name, name === "format" ? formats : flags[name].text)),
    "",
  ].join("\n");
}

const flagColumn = 29;

function row(name: FlagName, text: string): readonly string[] {
  const flag: { readonly text: string; readonly value?: string; readonly default?: string } = flags[name];
  const usage = `--${name}${flag.value === undefined ? "" : ` ${flag.value}`}`;
  const said = `${text}${flag.default === undefined ? "" : ` (${flag.default})`}`;
  return wrapped(said, 80 - flagColumn - 2).map(
    (line, index) => `  ${(index === 0 ? usage : "").padEnd(flagColumn)}${line}`,
  );
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
