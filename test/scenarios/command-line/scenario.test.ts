import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import {
  makeRepository,
  removeTemporaryFolders,
  temporaryFolder,
  type TestRepository,
} from "../../support/repository.ts";
import { node, run } from "../support/run-action.ts";
import { blockingCall, columnDropped, routeRemoved, service } from "../support/service.ts";

afterEach(removeTemporaryFolders);

const root = join(import.meta.dirname, "..", "..", "..");
const bundle = join(root, "dist", "cli.js");

function cli(args: readonly string[], folder = process.cwd()) {
  return run(node, [bundle, ...args], { PATH: process.env["PATH"] ?? "", HOME: folder }, folder);
}

/** The service with a change on branch `change`. */
function changed(files: Readonly<Record<string, string>>, before = service): TestRepository {
  const repository = makeRepository(before);
  repository.git("checkout", "--quiet", "-b", "change");
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.commit("The change");
  return repository;
}

describe("review", () => {
  test("a pass exits 0", async () => {
    const { folder } = changed({ "README.md": "# New\n" });
    const { exitCode, stdout } = await cli(["review", "--base", "main", "--quiet"], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("No backend, database or API change");
  });

  test("a held change exits 1, in every format", async () => {
    const { folder } = changed(blockingCall);
    for (const format of ["text", "markdown", "json", "sarif"]) {
      const { exitCode, stdout } = await cli(
        ["review", "--base", "main", "--quiet", "--format", format],
        folder,
      );
      expect(exitCode, format).toBe(1);
      expect(stdout, format).toContain("read_resident");
    }
  });

  test("`--fail-on never` exits 0", async () => {
    const { folder } = changed(blockingCall);
    expect((await cli(["review", "--base", "main", "--quiet", "--fail-on", "never"], folder)).exitCode).toBe(
      0,
    );
  });

  test("the same commits give the same bytes", async () => {
    const { folder } = changed({ ...routeRemoved, ...columnDropped });
    const args = ["review", "--base", "main", "--format", "json", "--quiet"];
    const first = await cli(args, folder);
    expect((await cli(args, folder)).stdout).toBe(first.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schemaVersion: 1,
      verdict: { status: "needs-acknowledgement" },
    });
  });

  test("WORKTREE includes what is not committed", async () => {
    const repository = makeRepository(service);
    for (const [path, text] of Object.entries(routeRemoved)) repository.write(path, text);
    const { exitCode, stdout } = await cli(
      ["review", "--base", "main", "--head", "WORKTREE", "--quiet"],
      repository.folder,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("GET /residents");
  });
});

test("what a path of the change says is no order to the runner that prints the log", async () => {
  const folder = temporaryFolder("orders");
  writeFileSync(join(folder, "::error::x.sql"), "DROP TABLE residents;\n");
  const { exitCode, stdout } = await cli(["check-migrations", "::error::x.sql"], folder);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("drop-table");
  expect(stdout).not.toMatch(/^\s*::/m);
});

describe("wrong use is said in a sentence and exits 2", () => {
  test.each([
    [
      "an address that no client can call",
      ["review", "--anthropic-base-url", "file:///etc/passwd"],
      "https://gateway.example.com",
    ],
    ["an unknown command", ["revue"], "review"],
    ["an unknown flag", ["review", "--bse", "main"], "--base"],
    ["an unknown value", ["review", "--format", "yaml"], "markdown"],
    ["a format that the command does not have", ["rules", "--format", "sarif"], "text, markdown, json"],
    ["an argument too many", ["review", "main"], "takes no arguments"],
    [
      "a rule that is none",
      ["explain", "api-removed-without-deprecations"],
      "api-removed-without-deprecation",
    ],
    ["a folder that is no repository", ["review", "--repo", "/"], "not a git repository"],
  ])("%s", async (_name, args, expected) => {
    const { exitCode, stderr, stdout } = await cli(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toBe("");
  });

  test("an unknown revision", async () => {
    const { folder } = makeRepository(service);
    const { exitCode, stderr } = await cli(["review", "--base", "nowhere"], folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("nowhere");
  });

  test("an unknown key of the configuration, with the nearest one", async () => {
    const { folder } = changed(routeRemoved, {
      ...service,
      ".github/coord-platform.yml": "databse:\n  version: 16\n",
    });
    const { exitCode, stderr } = await cli(["review", "--base", "main"], folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("coord-platform.yml:1");
    expect(stderr).toContain("database");
  });

  test("an invalid identity card", async () => {
    const { folder } = changed(routeRemoved, {
      ...service,
      ".github/identities/DBA.identity.md": "---\nname: DBA\n---\nText\n",
    });
    const { exitCode, stderr } = await cli(["review", "--base", "main"], folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("DBA.identity.md");
  });
});

describe("what could not be evaluated exits 3", () => {
  test("no merge base; JSON is a whole report", async () => {
    const repository = makeRepository(service);
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit("unrelated");
    const { exitCode, stdout, stderr } = await cli(
      ["review", "--base", "main", "--format", "json"],
      repository.folder,
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain("no commit in common");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      verdict: { status: "not-evaluated" },
      findings: [],
    });
  });

  test("a shallow history", async () => {
    const repository = changed(routeRemoved);
    repository.git("checkout", "--quiet", "main");
    repository.write("README.md", "# Meanwhile\n");
    repository.commit("meanwhile");
    const shallow = temporaryFolder("shallow");
    execFileSync(
      "git",
      ["clone", "--quiet", "--depth=1", "--no-single-branch", `file://${repository.folder}`, shallow],
      { stdio: "ignore" },
    );
    const { exitCode, stderr } = await cli(
      ["review", "--base", "origin/main", "--head", "origin/change"],
      shallow,
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain("--unshallow");
  });

  test("Python that can't be read where operations stood", async () => {
    const { folder } = changed({ "app/residents.py": "@router.get(\ndef broken(:\n" });
    const { exitCode, stdout } = await cli(
      ["review", "--base", "main", "--quiet", "--format", "json"],
      folder,
    );
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { status: "not-evaluated" } });
  });
});

test("a changed 3 MB binary and a huge file are listed and stop nothing", async () => {
  const repository = makeRepository(service);
  repository.git("checkout", "--quiet", "-b", "change");
  repository.write("static/film.bin", new Uint8Array(3_000_000));
  repository.write("data/huge.sql", "-- comment\n".repeat(200_000));
  repository.commit("large");
  const { exitCode } = await cli(
    ["review", "--base", "main", "--quiet", "--format", "json"],
    repository.folder,
  );
  expect([0, 3]).toContain(exitCode);
});

describe("the other commands", () => {
  test("with no command: the example pull request, which exits 0", async () => {
    const { exitCode, stdout, stderr } = await cli(["--format", "markdown"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/CON-[0-9A-Z]{16}/);
    expect(stdout).toMatch(/ESC-[A-Z]+-[0-9A-Z]{16}/);
    expect(stdout).toContain("```mermaid");
    expect(stderr).toContain("exit code 1");
  });

  test("contract", async () => {
    const { folder } = makeRepository(service);
    const { exitCode, stdout } = await cli(["contract", "--quiet"], folder);
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(["/residents", "/residents/{resident_id}"]);
  });

  test("diff-contract", async () => {
    const { folder } = makeRepository(service);
    const before = join(folder, "before.json");
    const after = join(folder, "after.json");
    writeFileSync(before, (await cli(["contract", "--quiet"], folder)).stdout);
    const document = JSON.parse(readFileSync(before, "utf8"));
    delete document.paths["/residents"];
    writeFileSync(after, JSON.stringify(document));
    const { exitCode, stdout } = await cli(["diff-contract", before, after, "--format", "json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).changes.map((change: { id: string }) => change.id)).toContain(
      "api-path-removed-without-deprecation",
    );
    expect((await cli(["diff-contract", before, before])).exitCode).toBe(0);
  });

  test("schema", async () => {
    const { folder } = makeRepository(service);
    const { exitCode, stdout } = await cli(["schema", "--quiet"], folder);
    expect(exitCode).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout))).toContain("residents");
  });

  test("check-migrations", async () => {
    const { folder } = changed(columnDropped);
    const { exitCode, stdout } = await cli(
      ["check-migrations", "alembic/versions/0002_drop_email.py", "--format", "json"],
      folder,
    );
    expect(exitCode).toBe(1);
    const answer = JSON.parse(stdout);
    expect(answer.findings.map((finding: { rule: string }) => finding.rule)).toContain("drop-column");
    expect(answer.coverage).toMatchObject({ statements: 1, analysed: 1, unknown: [] });
  });

  test("brief sends nothing and shows everything", async () => {
    const { folder } = changed(blockingCall);
    const { exitCode, stdout } = await cli(
      ["brief", "backend_engineer", "--base", "main", "--quiet"],
      folder,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("# BACKEND_ENGINEER");
    expect(stdout).toContain("blocking-database-call");
    expect(stdout).not.toContain("The change\n");
  });

  test("brief reads the repository's own cards and pages at the base", async () => {
    const card = readFileSync(join(root, "identities", "BACKEND_ENGINEER.identity.md"), "utf8");
    const { folder } = changed(blockingCall, {
      ...service,
      ".github/coord-platform.yml": "specialists:\n  folder: reviewers\n",
      "reviewers/BACKEND_ENGINEER.identity.md": card.replace(/^knowledge: .*$/m, "knowledge: [our-house]"),
      "reviewers/knowledge/our-house.md": "Sessions are opened by the unit of work.\n",
    });
    const { stdout } = await cli(["brief", "BACKEND_ENGINEER", "--base", "main", "--quiet"], folder);
    expect(stdout).toContain("Sessions are opened by the unit of work.");
  });

  test("plan", async () => {
    const { folder } = makeRepository(service);
    const { exitCode, stdout } = await cli(
      ["plan", "Add GET /api/residents/{id}/weekly-requirements", "--quiet"],
      folder,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("API_DEVELOPER");
    expect(stdout).toContain("GET /residents");
  });

  test("backtest", async () => {
    const repository = changed(routeRemoved);
    const { exitCode, stdout } = await cli(["backtest", "--head", "change", "--quiet"], repository.folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("needs acknowledgement 1");
    expect(stdout).toContain("removed-without-deprecation");
  });

  test("rules, explain, help and version", async () => {
    expect((await cli(["rules"])).stdout).toContain("blocking-database-call");
    expect((await cli(["explain", "blocking-database-call"])).stdout).toContain("## How to fix");
    const { stdout } = await cli(["--help"]);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await cli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test("a diff driver, a hook and a trap in PATH are never started", async () => {
  const repository = changed(blockingCall);
  const traps = temporaryFolder("traps");
  const flag = join(traps, "started");
  for (const name of ["python", "python3", "sh", "alembic", "npm", "driver"]) {
    writeFileSync(join(traps, name), `#!/bin/bash\necho ${name} >> '${flag}'\n`, { mode: 0o755 });
  }
  mkdirSync(join(repository.folder, ".git", "hooks"), { recursive: true });
  repository.git("config", "diff.poison.textconv", join(traps, "driver"));
  repository.git("config", "diff.poison.command", join(traps, "driver"));
  writeFileSync(join(repository.folder, ".git", "info", "attributes"), "*.py diff=poison\n");
  const environment = { PATH: `${traps}:${process.env["PATH"] ?? ""}`, HOME: traps };
  const { exitCode } = await run(
    node,
    [bundle, "review", "--base", "main", "--quiet"],
    environment,
    repository.folder,
  );
  expect(exitCode).toBe(1);
  expect(() => readFileSync(flag)).toThrow();
});
