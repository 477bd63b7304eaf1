import { describe, expect, test } from "vitest";

import { codeOf } from "./read.ts";

/** Code that is written to be expensive to follow. Each must be read in well under the time limit of a test. */
describe("hostile code", () => {
  const head = "import requests\nfrom typing import Union\nfrom sqlalchemy.orm import Session\n";
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join("");

  test.each([
    [
      "a long chain of calls on something unknown",
      `async def f(x):\n    return x${".a().b()".repeat(150)}.execute(1)\n`,
    ],
    [
      "a long chain that ends in itself",
      `async def f(q):\n    q = q${".a().b()".repeat(150)}\n    q.execute(1)\n`,
    ],
    [
      "functions that call themselves twice",
      `def f(db):\n    return f(db) or f(db)\ndef g(db):\n    return f(db) or g(db)\nasync def h(db: Session):\n    f(db).execute(1)\n    g(db).execute(1)\n`,
    ],
    [
      "aliases that double",
      `${lines(60, (at) => `A${at} = Union[${`A${at + 1}, `.repeat(20)}None]\n`)}A60 = Session\nasync def f(db: A0):\n    db.close()\n`,
    ],
    [
      "names that double",
      `def f():\n${lines(40, (at) => `    x${at} = f"{x${at + 1}}{x${at + 1}}{x${at + 1}}"\n`)}    x40 = "a"\n    requests.get(x0)\n`,
    ],
    [
      "callers of callers",
      `${lines(300, (at) => `async def f${at}(db: Session):\n    await f${(at * 7) % 300}(db)\n    await f${(at * 11) % 300}(db)\n    await f${(at + 1) % 300}(db)\n`)}async def g(db: Session):\n    db.commit()\n    await f0(db)\nasync def h(db):\n    await g(db)\n`,
    ],
    [
      "classes that inherit from each other",
      `class A(B):\n    pass\nclass B(A):\n    pass\nasync def f(a: A):\n    a.x.y.execute(1)\n    A().z().commit()\n`,
    ],
    [
      "spaces",
      `async def f(db: Session):\n    db.commit()\n# revision ${" ".repeat(200_000)}x\n#${"create ".repeat(30_000)}\n`,
    ],
  ])(
    "%s",
    async (_, body) => {
      const facts = await codeOf({ "app/a.py": head + body });
      expect(facts.asyncOperations().total).toBe(0);
    },
    5_000,
  );
});
