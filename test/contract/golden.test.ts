import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { wholeScope } from "../../src/facts/scope.ts";
import { describe, expect, it } from "vitest";

import { readContract } from "../../src/facts/fastapi/read-contract.ts";
import { toOpenApi } from "../../src/facts/fastapi/to-openapi.ts";
import { type Files, projectOf } from "../support/change.ts";
import { normalise, withoutNull } from "./normalise.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const golden = join(import.meta.dirname, "golden");
const goldens = new Set(readdirSync(golden));
const index = new Map<string, { readonly python: string; readonly stack: string }>(
  Object.entries(JSON.parse(readFileSync(join(golden, "index.json"), "utf8"))),
);

/** Fixtures that are not met, with the heading of `docs/contract.md` that says why. */
const gaps = new Map([["gap-several-form-models", "Several form models of one operation"]]);

/** The documents are what FastAPI itself makes of the fixtures (`golden/make.py`). */
describe("the contract of", () => {
  for (const name of readdirSync(fixtures).sort()) {
    if (!goldens.has(`${name}.json`)) {
      it.todo(`${name}, which has no golden: it needs Python ${index.get(name)?.python ?? "?"}`);
      continue;
    }
    const test = gaps.has(name) ? it.fails : it;
    test(name, async () => {
      const project = await projectOf(filesIn(join(fixtures, name)));
      const contract = readContract(project, wholeScope(project.paths));
      const derived = normalise(toOpenApi(contract, "main.py:app"));
      const document = normalise(JSON.parse(readFileSync(join(golden, `${name}.json`), "utf8")));
      if (index.get(name)?.stack === "pydantic-v1") {
        expect(withoutNull(derived)).toEqual(withoutNull(document));
      } else expect(derived).toEqual(document);
    });
  }

  it.each([...gaps])("known gap %s is explained", (_, heading) => {
    const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "contract.md"), "utf8");
    expect(page).toContain(`### ${heading}\n`);
  });

  it("sixty applications at least", () => {
    expect(
      [...goldens].filter((name) => name !== "index.json" && name.endsWith(".json")).length,
    ).toBeGreaterThan(60);
  });
});

function filesIn(folder: string): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:py|txt|toml)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = readFileSync(path, "utf8");
  }
  return files;
}
