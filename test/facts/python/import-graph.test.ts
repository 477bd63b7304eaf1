import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import { type ImportLine, scanImports } from "../../../src/facts/python/scan-imports.ts";
import type { Project } from "../../../src/facts/python/project.ts";
import type { Statement } from "../../../src/syntax/python/ast.ts";
import { type Files, projectOf, syntax } from "../../support/change.ts";

describe("scanning", () => {
  const from = (level: number, module: string, ...names: string[]) => ({
    level,
    module,
    names: names.map((name) => {
      const [imported = "", bound = imported] = name.split(" as ");
      return { name: imported, bound };
    }),
    bound: null,
  });
  const cases: [string, ImportLine[]][] = [
    ["import a.b, c as d\n", [plain("a.b", "a"), plain("c", "d")]],
    ["from a import b, c as d\n", [from(0, "a", "b", "c as d")]],
    ["from a import (  # why\n    b,\n    # c,\n    d as e,\n)\n", [from(0, "a", "b", "d as e")]],
    [
      "from . import a\nfrom .. b import c\nfrom ...d.e import *\n",
      [from(1, "", "a"), from(2, "b", "c"), from(3, "d.e", "*")],
    ],
    ["from a \\\n  import b, \\\n  c\n", [from(0, "a", "b", "c")]],
    ["def f():\n    from a import b\n", [from(0, "a", "b")]],
    ["if x: import a; from b import c\n", [plain("a", "a"), from(0, "b", "c")]],
    ["\uFEFFimport a\r\nfrom b import (\r\n  c,\r\n)\r\n", [plain("a", "a"), from(0, "b", "c")]],
    ['m = importlib.import_module("a.b")\n', [plain("a.b", null)]],
    ["importer = 1\nfrom_a = 2\nfromage\nx.import_y\n", []],
    ["from a import", []],
    ["from a import (b", [from(0, "a", "b")]],
    ["import", []],
  ];
  test.each(cases)("%j", (text, imports) => {
    expect(scanImports(text).imports).toEqual(imports);
  });

  function plain(module: string, bound: string | null): ImportLine {
    return { level: 0, module, names: null, bound };
  }

  test("finds every import that the parser sees", async () => {
    const { parsePython } = await syntax();
    const folder = join(import.meta.dirname, "../../syntax/python/fixtures");
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".py"))) {
      const text = readFileSync(join(folder, name), "utf8");
      const scanned = scanImports(text).imports;
      for (const statement of allStatements(parsePython(text).body)) {
        if (statement.kind === "import") {
          for (const { name, alias } of statement.names) {
            const bound = alias ?? name.split(".")[0];
            expect(scanned).toContainEqual({ level: 0, module: name, names: null, bound });
          }
        } else if (statement.kind === "import-from") {
          const names = statement.names.map(({ name, alias }) => ({ name, bound: alias ?? name }));
          expect(scanned).toContainEqual({
            level: statement.level,
            module: statement.module,
            names,
            bound: null,
          });
        }
      }
    }
  });

  test("is linear", () => {
    const start = performance.now();
    for (const text of [
      "from a import (".repeat(50_000),
      " ".repeat(500_000),
      ";\t".repeat(200_000),
      "import a.".repeat(50_000),
      "x(".repeat(200_000),
    ]) {
      scanImports(text);
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("what a change can affect", () => {
  const files: Files = {
    "app/__init__.py": "",
    "app/main.py": "from app.api import router\n",
    "app/api.py": "from app.models import User\nfrom app import deps\n",
    "app/deps.py": "import app.core.config\n",
    "app/core/__init__.py": "",
    "app/core/config.py": "from functools import cache\n",
    "app/models/__init__.py":
      "from .user import User\nfrom .item import *\nfrom .base import Base as Root\nfrom sqlmodel import SQLModel\nregistry = [User]\n",
    "app/models/base.py": "class Base: pass\n",
    "app/models/user.py": "from .base import Base\nclass User(Base): pass\n",
    "app/models/item.py": "from .base import Base\nclass Item(Base): pass\n",
    "app/items.py": "from app.models import Item, SQLModel\n",
    "app/all.py": "from app import models\n",
    "app/registry.py": "from app.models import registry\n",
    "app/plugins/__init__.py": "import pkgutil\nfor m in pkgutil.iter_modules(__path__): ...\n",
    "app/plugins/one.py": "",
    "app/lazy.py": 'import_module(f"app.plugins.{name}")\n',
    "tests/test_api.py": "from app.main import app\n",
  };
  let project: Project;
  beforeAll(async () => {
    project = await projectOf(files);
  });

  const affected: [string, string[]][] = [
    // Only what takes the user, takes all of the package, or takes what the package makes of it.
    [
      "app/models/user.py",
      [
        "app/all.py",
        "app/api.py",
        "app/main.py",
        "app/models/__init__.py",
        "app/models/user.py",
        "app/registry.py",
        "tests/test_api.py",
      ],
    ],
    [
      "app/models/item.py",
      ["app/all.py", "app/items.py", "app/models/__init__.py", "app/models/item.py", "app/registry.py"],
    ],
    [
      "app/core/config.py",
      ["app/api.py", "app/core/config.py", "app/deps.py", "app/main.py", "tests/test_api.py"],
    ],
    ["app/main.py", ["app/main.py", "tests/test_api.py"]],
    ["app/plugins/one.py", ["app/lazy.py", "app/plugins/__init__.py", "app/plugins/one.py"]],
    ["app/gone.py", ["app/gone.py"]],
  ];
  test.each(affected)("%s", (path, paths) => {
    expect([...project.affectedBy([path])].sort()).toEqual(paths);
  });

  test("a change of a package itself affects all that take anything from it", () => {
    const all = project.affectedBy(["app/models/__init__.py"]);
    expect(
      ["app/api.py", "app/items.py", "app/all.py", "app/registry.py"].every((path) => all.has(path)),
    ).toBe(true);
  });

  test("importers are direct, through a package that passes the name on", () => {
    expect(project.importersOf("app/models/user.py")).toEqual(["app/api.py", "app/models/__init__.py"]);
    expect(project.importersOf("app/models/base.py")).toEqual([
      "app/models/__init__.py",
      "app/models/item.py",
      "app/models/user.py",
    ]);
    expect(project.importersOf("nothing.py")).toEqual([]);
  });
});

function allStatements(value: unknown): Statement[] {
  if (Array.isArray(value)) return value.flatMap(allStatements);
  if (typeof value !== "object" || value === null) return [];
  const statement = value as Statement;
  const own = statement.kind === "import" || statement.kind === "import-from" ? [statement] : [];
  return [...own, ...Object.values(value).flatMap(allStatements)];
}
