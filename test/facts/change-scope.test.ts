import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { scopesOf } from "../../src/facts/change-scope.ts";
import type { Contract } from "../../src/facts/contract.ts";
import { readContract } from "../../src/facts/fastapi/read-contract.ts";
import { changedPaths } from "../../src/facts/read.ts";
import { makeProject } from "../../src/facts/python/make-project.ts";
import type { Project } from "../../src/facts/python/project.ts";
import { readSchema } from "../../src/facts/sqlalchemy/read-schema.ts";
import { changeSetOf, type Files, syntax } from "../support/change.ts";

/** A service in which nearly everything imports `app/jobs.py`, by way of services. */
const service: Files = {
  "app/__init__.py": "",
  "app/settings.py": 'class Settings:\n    PREFIX: str = "/v1"\n\n\nsettings = Settings()\n',
  "app/errors.py": "class Refused(Exception):\n    status_code = 403\n",
  "app/jobs.py":
    "def delay_of(count):\n    return count * 2\n\n\nasync def flush():\n    return 1\n\n\ndef enqueue(name, delay=0):\n    queue.put(name)\n\n\nPRIORITY = 5\n",
  "app/users.py":
    "from app.errors import Refused\nfrom app.jobs import enqueue\n\n\nclass Users:\n    async def check(self, token):\n        enqueue('seen')\n        if token is None:\n            raise Refused()\n\n\nusers = Users()\n",
  "app/auth.py":
    "from fastapi import Depends\n\nfrom app.users import users\n\n\nasync def get_user(token: str = ''):\n    return await users.check(token)\n",
  "app/schemas.py":
    "from pydantic import BaseModel, Field\n\nfrom app.jobs import PRIORITY\n\n\nclass Task(BaseModel):\n    priority: int = Field(default=PRIORITY)\n\n\nclass Item(BaseModel):\n    name: str\n",
  "app/tasks.py":
    'from fastapi import APIRouter, Depends\n\nfrom app.auth import get_user\nfrom app.schemas import Task\n\nrouter = APIRouter()\n\n\n@router.post("/tasks", dependencies=[Depends(get_user)])\ndef create(task: Task) -> Task:\n    return task\n',
  "app/items.py":
    'from fastapi import APIRouter, Depends\n\nfrom app.auth import get_user\nfrom app.jobs import enqueue\nfrom app.schemas import Item\n\nrouter = APIRouter()\n\n\n@router.get("/items", dependencies=[Depends(get_user)])\ndef read() -> list[Item]:\n    enqueue("read")\n    return []\n',
  "app/main.py":
    "from fastapi import FastAPI\n\nfrom app import items, tasks\nfrom app.settings import settings\n\napp = FastAPI()\napp.include_router(items.router, prefix=settings.PREFIX)\napp.include_router(tasks.router, prefix=settings.PREFIX)\n",
};

/** Modules that are read, when a text in a module is replaced. */
async function affectedBy(path: string, old: string, fresh: string): Promise<readonly string[]> {
  const text = service[path] ?? "";
  expect(text).toContain(old);
  const { scopes } = await sidesOf(service, { ...service, [path]: text.replace(old, fresh) });
  return [...scopes.after.own.affected].sort().map((one) => one.slice("app/".length));
}

async function sidesOf(before: Files, after: Files) {
  const changeSet = changeSetOf(before, after);
  const sides = [changeSet.before, changeSet.after] as const;
  const parsers = await syntax();
  const [was, is] = sides.map((side) => makeProject(side, parsers)) as [Project, Project];
  return { was, is, scopes: scopesOf(was, is, changedPaths(changeSet.files), () => true) };
}

const everything = ["auth.py", "items.py", "jobs.py", "main.py", "schemas.py", "tasks.py", "users.py"];

describe("a change of a module that everything imports", () => {
  const cases: [name: string, path: string, old: string, fresh: string, affected: string[]][] = [
    ["a function that gives nothing", "app/jobs.py", "queue.put(name)", "queue.put(name, 1)", ["jobs.py"]],
    ["a coroutine's body", "app/jobs.py", "return 1", "return 2", ["jobs.py"]],
    ["a function that nobody uses", "app/jobs.py", "count * 2", "count * 3", ["jobs.py"]],
    [
      "a function that is new",
      "app/jobs.py",
      "PRIORITY",
      "def f():\n    return 1\n\n\nPRIORITY",
      ["jobs.py"],
    ],
    [
      "a dependency's body: the operations that have it",
      "app/auth.py",
      "    return await",
      "    log(token)\n    return await",
      ["auth.py", "items.py", "main.py", "tasks.py"],
    ],
    [
      "a constant that a schema mentions",
      "app/jobs.py",
      "PRIORITY = 5",
      "PRIORITY = 6",
      ["jobs.py", "main.py", "schemas.py", "tasks.py"],
    ],
    ["another schema", "app/schemas.py", "name: str", "name: int", ["items.py", "main.py", "schemas.py"]],
    [
      "a signature counts where it is mentioned when the module is imported",
      "app/jobs.py",
      "def enqueue(name, delay=0)",
      "def enqueue(name, delay=1)",
      ["jobs.py"],
    ],
    [
      "a guard that refuses no more",
      "app/users.py",
      "raise Refused()",
      "return None",
      without("jobs", "schemas"),
    ],
    [
      "an exception that refuses no more",
      "app/errors.py",
      "403",
      "404",
      ["errors.py", ...without("jobs", "schemas")].sort(),
    ],
    ["a setting that a router's prefix is", "app/settings.py", "/v1", "/v2", ["main.py", "settings.py"]],
    [
      "a handler's body: what is above its router",
      "app/items.py",
      "return []",
      "return [1]",
      ["items.py", "main.py"],
    ],
  ];
  test.each(cases)("%s", async (_name, path, old, fresh, affected) => {
    expect(await affectedBy(path, old, fresh)).toEqual(affected);
  });

  function without(...names: string[]): string[] {
    return everything.filter((name) => !names.includes(name.replace(".py", "")));
  }
});

