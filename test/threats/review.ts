import { main } from "../../src/cli/main.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";
import { recordLog } from "../support/log.ts";

export interface Attack {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly title?: string;
}

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
  readonly complaint: string;
}

/** A repository whose branch `change` is the attack. */
export function attacked({ before, after, title = "The change" }: Attack): TestRepository {
  const repository = makeRepository(before);
  repository.git("checkout", "--quiet", "-b", "change");
  for (const [path, text] of Object.entries(after)) repository.write(path, text);
  repository.commit(title);
  return repository;
}

/** The whole engine, as the command line runs it. */
export async function commandLine(argv: readonly string[]): Promise<Outcome> {
  const written = { output: "", complaint: "" };
  const exitCode = await main({
    argv,
    terminal: {
      write: (text) => void (written.output += text),
      complain: (text) => void (written.complaint += text),
      isTerminal: false,
      colour: false,
      columns: 80,
    },
    log: () => recordLog(),
    apiKey: "",
  });
  return { exitCode, ...written };
}

export function review(folder: string, format: string, ...more: readonly string[]): Promise<Outcome> {
  return commandLine(["review", "--repo", folder, "--base", "main", "--format", format, ...more]);
}
