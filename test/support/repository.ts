import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a temporary folder, for the tests of what reads git. */
export interface TestRepository {
  readonly folder: string;
  /** Runs git in the repository and answers with its trimmed output. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly link: (path: string, target: string) => void;
  readonly executable: (path: string) => void;
  readonly remove: (path: string) => void;
  /** Commits everything in the work tree; answers with the full commit id. Dates count up from 2026-01-01, a day each. */
  readonly commit: (message?: string) => string;
}

const environment = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Alice",
  GIT_AUTHOR_EMAIL: "alice@example.com",
  GIT_COMMITTER_NAME: "Alice",
  GIT_COMMITTER_EMAIL: "alice@example.com",
};

const folders: string[] = [];

/** An empty folder, until `removeTemporaryFolders`. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `coord-platform-test-${name}-`));
  folders.push(folder);
  return folder;
}

/** For `afterEach`: removes every repository and folder that a test made. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function makeRepository(files: Readonly<Record<string, string>> = {}): TestRepository {
  const folder = temporaryFolder("repository");
  let day = 0;
  const run = (args: readonly string[]) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString();
    const output = execFileSync("git", [...args], {
      cwd: folder,
      env: { ...environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return output.toString("utf8").trim();
  };
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const repository: TestRepository = {
    folder,
    git: (...args) => run(args),
    write,
    link: (path, target) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(target, join(folder, path));
    },
    executable: (path) => chmodSync(join(folder, path), 0o755),
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    commit: (message = "change") => {
      run(["add", "--all"]);
      run(["commit", "--quiet", "--allow-empty", "--message", message]);
      day += 1;
      return run(["rev-parse", "HEAD"]);
    },
  };
  run(["init", "--quiet", "--initial-branch=main"]);
  for (const [path, content] of Object.entries(files)) write(path, content);
  if (Object.keys(files).length > 0) repository.commit("first");
  return repository;
}
