import { expect, test } from "vitest";

import { contextOf } from "../../support/change.ts";

/** Handlers are named after their paths. */
const route = (path: string) =>
  `@app.get("${path}")\ndef serve${path.replaceAll(/\W/g, "_")}():\n    return None\n`;
const source = (paths: readonly string[]) => ({
  "app/main.py": `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n${paths.map(route).join("\n\n")}`,
});

/** Which of two paths is never reached when the first is registered before the second. */
async function isShadowed(first: string, second: string): Promise<boolean> {
  const { changes } = await contextOf(source([second]), source([first, second]));
  return changes.contract.some(
    ({ id, subject }) =>
      id === "fastapi-operation-shadowed" && subject.endsWith(second.replace(/\{[^{}]*\}/g, "{}")),
  );
}

test.each([
  ["/users/{id}", "/users/me", true],
  ["/users/{id:str}", "/users/me", true],
  ["/{kind}/{id}", "/users/{id}", true],
  ["/files/{path:path}", "/files/a/b", true],
  ["/files/{path:path}", "/files/{name}", true],
  ["/users/{id:int}", "/users/7", true],
  ["/users/me", "/users/{id}", false],
  ["/users/{id:int}", "/users/me", false],
  ["/users/{id:int}", "/users/{id}", false],
  ["/users/{id}", "/users/me/posts", false],
  ["/users/{id}", "/users/{path:path}", false],
  ["/users/{id}.json", "/users/me", false],
  ["/users/{id}", "/users/", false],
  ["/users", "/users/", false],
])("%s before %s", async (first, second, expected) => {
  expect(await isShadowed(first, second)).toBe(expected);
});

test("what was never reached is not said again", async () => {
  const { changes } = await contextOf(
    source(["/users/{id}", "/users/me"]),
    source(["/users/{id}", "/users/me", "/posts"]),
  );
  expect(changes.contract.map(({ id }) => id)).toEqual(["endpoint-added"]);
});
