import { words } from "../../text/identifier-words.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const unvalidatedRequestBody = defineRule({
  id: "unvalidated-request-body",
  constraint: "pydantic-validation",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A request body is read without a model",
  why: "A `dict`, `Any` or `await request.json()` lets every input through: wrong types, missing and unknown fields reach the services and the database, and the document says nothing of what the operation expects.",
  fix: "Declare a Pydantic model with the fields that the operation reads, and take it as the parameter.",
  *check({ changes }): Iterable<FindingDraft> {
    for (const { status, key, before, after } of changes.operations) {
      if (status === "removed" || after.body === null || after.body.unvalidated === null) continue;
      if (before?.body?.unvalidated !== undefined && before.body.unvalidated !== null) continue;
      const how = after.body.unvalidated;
      // A signature is checked over the bytes as they came: a webhook has reason to read them itself.
      const webhook = words(`${after.path} ${after.handler.name}`).some((word) =>
        /^(web)?hooks?$/.test(word),
      );
      yield {
        subject: `${key} request`,
        reaches: [key],
        before: before?.body === null || before?.body === undefined ? null : "model",
        after: how,
        where: { ...after.body.where, side: "after" },
        message: say`\`${key}\` reads its body as \`${how}\`, which no model validates`,
        fix: "Declare a Pydantic model with the fields that the operation reads, and take it as the parameter.",
        confidence: webhook ? "medium" : after.confidence,
      };
    }
  },
});
