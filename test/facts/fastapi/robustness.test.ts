import { describe, expect, it } from "vitest";

import { readContract } from "../../../src/facts/fastapi/read-contract.ts";
import { wholeScope } from "../../../src/facts/scope.ts";
import { type Files, projectOf } from "../../support/change.ts";

const header = `from typing import Annotated, Literal, Optional
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
app = FastAPI()
`;
const count = (length: number): readonly number[] => Array.from({ length }, (_, at) => at);
const lines = (length: number, line: (at: number) => string): string => count(length).map(line).join("\n");

/** Sources that would take for ever, or all memory, if they were followed to the end. */
const bombs: Readonly<Record<string, string>> = {
  "values that double": `x0 = ["a", "b"]\n${lines(60, (at) => `x${at + 1} = x${at} + x${at}`)}
for r in x60:
    app.include_router(r)
@app.get("/x", tags=x60)
def f(q: str = x60): ...`,
  "texts that double": `x0 = "/abc"\n${lines(60, (at) => `x${at + 1} = f"{x${at}}{x${at}}"`)}
@app.get(x60)
def f(): ...`,
  "types that double": `X0 = dict[int, int]\n${lines(60, (at) => `X${at + 1} = tuple[X${at}, X${at}]`)}
@app.post("/x")
def f(q: X60) -> X60: ...`,
  "defaults that double": `x0 = [1]\n${lines(60, (at) => `x${at + 1} = [x${at}, x${at}]`)}
class M(BaseModel):
    x: list = x60
@app.post("/x")
def f(q: M): ...`,
  "routers that double": `r0 = APIRouter()\n${lines(
    40,
    (at) =>
      `r${at + 1} = APIRouter()\nr${at + 1}.include_router(r${at}, prefix="/a")\nr${at + 1}.include_router(r${at}, prefix="/b")`,
  )}
app.include_router(r40)
@app.get("/x")
def f(): ...`,
  "routers that include themselves": `r = APIRouter()
r.include_router(r, prefix="/a")
app.include_router(r)
@r.get("/x")
def f(): ...`,
  "nested loops": `xs = [${count(200).join(", ")}]
${lines(6, (at) => `${"    ".repeat(at)}for i${at} in xs:`)}
${"    ".repeat(6)}app.add_api_route("/x", print)
@app.get("/x")
def f(): ...`,
  "functions that call themselves": `def make(n):
    router = APIRouter()
    router.include_router(make(n))
    router.include_router(make(n))
    return router
app.include_router(make(1))
@app.get("/x")
def f(): ...`,
  "dependencies in a circle": `def a(x=Depends(lambda y=Depends(b): 1)): ...
def b(x=Depends(a), z=Depends(b)): ...
@app.get("/x")
def f(x=Depends(b)): ...`,
  "dependencies that double": `def d0(q: int): ...\n${lines(40, (at) => `def d${at + 1}(a=Depends(d${at}), b=Depends(d${at})): ...`)}
@app.get("/x")
def f(x=Depends(d40)): ...`,
  "closures that double": `def wrap(a, b):
    def inner(q: int = 1): ...
    return inner
w0 = wrap(1, 2)\n${lines(40, (at) => `w${at + 1} = wrap(w${at}, w${at})`)}
@app.get("/x")
def f(x=Depends(w40)): ...`,
  "a long chain of classes": `class C0(BaseModel):
    x: int\n${lines(3000, (at) => `class C${at + 1}(C${at}):\n    x${at}: int`)}
@app.post("/x")
def f(q: C3000): ...`,
  "classes that inherit from each other": `class A(B): ...
class B(A): ...
class C(C): ...
@app.post("/x")
def f(q: A, r: C): ...`,
  "a long chain of aliases": `A0 = Annotated[int, 1]\n${lines(5000, (at) => `A${at + 1} = Optional[A${at}]`)}
@app.get("/x")
def f(q: A5000): ...`,
  "a long chain of names": `n0 = 1\n${lines(5000, (at) => `n${at + 1} = n${at}`)}
@app.get("/x")
def f(q: int = n5000): ...`,
  "models within models": `${lines(3000, (at) => `class M${at}(BaseModel):\n    x: "M${at + 1}"`)}
@app.post("/x")
def f(q: M0): ...`,
  "names of Object's prototype": `import constructor, toString, __proto__
class M(BaseModel):
    constructor: int
    toString: str
    __proto__: toString.constructor[int]
    hasOwnProperty: constructor[int] = 1
@app.post("/x")
def f(q: M, constructor: int, toString: toString.valueOf = constructor(toString=1)) -> __proto__: ...`,
  "a wide union": `@app.get("/x")
def f(q: Literal[${lines(3000, (at) => `"v${at}",`)}] = "v1"): ...`,
};

describe("the contract of hostile sources is read in a moment:", () => {
  for (const [name, source] of Object.entries(bombs)) {
    it(name, async () => {
      const contract = await contractOf({ "main.py": header + source });
      expect(contract.operations.map((operation) => operation.where.path)).toContain("main.py");
      expect(JSON.stringify([...contract.components.values()]).length).toBeLessThan(3_000_000);
    });
  }
});

async function contractOf(files: Files) {
  const project = await projectOf(files);
  return readContract(project, wholeScope(project.paths));
}
