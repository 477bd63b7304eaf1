#!/usr/bin/env node
import { processTerminal, setExitCode, terminalLog, writeError } from "./adapters/terminal.ts";
import { main } from "./cli/main.ts";

setExitCode(
  await main({
    argv: process.argv.slice(2),
    terminal: processTerminal(),
    log: terminalLog,
    complain: writeError,
    apiKey: process.env["ANTHROPIC_API_KEY"] ?? "",
  }),
);