test.each([
  ["", "app/main.py"],
  ["a function", "app/main.py"],
])("who calls %s that includes the changed routes is read", async (how, expected) => {
  const items = (result: string) => `from fastapi import APIRouter

router = APIRouter()


@router.get("/items")
def read():
    return ${result}


def register(app):
    app.include_router(router, prefix="/v1")
`;
  const main =
    how === ""
      ? "from fastapi import FastAPI\n\nfrom app.items import router\n\napp = FastAPI()\napp.include_router(router)\n"
      : "from fastapi import FastAPI\n\nfrom app.items import register\n\napp = FastAPI()\nregister(app)\n";
  const before = { "app/items.py": items("1"), "app/main.py": main };
  const { scopes } = await sidesOf(before, { ...before, "app/items.py": items("2") });
  expect(scopes.after.own.affected).toContain(expected);
});

test("a changed prefix is wiring, a changed schema is not", async () => {
  const wiring = async (path: string, old: string, fresh: string) => {
    const after = { ...service, [path]: (service[path] ?? "").replace(old, fresh) };
    const { scopes } = await sidesOf(service, after);
    return scopes.after.own.wiring.has("app/main.py");
  };
  expect(await wiring("app/settings.py", "/v1", "/v2")).toBe(true);
  expect(await wiring("app/schemas.py", "name: str", "name: int")).toBe(false);
});

/** What of a contract and the tables differs between two sides, as text. */
function differences(was: Contract, is: Contract): readonly string[] {
  const keys = new Set([...was.operations, ...is.operations].map(({ key }) => key));
  const text = ({ operations, components }: Contract, key: string): string => {
    const seen = new Set<string>();
    const shown = (value: unknown): string =>
      JSON.stringify(value, (name, inner: unknown) => {
        if (name === "where" || name === "line" || name === "endLine") return undefined;
        if (name !== "$ref" && name !== "name") return inner;
        if (typeof inner === "string" && components.has(inner) && !seen.has(inner)) {
          seen.add(inner);
          return [inner, shown(components.get(inner))];
        }
        return inner;
      });
    return operations.flatMap((one) => (one.key === key ? [shown(one)] : [])).join("\n");
  };
  return [...keys].filter((key) => text(was, key) !== text(is, key)).sort();
}

/** Example repositories of all rules. */
const rules = join(import.meta.dirname, "..", "rules");
const examples = readdirSync(rules)
  .filter((rule) => existsSync(join(rules, rule, "bad")))
  .flatMap((rule) => readdirSync(join(rules, rule)).map((name) => join(rule, name)))
  .filter((example) => existsSync(join(rules, example, "before")));

test("what names leave out is equal on both sides", { timeout: 60_000 }, async () => {
  let narrower = 0;
  for (const example of examples) {
    const [before, after] = ["before", "after"].map((side) => filesIn(join(rules, example, side)));
    const { was, is, scopes } = await sidesOf(before ?? {}, after ?? {});
    if (scopes.after.own.affected.size < scopes.after.reaching.size) narrower += 1;
    const read = (scope: "own" | "wide") =>
      differences(
        ...([
          readContract(was, scope === "own" ? scopes.before.own : scopes.before.wide()),
          readContract(is, scope === "own" ? scopes.after.own : scopes.after.wide()),
        ] as const),
      );
    expect(read("own"), example).toEqual(read("wide"));
    const tables = (project: Project, affected: ReadonlySet<string>) =>
      JSON.stringify([...readSchema(project, { affected }).tables.keys()]);
    const { own, reaching } = scopes.after;
    if (tables(was, reaching) !== tables(is, reaching))
      expect(tables(was, own.affected) !== tables(is, own.affected), example).toBe(true);
  }
  expect(narrower).toBeGreaterThan(10);
});

function filesIn(root: string): Files {
  if (!existsSync(root)) return {};
  const names = readdirSync(root, { recursive: true, encoding: "utf8", withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(root.length + 1), readFileSync(path, "utf8")];
      }),
  );
}
