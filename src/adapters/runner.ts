import { appendFileSync } from "node:fs";
import { join } from "node:path";

import * as core from "@actions/core";

import type { Runner } from "../ports/runner.ts";
import { findFiles, readTextFile, writeTextFile } from "./files.ts";

/** GitHub's runner: inputs, outputs, summary and annotations through its own toolkit, which escapes what it prints. */
export function actionsRunner(): Runner {
  return {
    input: (name) => core.getInput(name),
    secret: (value) => {
      if (value !== "") core.setSecret(value);
    },
    environment: process.env,
    readFile: readTextFile,
    matchingFiles: (globs) => findFiles(process.env["GITHUB_WORKSPACE"] ?? ".", globs),
    writeReport: (folder, name, text) => {
      const path = join(folder, name);
      writeTextFile(path, text);
      return path;
    },
    output: (name, value) => core.setOutput(name, value),
    summary: (markdown) => {
      const file = process.env["GITHUB_STEP_SUMMARY"];
      if (file !== undefined && file !== "") appendFileSync(file, markdown);
    },
    annotate: ({ level, message, path, line, endLine, title }) => {
      const print = { error: core.error, warning: core.warning, notice: core.notice }[level];
      print(message, { title, file: path, startLine: line, endLine });
    },
  };
}
