import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import type { Project } from "../../../src/facts/python/project.ts";
import type { Expression } from "../../../src/syntax/python/ast.ts";
import { projectOf } from "../../support/change.ts";

const folder = join(import.meta.dirname, "fixtures");
const path = "constants.py";
const text = readFileSync(join(folder, path), "utf8");
const expected = new Map<string, unknown>(
  Object.entries(JSON.parse(readFileSync(join(folder, "constants.json"), "utf8"))),
);
const names = [...text.matchAll(/\b(unknown_\w+)\b/gm)].map((match) => match[1] ?? "");

function nameExpression(id: string): Expression {
  return { kind: "name", id, line: 1, endLine: 1, start: 0, end: 0 };
}

/** A value as JSON has it: maps lose their missing prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("what CPython computes", () => {
  let project: Project;
  beforeAll(async () => {
    project = await projectOf({ [path]: text });
  });

  test.each([...expected])("%s", (name, value) => {
    const result = project.evaluate(path, nameExpression(name));
    expect(result.known ? plain(result.value) : result.reason).toEqual(value);
  });

  test.each([...new Set(names)])("%s", (name) => {
    expect(project.evaluate(path, nameExpression(name)).known).toBe(false);
  });
});

describe("across modules", () => {
  const settings = `
from pydantic import Field
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    API_V1_STR: str = "/api/v1"
    USERS_PATH: str = Field("/users", alias="users")
    TIMEOUT: int = Field(default=5, gt=0)
    SECRET: str
    TOKEN: str = Field(default_factory=make)

    @property
    def url(self) -> str:
        return "x"

settings = Settings()
`;
  const cases: [string, unknown][] = [
    ["settings.API_V1_STR", "/api/v1"],
    ['f"{settings.API_V1_STR}{settings.USERS_PATH}/{{id}}"', "/api/v1/users/{id}"],
    ["settings.TIMEOUT * 2", 10],
    ["core.settings.API_V1_STR + SUFFIX", "/api/v1/x"],
    ["config.settings.API_V1_STR", "/api/v1"],
    ["Settings.API_V1_STR", "/api/v1"],
  ];
  const files = {
    "app/__init__.py": "",
    "app/core/__init__.py": "from .config import settings\n",
    "app/core/config.py": settings,
    "app/main.py": [
      "from app import core",
      "from app.core import config, settings",
      "from app.core.config import Settings",
      "from app.constants import *",
    ].join("\n"),
    "app/constants.py": 'SUFFIX = "/x"\n',
  };

  test.each(cases)("%s", async (source, value) => {
    expect(await evaluated(files, "app/main.py", source)).toEqual(value);
  });

  test.each(["settings.SECRET", "settings.TOKEN", "settings.url", "settings.NOTHING", "settings", "missing"])(
    "%s is not known",
    async (source) => {
      expect(await evaluated(files, "app/main.py", source)).toBeUndefined();
    },
  );

  test("cycles end", async () => {
    const cyclic = {
      "a.py": "from b import Y\nX = Y + 1\n",
      "b.py": "from a import X\nY = X\nclass C:\n  P = Q\n  Q = P\n",
    };
    expect(await evaluated(cyclic, "a.py", "X")).toBeUndefined();
    expect(await evaluated(cyclic, "b.py", "C.P")).toBeUndefined();
  });

  test("a name that depends on which import works is not known", async () => {
    const files = {
      "a.py": 'if flag:\n  from b import P\nelse:\n  P = "/c"\n',
      "b.py": 'P = "/b"\n',
    };
    expect(await evaluated(files, "a.py", "P")).toBeUndefined();
  });

  test("given locals come first", async () => {
    const project = await projectOf({ "a.py": 'name = "module"\nx = f"t_{name}"\n' });
    const [, statement] = project.module("a.py")?.body ?? [];
    const expression = statement?.kind === "assign" ? statement.value : nameExpression("x");
    const locals = new Map([["name", { known: true, value: "local" } as const]]);
    expect(project.evaluate("a.py", expression, locals)).toEqual({ known: true, value: "t_local" });
    expect(project.evaluate("a.py", expression)).toEqual({ known: true, value: "t_module" });
  });

  test("a dictionary's keys are only keys", async () => {
    expect(await evaluated({ "a.py": "" }, "a.py", '{"__proto__": 1}["__proto__"]')).toBe(1);
    expect(await evaluated({ "a.py": "" }, "a.py", '{"a": 1}["constructor"]')).toBeUndefined();
  });
});

test("no expression takes long or throws", async () => {
  const project = await projectOf({});
  const atom = fc.constantFrom("a", "b", "'x'", "1", "[1, 2]", "{'k': a}", "None", "a.b", "E.M", "E");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "medium" },
      atom,
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom("+", "%", "*", "**", "|", "or", "and", "in", "<", "//"),
          tie("expression"),
        )
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      tie("expression").map((inner) => `f"{${inner.replaceAll('"', "'")}}"`),
      tie("expression").map((inner) => `'{}{a}%s%(k)s'.format(${inner}, a=${inner})`),
      tie("expression").map((inner) => `[${inner} for a in ${inner} if ${inner}]`),
      tie("expression").map((inner) => `(${inner})[${inner}]`),
      tie("expression").map((inner) => `${inner}.join(${inner})`),
    ),
  }));
  expect(project.paths).toEqual([]);
  await fc.assert(
    fc.asyncProperty(expression, expression, expression, async (a, b, x) => {
      const files = {
        "m.py": `from enum import Enum\na = ${a}\nb = ${b}\nx = ${x}\nclass E(str, Enum):\n  M = a\n`,
      };
      const value = (await projectOf(files)).evaluate("m.py", nameExpression("x"));
      expect(typeof value.known).toBe("boolean");
    }),
    { numRuns: 200 },
  );
});

async function evaluated(
  files: Readonly<Record<string, string>>,
  from: string,
  source: string,
): Promise<unknown> {
  const before = files[from] ?? "";
  const project = await projectOf({ ...files, [from]: `${before}\nresult_ = ${source}\n` });
  const result = project.evaluate(from, nameExpression("result_"));
  return result.known ? plain(result.value) : undefined;
}
