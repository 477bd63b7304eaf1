import { describe, expect, it } from "vitest";

import { jsonOf } from "../../../src/facts/pydantic/json-value.ts";
import { createEvaluator } from "../../../src/facts/values/evaluator.ts";
import { resolveName } from "../../../src/facts/values/scope.ts";
import type { Value } from "../../../src/facts/values/value.ts";
import { type Files, projectOf } from "../../support/change.ts";

/** What `x` of `main.py` is, without any framework. */
async function valueOf(source: string, others: Files = {}): Promise<Value | null> {
  const project = await projectOf({ "main.py": source, ...others });
  const evaluator = createEvaluator(project, {
    construct: () => null,
    isRelevant: () => false,
    decorate: () => undefined,
  });
  return resolveName(evaluator, "main.py", "x");
}

const json = async (source: string, others?: Files): Promise<unknown> => {
  const value = await valueOf(source, others);
  return value === null ? undefined : jsonOf(value);
};

describe("the value of an expression", () => {
  it.each([
    ['x = "/a" + "/b"', "/a/b"],
    ['a = "v1"\nx = f"/{a}/{1 + 2}"', "/v1/3"],
    ['x = "/{}/{name}".format("a", name="b")', "/a/b"],
    ['x = "/".join(["a", "b"])', "a/b"],
    ['x = "/api/".rstrip("/").upper()', "/API"],
    ["x = 2**31 - 1", 2147483647],
    ["x = -60 * 60", -3600],
    ['x = [*["a"], "b"] + ["c"]', ["a", "b", "c"]],
    ['x = {**{"a": 1}, "b": 2} | {"a": 3}', { a: 3, b: 2 }],
    ['x = {"a": {"b": [1, 2]}}["a"]["b"][-1]', 2],
    ['x = dict(a=1, **{"b": 2})', { a: 1, b: 2 }],
    ["x = [n * 2 for n in (1, 2)]", [2, 4]],
    ["x = 1 if True else 2", 1],
    ['x = None or "fallback"', "fallback"],
    ["x = not 0", true],
    ["from fastapi import status\nx = status.HTTP_418_IM_A_TEAPOT", 418],
    ["from starlette.status import HTTP_404_NOT_FOUND as x", 404],
    ["from http import HTTPStatus\nx = HTTPStatus.CREATED", 201],
    ["from enum import Enum\nclass E(str, Enum):\n    a = 'A'\nx = E.a", "A"],
    ["from enum import Enum\nclass E(Enum):\n    a = 'A'\nx = E.a.value", "A"],
    ["class C:\n    a = 1\n    b = a\nclass D(C): ...\nx = D.b", 1],
    [
      "def f(a, *rest, b=2, **more):\n    return [a, rest, b, more]\nx = f(1, 5, b=3, c=4)",
      [1, [5], 3, { c: 4 }],
    ],
    ["def outer(a):\n    def inner(b):\n        return [a, b]\n    return inner\nx = outer(1)(2)", [1, 2]],
    ["x = (lambda a, b=2: [a, b])(1)", [1, 2]],
    ["from functools import partial\ndef f(a, b): return [a, b]\nx = partial(f, 1)(b=2)", [1, 2]],
    [
      "class S:\n    a: int = 1\n    def __init__(self, b):\n        self.b = b\n    @property\n    def both(self):\n        return [self.a, self.b]\nx = S(2).both",
      [1, 2],
    ],
    [
      "class A:\n    def __init__(self, n):\n        self.n = n\nclass B(A):\n    def __init__(self):\n        super().__init__(7)\nx = B().n",
      7,
    ],
    ["from functools import lru_cache\n@lru_cache\ndef settings(): return {'a': 1}\nx = settings()['a']", 1],
    ["def f(kind):\n    if kind == 'a':\n        return 1\n    return 2\nx = [f('a')]", [1]],
    ["async def f(): return 1\nx = f()", undefined],
    ["def f(): yield 1\nx = f()", undefined],
    ["import os\nx = os.environ['A']", undefined],
    ["x = unknown.thing + 'a'", undefined],
    ["x = x", undefined],
    ["def f(n): return f(n)\nx = f(1)", undefined],
  ])("%s", async (source, expected) => {
    expect(await json(source)).toEqual(expected);
  });

  it("follows imports and settings with defaults", async () => {
    const others = {
      "config.py":
        "from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    prefix: str = '/api'\n    version: int = Field(default=2)\n    secret: str\nsettings = Settings()\n",
    };
    expect(
      await json("from config import settings\nx = f'{settings.prefix}/v{settings.version}'", others),
    ).toBe("/api/v2");
    expect(await json("import config as c\nx = c.settings.secret", others)).toBeUndefined();
  });
});
