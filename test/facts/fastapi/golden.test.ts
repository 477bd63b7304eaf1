import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { wholeScope } from "../../../src/facts/scope.ts";
import { describe, expect, it } from "vitest";

import { readContract } from "../../../src/facts/fastapi/read-contract.ts";
import { toOpenApi } from "../../../src/facts/fastapi/to-openapi.ts";
import { type Files, projectOf } from "../../support/change.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** The documents are what FastAPI itself makes of the fixtures (make-golden.py). */
describe("the contract of", () => {
  for (const name of readdirSync(fixtures).sort()) {
    it(name, async () => {
      const project = await projectOf(filesIn(join(fixtures, name)));
      const contract = readContract(project, wholeScope(project.paths));
      const operations = contract.operations.filter((operation) => operation.application === "main.py:app");
      const golden: unknown = JSON.parse(
        readFileSync(join(import.meta.dirname, "golden", `${name}.json`), "utf8"),
      );
      expect(normalise(toOpenApi({ ...contract, operations }))).toEqual(normalise(golden));
    });
  }
});

function filesIn(folder: string): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".py")) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = readFileSync(path, "utf8");
  }
  return files;
}

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Leaves out what is no part of the contract: texts, the automatic 422 and its schemas, details of security schemes. */
function normalise(document: unknown): unknown {
  if (!isJson(document)) return document;
  const components = isJson(document["components"]) ? document["components"]["schemas"] : undefined;
  return {
    paths: withoutTexts(document["paths"]),
    schemas: isJson(components)
      ? withoutTexts(
          Object.fromEntries(
            Object.entries(components).filter(([name]) => !/^(HTTP)?ValidationError$/.test(name)),
          ),
          true,
        )
      : {},
  };
}

const texts = new Set(["title", "description", "summary", "examples", "example", "contentSchema"]);

function withoutTexts(node: unknown, areNames = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutTexts(item));
  if (!isJson(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => areNames || (!texts.has(key) && !isAutomatic(key, value)))
      .map(([key, value]): [string, unknown] => [key, withoutTexts(value, key === "properties")])
      .filter(([key, value]) => areNames || !isEmptySchema(key, value)),
  );
}

function isAutomatic(key: string, value: unknown): boolean {
  return key === "422" && JSON.stringify(value).includes("HTTPValidationError");
}

/** A media type without a schema says as much as one with an empty schema. */
function isEmptySchema(key: string, value: unknown): boolean {
  return key === "schema" && isJson(value) && Object.keys(value).length === 0;
}
