import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import type { Project, Resolution } from "../../../src/facts/python/project.ts";
import { type Files, projectOf } from "../../support/change.ts";

const folder = join(import.meta.dirname, "fixtures");

function described(resolution: Resolution): string | null {
  switch (resolution.kind) {
    case "definition":
      return `${resolution.path} ${resolution.name}`;
    case "module":
      return `module ${resolution.path}`;
    case "external":
      return `external ${resolution.name}`;
    default:
      return null;
  }
}

describe("what CPython finds", () => {
  const expected = Object.entries<string | null>(JSON.parse(readFileSync(join(folder, "shop.json"), "utf8")));
  let project: Project;
  beforeAll(async () => {
    project = await projectOf(filesIn(join(folder, "shop")));
  });

  test.each(expected)("%s", (name, value) => {
    const [path = "", expression = ""] = name.split(" ");
    expect(described(project.resolve(path, expression))).toBe(value);
  });

  test.each([
    ["shop/services/users.py", "shop.services.users"],
    ["shop/models/__init__.py", "shop.models"],
    ["tests/test_users.py", "tests.test_users"],
  ])("%s is %s", (path, name) => {
    expect(project.moduleName(path)).toBe(name.replace(/^tests\./, ""));
  });
});

describe("names of libraries", () => {
  const cases: [string, string, string | null][] = [
    ["from fastapi import APIRouter as R\n", "R", "external fastapi.APIRouter"],
    ["import sqlalchemy.orm\n", "sqlalchemy.orm.Session", "external sqlalchemy.orm.Session"],
    ["import sqlalchemy as sa\n", "sa.Column", "external sqlalchemy.Column"],
    ["from sqlmodel import *\n", "SQLModel", "external sqlmodel.SQLModel"],
    ["from sqlmodel import *\n", "dict", "external builtins.dict"],
    ["from a import *\nfrom b import *\n", "X", null],
    ["x = 1\n", "str", "external builtins.str"],
    ["Session = 1\n", "x", null],
    ["from fastapi import APIRouter\nrouter = APIRouter()\n", "router", "m.py router"],
    ["from fastapi import APIRouter\nrouter = APIRouter()\n", "router.get", null],
    ["from fastapi import APIRouter\nR = APIRouter\n", "R", "external fastapi.APIRouter"],
    [
      "try:\n  import orjson as json\nexcept ImportError:\n  import json\n",
      "json.dumps",
      "external orjson.dumps",
    ],
    ["if TYPE_CHECKING:\n  from t import A\nelse:\n  A = object\n", "A", "external builtins.object"],
    ["A = A\n", "A", "m.py A"],
    ["A = B\nB = A\n", "A", "m.py B"],
    ["from . import nothing\n", "nothing", null],
    ["from ...above import x\n", "x", null],
    ["class A(Base): pass\nfrom lib import Base\n", "A.x", null],
    ["def f(\nx = 1\n", "y", null],
  ];
  test.each(cases)("%j: %s", async (text, name, value) => {
    expect(described((await projectOf({ "m.py": text })).resolve("m.py", name))).toBe(value);
  });
});

describe("ancestors", () => {
  test("are the bases, depth first, each once, through aliases and generics", async () => {
    const project = await projectOf({
      "base.py": "from lib import Root\nclass A(Root): pass\nclass B(A): pass\nclass C(A): pass\n",
      "m.py":
        "import base\nfrom base import B\nX = B[int]\nclass D(X, base.C, metaclass=M): pass\nclass E(make()): pass\nclass F(F): pass\n",
    });
    const names = (name: string): (string | null)[] => {
      const definition = project.resolve("m.py", name);
      if (definition.kind !== "definition") throw new Error(`${name} is not defined`);
      return project.ancestors(definition).map(described);
    };
    expect(names("D")).toEqual(["base.py B", "base.py A", "external lib.Root", "base.py C"]);
    expect(names("E")).toEqual([null]);
    expect(names("F")).toEqual([]);
  });
});

