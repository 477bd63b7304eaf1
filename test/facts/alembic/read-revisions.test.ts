import { describe, expect, test } from "vitest";

import { readRevisions } from "../../../src/facts/alembic/read-revisions.ts";
import { projectOf, type Files } from "../../support/change.ts";

const env = "from alembic import context\n\ncontext.configure(url=url)\ncontext.run_migrations()\n";
const revision = (id: string, down = "None") => `revision = "${id}"\ndown_revision = ${down}\n`;

/** Folder, version folders and heads of each environment. */
async function environments(files: Files) {
  const graph = readRevisions(await projectOf(files));
  expect(graph.unresolved).toEqual([]);
  return graph.environments.map(({ path, versions, heads }) => ({ path, versions, heads }));
}

describe("environments", () => {
  test("by env.py with revisions beside it", async () => {
    expect(
      await environments({
        "backend/alembic/env.py": env,
        "backend/alembic/versions/a.py": revision("a"),
        "backend/alembic/versions/b.py": revision("b", '"a"'),
        "backend/alembic/versions/__init__.py": revision("no"),
        "backend/alembic/old/c.py": revision("c"),
      }),
    ).toEqual([{ path: "backend/alembic", versions: ["backend/alembic/versions"], heads: ["b"] }]);
  });

  test("each section of alembic.ini, with package paths", async () => {
    expect(
      await environments({
        "src/app/alembic.ini":
          "[alembic]\nfile_template = x\n[core]\nscript_location = app:db/core\n[tenant]\nscript_location = app:db/tenant\n",
        "src/app/db/core/env.py": env,
        "src/app/db/core/versions/a.py": revision("a"),
        "src/app/db/tenant/env.py": env,
        "src/app/db/tenant/versions/b.py": revision("b"),
        "src/app/db/tenant/versions/c.py": revision("c"),
      }),
    ).toEqual([
      { path: "src/app/db/core", versions: ["src/app/db/core/versions"], heads: ["a"] },
      { path: "src/app/db/tenant", versions: ["src/app/db/tenant/versions"], heads: ["b", "c"] },
    ]);
  });

  test.each([
    ["version_locations = %(here)s/one %(here)s/two/versions", ["one", "two/versions"]],
    [
      "version_path_separator = os\nversion_locations = %(here)s/one:%(here)s/two/versions",
      ["one", "two/versions"],
    ],
    ["path_separator = newline\nversion_locations =\n    one\n    two/versions", ["one", "two/versions"]],
    ["version_locations = %(script_location)s/versions, one", ["migrations/versions", "one"]],
    ["recursive_version_locations = true\nversion_locations = two", ["two", "two/versions"]],
  ])("%j", async (setting, versions) => {
    const found = await environments({
      "alembic.ini": `[alembic]\nscript_location = migrations\n${setting}\n`,
      "migrations/env.py": env,
      "migrations/versions/a.py": revision("a"),
      "one/b.py": revision("b", '"a"'),
      "two/c.py": revision("c"),
      "two/versions/d.py": revision("d"),
    });
    expect(found.map((environment) => environment.versions)).toEqual([versions]);
  });

  test("pyproject.toml", async () => {
    const pyproject =
      '[tool.alembic]\nscript_location = "%(here)s/db"\nversion_locations = [\n  "%(here)s/db/one",\n]\n[tool.ruff]\n';
    expect(
      await environments({ "pyproject.toml": pyproject, "db/env.py": env, "db/one/a.py": revision("a") }),
    ).toEqual([{ path: "db", versions: ["db/one"], heads: ["a"] }]);
  });

  test("a graph for each folder below versions", async () => {
    expect(
      await environments({
        "db/env.py": env,
        "db/versions/postgresql/a.py": revision("a"),
        "db/versions/sqlite/b.py": revision("b"),
      }),
    ).toEqual([
      { path: "db/versions/postgresql", versions: ["db/versions/postgresql"], heads: ["a"] },
      { path: "db/versions/sqlite", versions: ["db/versions/sqlite"], heads: ["b"] },
    ]);
  });

  test("templates, copies and test data are none", async () => {
    expect(
      await environments({
        "alembic/env.py": env,
        "alembic/versions/a.py": revision("a"),
        "templates/alembic/env.py": env,
        "templates/alembic/script.py.mako": "${up_revision}",
        "tests/data/alembic/env.py": env,
        "tests/data/alembic/versions/x.py": revision("x"),
        "{{cookiecutter.name}}/alembic/env.py": env,
        "{{cookiecutter.name}}/alembic/versions/y.py": revision("y"),
        "gunicorn/env.py": "import os\n",
        "gunicorn/versions/z.py": revision("z"),
      }),
    ).toEqual([{ path: "alembic", versions: ["alembic/versions"], heads: ["a"] }]);
  });

  test("a repository without env.py has what its folders are named", async () => {
    expect(await environments({ "db/versions/a.py": revision("a") })).toEqual([
      { path: "db", versions: ["db/versions"], heads: ["a"] },
    ]);
  });
});

