import { describe, expect, it } from "vitest";

import { contextOf, type Files } from "../../support/change.ts";

const routes = `from fastapi import APIRouter, Depends, HTTPException
router = APIRouter(prefix="/items")
@router.get("/{key}")
def read(key: int) -> int: ...
@router.delete("/{key}")
def remove(key: int) -> None: ...
`;
const main = `from fastapi import FastAPI
from routes import router
app = FastAPI()
app.include_router(router, prefix="/api")
`;
const unreadable = main.replace("app.include_router(router", "app.include_router((router");

async function changesOf(before: Files, after: Files): Promise<readonly string[]> {
  const { changes } = await contextOf(before, after);
  return [
    ...changes.operations.map(({ status, key }) => `${status} ${key}`),
    ...changes.contract.map(({ id, subject }) => `${id} ${subject}`),
  ];
}

describe("operations whose router is included by a module that can't be read", () => {
  it("are not said to be removed", async () => {
    const before = { "main.py": main, "routes.py": routes };
    expect(await changesOf(before, { "main.py": unreadable, "routes.py": routes })).toEqual([]);
  });

  it("are not said to be new when it is repaired", async () => {
    const after = { "main.py": main, "routes.py": routes };
    expect(await changesOf({ "main.py": unreadable, "routes.py": routes }, after)).toEqual([]);
  });

  it("are said to be removed when their router is included no more", async () => {
    const before = { "main.py": main, "routes.py": routes };
    const after = { "main.py": main.replace(/^app\.include.*$/m, ""), "routes.py": routes };
    const changes = await changesOf(before, after);
    expect(changes).toContain("removed GET /api/items/{}");
  });

  it("are said to be removed when they go from a module that can be read", async () => {
    const before = { "main.py": main, "routes.py": routes };
    const after = { "main.py": `${main}\n`, "routes.py": routes.replace(/@router\.delete[^]*$/, "") };
    expect(await changesOf(before, after)).toContain("removed DELETE /api/items/{}");
  });
});