describe("source roots", () => {
  const layouts: [string, Files, string, string, string | null][] = [
    [
      "src layout",
      { "src/app/__init__.py": "", "src/app/m.py": "", "tests/test_m.py": "" },
      "tests/test_m.py",
      "app.m",
      "src/app/m.py",
    ],
    [
      "two services with the same package",
      {
        "a/app/__init__.py": "",
        "a/app/m.py": "",
        "a/app/x.py": "",
        "b/app/__init__.py": "",
        "b/app/m.py": "",
        "b/app/x.py": "",
      },
      "b/app/m.py",
      "app.x",
      "b/app/x.py",
    ],
    [
      "a library of the repository",
      {
        "services/a/app/__init__.py": "",
        "services/a/app/m.py": "",
        "libs/common/pyproject.toml": "",
        "libs/common/src/common/__init__.py": "",
        "libs/common/src/common/db.py": "",
      },
      "services/a/app/m.py",
      "common.db",
      "libs/common/src/common/db.py",
    ],
    [
      "a folder that happens to have a library's name",
      { "app/__init__.py": "", "app/m.py": "", "tools/redis/__init__.py": "" },
      "app/m.py",
      "redis",
      null,
    ],
    [
      "packages without __init__.py",
      { "app/m.py": "from app.core.db import x\n", "app/core/db.py": "x = 1\n" },
      "app/m.py",
      "app.core.db",
      "app/core/db.py",
    ],
    [
      "scripts that import each other",
      { "backend/main.py": "from models import X\n", "backend/models.py": "class X: pass\n" },
      "backend/main.py",
      "models",
      "backend/models.py",
    ],
    [
      "a module named as a library, beside the one that uses it",
      { "app/main.py": "from app.redis import pool\n", "app/redis.py": "import redis\npool = 1\n" },
      "app/main.py",
      "redis",
      null,
    ],
    [
      "a package named as a library, in whose modules the library has others",
      {
        "src/lib/__init__.py": "",
        "src/lib/fastapi/__init__.py": "",
        "src/lib/fastapi/openapi.py": "from fastapi.openapi.utils import get_openapi\n",
        "src/lib/fastapi/tasks.py": "from fastapi import Request\n",
      },
      "src/lib/fastapi/tasks.py",
      "fastapi",
      null,
    ],
    [
      "a package named as a module of the standard library",
      {
        "app/__init__.py": "",
        "app/main.py": "from app.email import send\n",
        "app/email/__init__.py": "def send(): ...\n",
      },
      "app/main.py",
      "email",
      null,
    ],
    [
      "tests beside the application",
      { "backend/app/__init__.py": "", "backend/app/m.py": "", "backend/tests/api/test_m.py": "" },
      "backend/tests/api/test_m.py",
      "app.m",
      "backend/app/m.py",
    ],
    [
      "imports that name the src folder",
      { "src/app/m.py": "from src.app.db import x\n", "src/app/db.py": "x = 1\n" },
      "src/app/m.py",
      "src.app.db",
      "src/app/db.py",
    ],
    [
      "relative names",
      { "app/__init__.py": "", "app/a/__init__.py": "", "app/a/m.py": "", "app/b.py": "" },
      "app/a/m.py",
      "..b",
      "app/b.py",
    ],
    ["relative names above the repository", { "m.py": "" }, "m.py", "...b", null],
  ];
  test.each(layouts)("%s", async (_name, files, from, dotted, found) => {
    expect((await projectOf(files)).findModule(dotted, from)).toBe(found);
  });

  test.each([
    [
      "src/app/m.py",
      "src.app.m",
      { "src/app/m.py": "from src.app.db import x\n", "src/app/db.py": "x = 1\n" },
    ],
    ["src/app/m.py", "app.m", { "src/app/__init__.py": "", "src/app/m.py": "" }],
    [
      "app/core/db.py",
      "app.core.db",
      { "app/m.py": "from app.core.db import x\n", "app/core/db.py": "x = 1\n" },
    ],
    [
      "app/alembic/env.py",
      "app.alembic.env",
      { "app/__init__.py": "", "app/alembic/env.py": "from alembic import context\n" },
    ],
    ["alembic/env.py", "env", { "alembic/env.py": "from alembic import context\n" }],
  ])("%s is %s", async (path, name, files: Files) => {
    expect((await projectOf(files)).moduleName(path)).toBe(name);
  });

  test("a folder of migrations is not the library of the same name", async () => {
    for (const init of [{}, { "alembic/__init__.py": "" }]) {
      const project = await projectOf({
        ...init,
        "alembic/env.py": "from alembic import context\n",
        "alembic/versions/1.py": "from alembic import op\nimport alembic\n",
      });
      expect(described(project.resolve("alembic/env.py", "context"))).toBe("external alembic.context");
      expect(described(project.resolve("alembic/versions/1.py", "op.add_column"))).toBe(
        "external alembic.op.add_column",
      );
      expect(described(project.resolve("alembic/versions/1.py", "alembic.op"))).toBe("external alembic.op");
    }
  });
});

test("never throws, and cycles end", async () => {
  const name = fc.constantFrom("a", "b", "c", "x", "y");
  const module = fc.constantFrom("a", "b", "p", "p.c", ".", ".a", "..p", "lib");
  const line = fc.oneof(
    fc.tuple(module, name).map(([from, what]) => `from ${from} import ${what}`),
    module.map((from) => `from ${from} import *`),
    fc.tuple(module, name).map(([from, what]) => `import ${from.replace(/^\.+/, "") || "p"} as ${what}`),
    fc.tuple(name, name).map(([left, right]) => `${left} = ${right}`),
    fc
      .tuple(name, name, name)
      .map(([left, right, base]) => `class ${left}(${right}.${base}, ${base}): ${right} = ${base}`),
    fc
      .tuple(name, name, name)
      .map(([left, right, other]) => `try:\n  ${left} = ${right}\nexcept E:\n  ${left} = ${other}`),
    fc.tuple(name, name).map(([left, right]) => `${left} = ${right}()`),
  );
  const text = fc.array(line, { maxLength: 12 }).map((lines) => `${lines.join("\n")}\n`);
  await fc.assert(
    fc.asyncProperty(text, text, text, text, async (a, b, init, c) => {
      const project = await projectOf({ "a.py": a, "b.py": b, "p/__init__.py": init, "p/c.py": c });
      for (const path of project.paths) {
        for (const dotted of ["a", "x.y", "b.a.c.x", "p.c.a", ""]) project.resolve(path, dotted);
        for (const bound of project.bindings(path).keys()) {
          const found = project.resolve(path, bound);
          if (found.kind === "definition") project.ancestors(found);
          project.evaluate(path, { kind: "name", id: bound, line: 1, endLine: 1, start: 0, end: 0 });
        }
      }
      expect(project.affectedBy(["a.py"]).has("a.py")).toBe(true);
    }),
    { numRuns: 300 },
  );
});

function filesIn(root: string): Files {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(?:py|toml)$/.test(path),
  );
  return Object.fromEntries(
    paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")]),
  );
}