describe("env.py", () => {
  test.each([
    ["context.configure(connection=c, transaction_per_migration=True)", { transactionPerMigration: true }],
    [
      "options = {'transaction_per_migration': True}\ncontext.configure(**options)",
      { transactionPerMigration: true },
    ],
    ["# transaction_per_migration=True\ncontext.configure()", { transactionPerMigration: false }],
    ["context.configure(transactional_ddl=False)", { autocommit: true }],
    ["create_engine(url, isolation_level='AUTOCOMMIT')\ncontext.configure()", { autocommit: true }],
    ["context.configure(render_as_batch=True)", { dialect: "both" }],
    ["context.configure(url='sqlite:///app.db')", { dialect: "sqlite" }],
    ["context.configure(url='postgresql+asyncpg://x')", { dialect: "postgresql" }],
    ["context.configure(url=settings.url)", { dialect: "postgresql" }],
  ])("%j", async (script, expected) => {
    const files = {
      "m/env.py": `from alembic import context\n${script}\n`,
      "m/versions/a.py": revision("a"),
    };
    expect(readRevisions(await projectOf(files)).environments[0]).toMatchObject(expected);
  });
});

describe("revisions", () => {
  test("headers that are no literals are evaluated, and reported where that fails", async () => {
    const graph = readRevisions(
      await projectOf({
        "m/env.py": env,
        "m/versions/a.py": 'PREFIX = "a"\nrevision = PREFIX + "1"\ndown_revision = None\n',
        "m/versions/b.py": 'revision = "b"\ndown_revision = find_parent()\n',
        "m/versions/c.py": "revision = uuid4().hex\n",
      }),
    );
    const [environment] = graph.environments;
    expect([...(environment?.revisions.values() ?? [])].map(({ id, down }) => [id, down])).toEqual([
      ["a1", []],
      ["b", []],
    ]);
    expect(graph.unresolved.map(({ where, what }) => `${where.path} ${what}`)).toEqual([
      "m/versions/b.py `down_revision` of revision b is not constant",
      "m/versions/c.py the revision's id is not constant",
    ]);
  });

  test("a merge joins heads, a dependency does not", async () => {
    const found = await environments({
      "m/env.py": env,
      "m/versions/a.py": revision("a"),
      "m/versions/b.py": revision("b"),
      "m/versions/c.py": revision("c", '("a", "b")'),
      "m/versions/d.py": `${revision("d")}depends_on = "c"\n`,
    });
    expect(found[0]?.heads).toEqual(["c", "d"]);
  });

  test("an id in two files is kept as a duplicate", async () => {
    const graph = readRevisions(
      await projectOf({
        "m/env.py": env,
        "m/versions/a.py": revision("a"),
        "m/versions/b.py": revision("a"),
      }),
    );
    expect(graph.environments[0]?.duplicates.map(({ id, path }) => [id, path])).toEqual([
      ["a", "m/versions/b.py"],
    ]);
  });
});
