import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { makeRepository, removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";
import { attacked, commandLine, review } from "./review.ts";

afterAll(removeTemporaryFolders);

// Put together here, so that no scanner takes them for real ones.
const password = ["correct", "horse"].join("-");
const token = `ghp_${"a1".repeat(18)}`;

const models = (key: string) => `from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, String, Table

app = FastAPI()
metadata = MetaData()


class Settings(BaseModel):
    url: str = "postgres://app:${key}@db/app"
    token: str = "${key === "none" ? "none" : token}"


@app.post("/settings")
def write(settings: Settings, page: str = "${key === "none" ? "none" : token}"):
    return None


Table("users", metadata, Column("id", Integer), Column("key", String, server_default="${key === "none" ? "none" : token}"))
`;

describe("a secret that a change commits", () => {
  test.each(["markdown", "text", "json", "sarif"])("is not published again (%s)", async (format) => {
    const { folder } = attacked({
      before: { "main.py": models("none"), "migrations/env.py": "from alembic import context\n" },
      after: { "main.py": models(password) },
    });
    const { output } = await review(folder, format);
    expect(output).not.toContain(password);
    expect(output).not.toContain(token);
    expect(output).toContain("[redacted: ");
  });
});

describe("a link that leads out of the repository", () => {
  const outside = () => {
    const folder = temporaryFolder("outside");
    writeFileSync(
      join(folder, "secret.py"),
      `revision = "1"\ndown_revision = None\nSECRET = "${password}"\n`,
    );
    return folder;
  };

  test("is not followed in the work tree", async () => {
    const repository = makeRepository({ "main.py": "x = 1\n" });
    repository.link("secret.py", join(outside(), "secret.py"));
    repository.link("folder", outside());
    for (const format of ["json", "markdown"]) {
      const { output } = await commandLine([
        "review",
        "--repo",
        repository.folder,
        "--base",
        "main",
        "--head",
        "WORKTREE",
        "--format",
        format,
      ]);
      expect(output).not.toContain(password);
    }
  });

  test("is not followed in a commit", async () => {
    const repository = makeRepository({ "main.py": "x = 1\n" });
    repository.git("checkout", "--quiet", "-b", "change");
    repository.link("versions/secret.py", join(outside(), "secret.py"));
    repository.commit("link");
    const { output } = await review(repository.folder, "json");
    expect(output).not.toContain(password);
    expect(JSON.parse(output).coverage.notAnalysed).toMatchObject([
      { path: "versions/secret.py", reason: "symlink" },
    ]);
  });

  test("is not followed in a folder that `check-migrations` is given", async () => {
    const folder = temporaryFolder("migrations");
    mkdirSync(join(folder, "versions"));
    const repository = makeRepository({ "versions/a.py": 'revision = "a"\ndown_revision = None\n' });
    repository.link("versions/b.py", join(outside(), "secret.py"));
    repository.link("versions/more", outside());
    const { output } = await commandLine([
      "check-migrations",
      "--repo",
      repository.folder,
      join(repository.folder, "versions"),
      "--format",
      "json",
    ]);
    expect(output).not.toContain(password);
    expect(
      JSON.parse(output).revisions.map(({ revision }: { readonly revision: string }) => revision),
    ).toEqual(["a"]);
  });
});
