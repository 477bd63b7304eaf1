import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { GitRepository } from "../ports/git.ts";
import { Failure } from "../text/failure.ts";
import { gitComplaint, runGit } from "./git-process.ts";
import { findRepository, openRepository } from "./git-repository.ts";

export interface ExampleRepository {
  readonly git: GitRepository;
  readonly before: string;
  readonly after: string;
  readonly dispose: () => Promise<void>;
}

/** A temporary bare repository with two commits of fixed dates, so that their ids are the same everywhere. */
export async function exampleRepository(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<ExampleRepository> {
  const folder = await mkdtemp(join(tmpdir(), "coord-platform-example-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await git(folder, ["init", "--quiet", "--bare", "."]);
    const stream = Buffer.concat([
      commit(1, "1767607200", "The service before the change", before),
      commit(2, "1767693600", "Weekly requirements for residents", after),
    ]);
    await git(folder, ["fast-import", "--quiet"], stream);
    const repository = openRepository(await findRepository(folder));
    const ids = [
      await repository.resolveCommit("refs/heads/example~1"),
      await repository.resolveCommit("refs/heads/example"),
    ];
    const [first, second] = ids;
    if (!first || !second) throw new Failure("unfinished", "git did not make the example's commits.");
    return { git: repository, before: first, after: second, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** One commit of a fast-import stream that replaces all files. */
function commit(mark: number, time: string, subject: string, files: ReadonlyMap<string, string>): Buffer {
  const parts: Buffer[] = [];
  const line = (text: string) => parts.push(Buffer.from(`${text}\n`));
  const data = (text: string) => {
    const bytes = Buffer.from(text);
    line(`data ${bytes.length}`);
    parts.push(bytes, Buffer.from("\n"));
  };
  line("commit refs/heads/example");
  line(`mark :${mark}`);
  line(`committer coord-platform <example@example.com> ${time} +0000`);
  data(subject);
  if (mark > 1) line(`from :${mark - 1}`);
  line("deleteall");
  for (const [path, text] of files) {
    line(`M 100644 inline ${JSON.stringify(path)}`);
    data(text);
  }
  return Buffer.concat(parts);
}

async function git(folder: string, args: readonly string[], input?: Buffer): Promise<void> {
  const result = await runGit({ folder, args, ...(input === undefined ? {} : { input }) });
  if (result.exitCode !== 0)
    throw new Failure("unfinished", `git could not make the example: ${gitComplaint(result)}.`);
}
