import { describe, expect, test } from "vitest";

import { isScriptPath, isTestModule, isTestPath } from "../../src/source/file-kind.ts";

describe("isTestPath", () => {
  test.each([
    "tests/api/test_users.py",
    "backend/app/tests/utils.py",
    "conftest.py",
    "app/test_users.py",
    "app/users_test.py",
    "src/user.spec.ts",
    "src/user.test.tsx",
    "web/e2e/login.ts",
  ])("%s", (path) => expect(isTestPath(path)).toBe(true));

  test.each(["app/testing_tools.py", "test_observer/controllers/routes.py", "app/contest.py", "latest.py"])(
    "not %s",
    (path) => expect(isTestPath(path)).toBe(false),
  );
});

describe("isTestModule", () => {
  test("a module about tests is no test", () => {
    expect(isTestModule("app/routes/test_executions.py", "router = APIRouter()\n")).toBe(false);
    expect(isTestModule("app/routes/test_executions.py", "import pytest\n")).toBe(true);
    expect(isTestModule("app/test_math.py", "async def test_sum():\n    pass\n")).toBe(true);
  });

  test("in a folder of tests everything is", () => {
    expect(isTestModule("tests/test_helpers.py", "x = 1\n")).toBe(true);
    expect(isTestModule("tests/factories.py", "")).toBe(true);
  });
});

test("isScriptPath", () => {
  const scripts = [
    "scripts/seed.py",
    "docs/example.py",
    "setup.py",
    "app/cli.py",
    "backend/seed_swaps.py",
    "cli/main.py",
  ];
  for (const path of scripts) expect(isScriptPath(path), path).toBe(true);
  const service = ["app/main.py", "app/services/scripts.py", "app/client.py", "seeds/model.py"];
  for (const path of service) expect(isScriptPath(path), path).toBe(false);
});
