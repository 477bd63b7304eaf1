#!/usr/bin/env node
import { terminalLog } from "./adapters/log.ts";
import { processTerminal } from "./adapters/terminal.ts";
import { main } from "./cli/main.ts";

const terminal = processTerminal();

process.exitCode = await main({
  argv: process.argv.slice(2),
  terminal,
  log: (quiet) => terminalLog({ quiet }),
  apiKey: process.env["ANTHROPIC_API_KEY"] ?? "",
});
