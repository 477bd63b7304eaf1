import { describe, expect, test } from "vitest";

import type { NamedChange } from "../../src/changes/description.ts";
import { decidedAlone, decidedAloneInShort } from "../../src/report/decided-alone.ts";
import { renderMarkdown } from "../../src/report/markdown/markdown.ts";
import { contextOf } from "../support/change.ts";
import { describeChanges } from "../../src/changes/describe.ts";
import { noChanges, reportOf, unreadOf } from "../support/report.ts";

const change = (name: string, status: NamedChange["status"]): NamedChange => ({
  name,
  status,
  before: null,
  after: null,
  where: null,
});

describe("what the coordinator decided alone, in the first line", () => {
  const few = {
    ...noChanges,
    tables: [change("users", "modified")],
    columns: [change("users.age", "added")],
  };
  const many = {
    ...few,
    schemas: [change("A", "added"), change("B", "added"), change("C", "removed"), change("D", "modified")],
  };

  test("is told by kind where that is short", () => {
    expect(decidedAloneInShort(reportOf({ changes: few }))).toBe("1 changed table, 1 new column");
  });

  test("is counted where it is not; the folded part tells all of it", () => {
    expect(decidedAloneInShort(reportOf({ changes: many }))).toBe(
      "changes of 4 schemas, 1 table and 1 column",
    );
    expect(decidedAlone(reportOf({ changes: many }))).toBe(
      "2 new schemas, 1 removed schema, 1 changed schema, 1 changed table, 1 new column",
    );
  });
});

test("several unread places of one file are one line", () => {
  const at = (line: number) => unreadOf({ path: "app/broken.py", line, decides: false });
  const report = reportOf({
    coverage: { files: 2, analysed: 2, notAnalysed: [at(3), at(9), at(12)], unresolved: [] },
  });
  const text = renderMarkdown(report, { repository: null, limit: 60_000, since: null });
  expect(text).toContain("- `app/broken.py:3` has a syntax error; the same in line 9 and line 12\n");
  expect(text).toContain("1 place not known");
});

describe("the description of changes", () => {
  const app = (field: string, returns: string) => ({
    "app/main.py": `
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

class UserIn(BaseModel):
    ${field}

router = APIRouter()

@router.post("/users")
def add(user: UserIn) -> ${returns}:
    return 1

app = FastAPI()
app.include_router(router)
app.include_router(router)
`,
  });

  test("names an operation and a field once", async () => {
    const { changes } = await contextOf(app("age: int | None = None", "int"), app("age: str", "str"));
    const { endpoints, validation } = describeChanges(changes);
    expect(endpoints.map(({ operation }) => operation)).toEqual(["POST /users"]);
    expect(validation.map(({ name }) => name)).toEqual(["UserIn.age (request)"]);
  });
});
