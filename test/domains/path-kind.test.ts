import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { domainsOfPath, kindOfPath } from "../../src/domains/path-kind.ts";

describe("kindOfPath", () => {
  test.each([
    [".github/workflows/ci.yml", "OPS"],
    [".github/ISSUE_TEMPLATE/bug.yml", "none"],
    [".github/PULL_REQUEST_TEMPLATE.md", "none"],
    ["Dockerfile", "OPS"],
    ["backend/celeryworker.dockerfile", "OPS"],
    ["docker-compose.override.yml", "OPS"],
    ["compose.yml", "OPS"],
    ["infra/main.tf", "OPS"],
    ["helm/app/values.yaml", "OPS"],
    ["backend/.env.example", "OPS"],
    ["scripts/deploy.sh", "OPS"],
    ["pyproject.toml", "OPS"],
    ["backend/requirements-dev.txt", "OPS"],
    ["uv.lock", "none"],
    ["frontend/package-lock.json", "none"],
    ["frontend/package.json", "FRONTEND"],
    ["frontend/src/App.vue", "FRONTEND"],
    ["web/lang/en.json", "FRONTEND"],
    ["src/client/api.ts", "FRONTEND"],
    ["frontend/tests/login.spec.ts", "QUALITY"],
    ["tests/api/test_users.py", "QUALITY"],
    ["tests/data/users.json", "QUALITY"],
    ["README.md", "none"],
    ["docs/tutorial/app.py", "none"],
    ["assets/logo.png", "none"],
    ["app/notes.txt", "none"],
    ["app/main.py", "ask"],
    ["app/test_executions.py", "ask"],
    ["db/schema.sql", "ask"],
    ["alembic.ini", "ask"],
    ["openapi.json", "ask"],
    ["frontend/openapi.json", "ask"],
    ["docs/openapi.yaml", "ask"],
    ["config/data.json", "ask"],
  ] as const)("%s → %s", (path, kind) => expect(kindOfPath(path)).toBe(kind));

  test("any path has an answer", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1 }), (path) => void kindOfPath(path)));
  });
});

test("domainsOfPath, for what cannot be read", () => {
  const of = (path: string) => [...domainsOfPath(path)];
  expect(of("alembic/versions/1.py")).toEqual(["DBA"]);
  expect(of("app/api/routes/users.py")).toEqual(["API"]);
  expect(of("app/user_router.py")).toEqual(["API"]);
  expect(of("app/services/mail.py")).toEqual(["BACKEND"]);
  expect(of("app/anything.py")).toEqual(["BACKEND"]);
  expect(of("app/schemas/user.json")).toEqual([]);
});
