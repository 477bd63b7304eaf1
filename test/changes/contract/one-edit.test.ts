import { describe, expect, test } from "vitest";

import { contextOf } from "../../support/change.ts";

const head = "from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\n";
const routes = `
@app.post("/a", status_code=204)
def create_a(item: A) -> None: ...


@app.post("/b", status_code=204)
def create_b(item: B) -> None: ...
`;

function source(field: string): Record<string, string> {
  return {
    "app/main.py": `${head}class Base(BaseModel):
    ${field}


class A(Base):
    a: int


class B(Base):
    b: int

${routes}`,
  };
}

async function found(before: string, after: string): Promise<readonly string[]> {
  const { changes } = await contextOf(source(before), source(after));
  return changes.contract.map(({ id, subject, reaches }) => `${id}: ${subject} ← ${reaches.join(", ")}`);
}

describe("one edit of a field is one change, whatever it says twice", () => {
  test.each([
    ["note: str | None = None", "note: str", "request-property-became-required"],
    ["note: str", "note: str | None", "request-property-became-nullable"],
    ["note: str", "note: int", "request-property-type-changed"],
  ])("%s → %s", async (before, after, id) => {
    expect(await found(before, after)).toEqual([`${id}: A.note, B.note (request) ← POST /a, POST /b`]);
  });

  test("which breaks nobody where it asks for less", async () => {
    const { changes } = await contextOf(source("note: str"), source("note: str | None = None"));
    expect(changes.contract.map(({ level }) => level)).not.toContain("ERR");
  });
});

test("moving the models to another module changes nothing", async () => {
  const models = `from pydantic import BaseModel


class A(BaseModel):
    a: int


class B(BaseModel):
    b: A | None = None
`;
  const app = (module: string) => `from fastapi import FastAPI

from app.${module} import A, B

app = FastAPI()

${routes}`;
  const { changes } = await contextOf(
    { "app/main.py": app("models"), "app/models.py": models },
    { "app/main.py": app("schemas.items"), "app/schemas/__init__.py": "", "app/schemas/items.py": models },
  );
  expect(changes.contract).toEqual([]);
  expect(changes.operations).toEqual([]);
});

test("a newer FastAPI or Pydantic alone changes nothing", async () => {
  const pinned = (fastapi: string, pydantic: string) => ({
    ...source("note: str | None = None"),
    "requirements.txt": `fastapi==${fastapi}\npydantic==${pydantic}\n`,
  });
  const { changes } = await contextOf(pinned("0.115.0", "2.8.0"), pinned("0.136.0", "2.12.0"));
  expect(changes.contract).toEqual([]);
});

test("a map with known keys that becomes a model surprises no reader", async () => {
  const answers = (type: string) => ({
    "app/main.py": `from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Created(BaseModel):
    id: int


@app.post("/a")
def create() -> ${type}: ...
`,
  });
  const { changes } = await contextOf(answers('dict[Literal["id"], int]'), answers("Created"));
  expect(changes.contract.filter(({ level }) => level !== "INFO")).toEqual([]);
});
