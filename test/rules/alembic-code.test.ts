import fc from "fast-check";
import { expect, test } from "vitest";

import { nameCode, sqlName } from "../../src/rules/alembic-code.ts";
import { syntax } from "../support/change.ts";

test.each([
  ["users", "users"],
  ["billing.users", "billing.users"],
  ["order", '"order"'],
  ["public.user", 'public."user"'],
  ["Users", '"Users"'],
  ['a"b', '"a""b"'],
])("%s in SQL is %s", (name, expected) => {
  expect(sqlName(name)).toBe(expected);
});

test("every name in SQL is one that PostgreSQL's parser reads back", async () => {
  const { parseSql } = await syntax();
  const name = fc.oneof(
    fc.stringMatching(/^[a-zA-Z_ "'$-]{1,12}$/),
    fc.constantFrom("case", "user", "order", "group", "table", "check", "default", "end", "limit", "window"),
  );
  fc.assert(
    fc.property(name, (text) => {
      const [statement] = parseSql(`ALTER TABLE ${sqlName(text)} DROP COLUMN ${sqlName(text)}`).statements;
      expect(statement?.error).toBeNull();
      expect(JSON.stringify(statement?.node)).toContain(JSON.stringify(text));
    }),
  );
});

test("a name that Alembic would refuse is marked as a convention's", () => {
  expect(nameCode("ix_users_email")).toBe('"ix_users_email"');
  expect(nameCode("i".repeat(64))).toBe(`op.f("${"i".repeat(64)}")`);
});
