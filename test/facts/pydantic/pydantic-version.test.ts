import { expect, test } from "vitest";

import { createPydanticVersions } from "../../../src/facts/pydantic/pydantic-version.ts";
import { snapshotOf } from "../../support/change.ts";

test.each([
  ["requirements.txt", "pydantic==1.10.2\n", true],
  ["requirements.txt", "fastapi==0.74.1\npydantic[email]==1.9.0 ; python_version > '3.7'\n", true],
  ["requirements.txt", "pydantic<2\n", true],
  ["requirements.txt", "pydantic>=1.8,<2.0\n", true],
  ["requirements.txt", "pydantic>=1.8\n", false],
  ["requirements.txt", "pydantic==2.9.0\n", false],
  ["requirements.txt", "pydantic-core==1.0.0\n", false],
  ["pyproject.toml", '[tool.poetry.dependencies]\npydantic = "^1.9.0"\n', true],
  ["pyproject.toml", 'dependencies = [\n  "pydantic >=1.8,<2",\n]\n', true],
  ["pyproject.toml", '[tool.poetry.dependencies]\npydantic = "^2.6"\n', false],
  ["poetry.lock", '[[package]]\nname = "pydantic"\nversion = "1.9.0"\n', true],
])("%s %j is written for Pydantic 1: %s", (path, text, expected) => {
  expect(createPydanticVersions(snapshotOf({ [path]: text }))("app/main.py")).toBe(expected);
});
