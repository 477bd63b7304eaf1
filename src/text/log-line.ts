import { singleLine } from "./untrusted.ts";

/**
 * One line for a log that GitHub's runner may read: line ends, escape sequences and invisible characters become
 * visible, and the line is no order to the runner.
 */
export function logLine(message: string): string {
  return withoutOrder(singleLine(message));
}

/** A text of several lines that may be printed into such a log; its own line ends and colours stay. */
export function logText(text: string): string {
  return text.split("\n").map(withoutOrder).join("\n");
}

/** JSON that may be printed into such a log: the same value. `::` can't begin a line of it, `##[` stands in texts only. */
export function logJson(json: string): string {
  return json.replaceAll("##[", "#\\u0023[");
}

/**
 * The runner takes `::command::` at the start of a line (after white space) and `##[command]` anywhere in it for orders
 * (actions/runner, ActionCommand.cs), so neither is left.
 */
function withoutOrder(text: string): string {
  const line = text.replace(/(?<!#)##+\[/g, "#[");
  return line.trimStart().startsWith("::") ? line.replace("::", ": :") : line;
}
