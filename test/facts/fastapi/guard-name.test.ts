import { describe, expect, it } from "vitest";

import { isGuardName, isRefusalName } from "../../../src/facts/fastapi/guard-name.ts";

describe("a dependency's name", () => {
  it.each([
    "get_current_user",
    "get_current_active_superuser",
    "current_admin",
    "getCurrentUser",
    "require_admin",
    'require_role("ADMIN")',
    "AuthService.require_permission",
    "verify_token",
    "verify_api_key",
    "get_api_key",
    "check_permissions",
    "login_required",
    "JWTBearer",
    'RoleChecker(["admin"])',
    "PermissionsDependency([X])",
    "authenticate",
    "is_admin",
    "has_scope",
    "fastapi_users.current_user(active=True)",
  ])("%s says that it guards", (name) => {
    expect(isGuardName(name)).toBe(true);
  });

  it.each([
    "get_db",
    "get_session",
    "get_optional_user",
    "get_current_user_optional",
    "try_get_current_user",
    "maybe_current_user",
    "get_settings",
    "pagination",
    "rate_limit",
    "get_user_service",
    "get_token_repository",
    "verify_checksum",
    "require_json",
    "user_agent",
    "admin_panel",
    "only_active_items",
    "get_author",
  ])("%s does not", (name) => {
    expect(isGuardName(name)).toBe(false);
  });
});

describe("an exception's name", () => {
  it.each([
    ["UnauthorizedError", true],
    ["Forbidden", true],
    ["PermissionDenied", true],
    ["AuthenticationFailed", true],
    ["NotFound", false],
    ["PermissionError", false],
    ["AuthorMissing", false],
  ])("%s: %s", (name, expected) => {
    expect(isRefusalName(name)).toBe(expected);
  });
});
