import { afterAll, describe, expect, test } from "vitest";

import { removeTemporaryFolders } from "../support/repository.ts";
import { attacked, commandLine, review } from "./review.ts";

afterAll(removeTemporaryFolders);

/** Keys that plain objects of JavaScript inherit, as names of everything that a change may name. */
const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];

const app = (models: readonly string[], field: string) => `from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, Table

app = FastAPI()
metadata = MetaData()
${models
  .map(
    (name, index) => `

class ${name}(BaseModel):
    constructor: int
    ${field}


@app.get("/${name}/{toString}", response_model=${name}, operation_id="${name}")
def read_${index}(toString: int, hasOwnProperty: str = "a"):
    return None


Table("${name}", metadata, Column("constructor", Integer), Column("__proto__", Integer))
`,
  )
  .join("")}`;

const migration = `revision = "__proto__"
down_revision = None

from alembic import op


def upgrade():
${names.map((name) => `    op.drop_column("${name}", "constructor")\n`).join("")}

def downgrade():
    pass
`;

describe("names that JavaScript's objects inherit", () => {
  const attack = {
    before: { "main.py": app(names, "valueOf: str"), "migrations/env.py": "from alembic import context\n" },
    after: { "main.py": app(names, "x: int"), "migrations/versions/a.py": migration },
  };

  test("are found like any other", async () => {
    const { folder } = attacked(attack);
    const { output, exitCode } = await review(folder, "json");
    expect(exitCode).toBe(1);
    const report = JSON.parse(output);
    const subjects: readonly string[] = report.findings.map(
      (one: { readonly subject: string }) => one.subject,
    );
    for (const name of names) {
      expect(subjects).toContain(`${name}.valueOf (response)`);
      expect(subjects).toContain(`${name}.constructor`);
    }
    for (const format of ["markdown", "text", "sarif"])
      expect((await review(folder, format)).exitCode, format).toBe(1);
  });

  test("stand in the contract and in the schema", async () => {
    const { folder } = attacked(attack);
    const contract = JSON.parse((await commandLine(["contract", "--repo", folder, "--quiet"])).output);
    expect(Object.keys(contract.components.schemas)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(contract.paths).toSorted()).toEqual(
      names.map((name) => `/${name}/{toString}`).toSorted(),
    );
    const schema = JSON.parse((await commandLine(["schema", "--repo", folder, "--quiet"])).output);
    expect(JSON.stringify(schema)).toContain('"__proto__"');
  });

  test("are compared in documents, and change no object of ours", async () => {
    const document = (type: string) =>
      `{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"operationId": "__proto__", "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/__proto__"}}}}}}}}, "components": {"schemas": {"__proto__": {"type": "object", "required": ["constructor"], "properties": {"constructor": {"type": "${type}"}, "__proto__": {"type": "${type}"}}}}}}`;
    const repository = attacked({
      before: { "old.json": document("string") },
      after: { "new.json": document("integer") },
    });
    const { output, exitCode } = await commandLine([
      "diff-contract",
      `${repository.folder}/old.json`,
      `${repository.folder}/new.json`,
      "--format",
      "json",
    ]);
    expect(exitCode).toBe(1);
    const texts = JSON.stringify(JSON.parse(output).changes);
    expect(texts).toContain("constructor");
    expect(texts).toContain("__proto__");
    expect(Object.hasOwn(Object.prototype, "type")).toBe(false);
  });

  test("are no keys of a configuration", async () => {
    const { folder } = attacked({
      before: { "a.py": "", ".github/coord-platform.yml": "rules:\n  __proto__: off\n" },
      after: { "a.py": "x = 1\n" },
    });
    const { exitCode, complaint } = await review(folder, "json");
    expect(exitCode).toBe(2);
    expect(complaint).toContain("`__proto__` is not allowed");
  });
});
