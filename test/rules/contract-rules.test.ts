import { describe, expect, test } from "vitest";

import { catalogue } from "../../src/changes/contract/catalogue.ts";
import type { ContractChange } from "../../src/changes/contract-change.ts";
import { rules } from "../../src/rules/rules.ts";
import { runRules } from "../../src/rules/run.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { readSentence } from "../../src/text/sentence.ts";
import { contextOf } from "../support/change.ts";

/** Only documents can hold these, and `diff-contract` lists them: source that FastAPI runs never makes them. */
const onlyInDocuments: ReadonlySet<string> = new Set([
  "webhook-removed",
  "request-body-media-type-schema-added",
  "response-body-media-type-schema-removed",
  "request-body-all-of-removed",
  "request-property-all-of-removed",
  "response-required-property-became-not-write-only",
]);

/** Null cannot be written where parameters stand. */
const lowered: ReadonlySet<string> = new Set([
  "request-parameter-became-not-nullable",
  "request-parameter-property-became-not-nullable",
]);

async function judge(change: Partial<ContractChange>): Promise<readonly Finding[]> {
  const context = await contextOf({}, {});
  const contract: ContractChange = {
    id: "",
    level: "ERR",
    subject: "GET /users",
    reaches: ["GET /users"],
    before: "a",
    after: "b",
    where: { path: "app/main.py", line: 1, endLine: 1, side: "after" },
    confidence: "high",
    text: "`GET /users` changed.",
    internal: false,
    versioned: null,
    ...change,
  };
  return runRules(rules, { ...context, changes: { ...context.changes, contract: [contract] } });
}

describe.each([...catalogue.values()].filter(({ id }) => !onlyInDocuments.has(id)))(
  "$id",
  ({ id, level }) => {
    test(`is judged as ${level}`, async () => {
      const versioned = id.endsWith("-with-deprecation") ? "it was deprecated before" : null;
      const findings = await judge({ id, level, versioned });
      if (level === "ERR" && !lowered.has(id)) {
        expect(findings).toHaveLength(1);
        expect(findings[0]).toMatchObject({
          severity: "error",
          trigger: "breaking-api-change",
          constraint: "versioned-breaking-changes",
          decides: true,
        });
      } else if (level !== "INFO") {
        expect(findings).toHaveLength(1);
        expect(findings[0]).toMatchObject({
          severity: "warning",
          trigger: null,
          constraint: null,
          decides: false,
        });
      } else expect(findings.filter(({ decides }) => decides)).toEqual([]);
    });
  },
);

test.each([
  [{ versioned: "it was deprecated before" }, "`GET /users` changed: it was deprecated before"],
  [{ internal: true }, "`GET /users` changed: no public operation is reached"],
])("what needs no consent is told: %j", async (excuse, message) => {
  expect(await judge({ id: "response-required-property-removed", ...excuse })).toMatchObject([
    { severity: "info", trigger: "breaking-api-change", decides: false, message: readSentence(message) },
  ]);
});

test("what is not certain does not decide", async () => {
  expect(await judge({ id: "response-property-type-changed", confidence: "low" })).toMatchObject([
    { severity: "error", confidence: "low", decides: false },
  ]);
});
