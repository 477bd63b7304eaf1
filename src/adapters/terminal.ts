import { writeSync } from "node:fs";

import type { Terminal } from "../ports/terminal.ts";

/** The process's own terminal. Writing is synchronous, so that nothing is lost when the process ends. */
export function processTerminal(): Terminal {
  return {
    write: (text) => writeAll(1, text),
    complain: (text) => writeAll(2, text),
    isTerminal: process.stdout.isTTY,
    colour: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
    columns: process.stdout.columns ?? 80,
  };
}

/** A full pipe answers EAGAIN: try again. A reader that has gone (`| head`) ends the writing. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}
