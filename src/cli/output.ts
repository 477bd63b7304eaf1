import { writeTextFile } from "../adapters/files.ts";
import type { Terminal } from "../ports/terminal.ts";
import { renderJson } from "../report/json.ts";
import { quietLine, renderMarkdown } from "../report/markdown/markdown.ts";
import { isQuiet } from "../report/quiet.ts";
import type { Report } from "../report/report.ts";
import { renderSarif } from "../report/sarif.ts";
import { renderTerminal } from "../report/terminal.ts";
import { rules } from "../rules/rules.ts";
import { logJson, logText } from "../text/log-line.ts";
import type { Arguments } from "./arguments.ts";

export type Format = "text" | "markdown" | "json" | "sarif";

/** `--format`, else `text` on a terminal and `markdown` elsewhere. */
export function formatOf(args: Arguments, terminal: Terminal): Format {
  const formats: readonly Format[] = ["text", "markdown", "json", "sarif"];
  const fallback = terminal.isTerminal && args.get("output") === undefined ? "text" : "markdown";
  return formats.find((format) => format === args.get("format")) ?? fallback;
}

/** Writes prose to `--output` or to standard output, which may be the log of a workflow's step. */
export function deliverProse(text: string, args: Arguments, terminal: Terminal): void {
  deliver(args.get("output") === undefined ? logText(text) : text, args, terminal);
}

/** Writes JSON (SARIF is JSON, too) to `--output` or to standard output: the same value, and no order to a runner. */
export function deliverJson(json: string, args: Arguments, terminal: Terminal): void {
  deliver(args.get("output") === undefined ? logJson(json) : json, args, terminal);
}

function deliver(text: string, args: Arguments, terminal: Terminal): void {
  const file = args.get("output");
  if (file === undefined) terminal.write(text);
  else writeTextFile(file, text);
}

export function deliverReport(report: Report, args: Arguments, terminal: Terminal): void {
  const write = ["json", "sarif"].includes(formatOf(args, terminal)) ? deliverJson : deliverProse;
  write(renderReport(report, args, terminal), args, terminal);
}

function renderReport(report: Report, args: Arguments, terminal: Terminal): string {
  const format = formatOf(args, terminal);
  switch (format) {
    case "json":
      return renderJson(report);
    case "sarif":
      return renderSarif(report, rules);
    case "markdown":
      return isQuiet(report)
        ? quietLine(report)
        : renderMarkdown(report, { repository: null, limit: Number.MAX_SAFE_INTEGER, since: null });
    case "text":
      return renderTerminal(report, {
        colour: terminal.colour && !args.has("no-color") && args.get("output") === undefined,
        width: Math.min(terminal.columns, 100),
      });
  }
}
