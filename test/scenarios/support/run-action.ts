import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inputDefaults, type InputName } from "../../../src/action/inputs.ts";

export interface ActionRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface ActionOptions {
  readonly event: string;
  readonly payload: unknown;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly inputs?: Partial<Record<InputName, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..", "..", "..");

/** The Node that runs the bundle: CI runs the scenarios once more with the hosted runner's own. */
export const node = process.env["COORD_PLATFORM_NODE"] ?? process.execPath;

/** Runs the committed bundle as GitHub's runner would: a clean environment, inputs with action.yml's defaults, files for output and summary. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), "coord-platform-action-"));
  try {
    const file = (name: string, content = "") => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    mkdirSync(join(folder, "temp"));
    mkdirSync(join(folder, "workspace"));
    const output = file("output");
    const summary = file("summary");
    const inputs: Record<string, string> = {
      ...inputDefaults,
      "github-token": options.token,
      ...options.inputs,
    };
    const environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: options.event,
      GITHUB_EVENT_PATH: file("event.json", JSON.stringify(options.payload)),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_STATE: file("state"),
      GITHUB_SERVER_URL: options.serverUrl,
      GITHUB_API_URL: options.apiUrl,
      GITHUB_REPOSITORY: "acme/residency",
      GITHUB_RUN_ID: "100",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_WORKSPACE: join(folder, "workspace"),
      RUNNER_TEMP: join(folder, "temp"),
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...options.environment,
    };
    const { exitCode, stdout } = await run(node, [join(root, "dist", "index.js")], environment);
    return {
      exitCode,
      stdout,
      outputs: parseOutputs(readFileSync(output, "utf8")),
      summary: readFileSync(summary, "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder?: string,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: environment,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}

/** The runner's own form: `name<<delimiter`, lines, delimiter. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const [name, delimiter] = (lines[index] ?? "").split("<<");
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, index + 1);
    outputs[name] = lines.slice(index + 1, end).join("\n");
    index = end;
  }
  return outputs;
}
