import { singleLine } from "./untrusted.ts";

/**
 * One line for a log that GitHub's runner may read. The runner takes `::command::` at the start of a line (after white
 * space) and `##[command]` anywhere in it for orders (actions/runner, ActionCommand.cs), so neither is left; line
 * ends, escape sequences and invisible characters become visible.
 */
export function logLine(message: string): string {
  const line = singleLine(message).replace(/(?<!#)##+\[/g, "#[");
  return line.trimStart().startsWith("::") ? line.replace("::", ": :") : line;
}
