import { expect, test } from "vitest";

import { guardAdded } from "../../src/rules/auth-change/guard-added.ts";
import { runRules } from "../../src/rules/run.ts";
import { contextOf } from "../support/change.ts";

const app = (guards: string) => ({
  "app/main.py": `
from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()

def get_current_user():
    raise HTTPException(status_code=401)

def require_member():
    raise HTTPException(status_code=403)

@app.get("/users", dependencies=[${guards}])
def list_users() -> int:
    return 1
`,
});

test.each([
  ["the first one", "", "Depends(get_current_user)", null, "get_current_user"],
  [
    "a second one, beside which the first one stays",
    "Depends(get_current_user)",
    "Depends(get_current_user), Depends(require_member)",
    "get_current_user",
    "get_current_user, require_member",
  ],
])("%s: before and after name all guards", async (_, before, after, old, now) => {
  const found = runRules([guardAdded], await contextOf(app(before), app(after)));
  const all = (text: string | null) => text?.replaceAll(/[\w./]*?(\w+)(?=,|$)/g, "$1") ?? null;
  expect(found.map((one) => [all(one.before), all(one.after)])).toEqual([[old, now]]);
});
