import type { Operation } from "../../facts/contract.ts";
import type { Confidence } from "../../facts/location.ts";
import { pairOperations } from "../../changes/contract/pair-operations.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import { capped } from "../../text/words.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { makeFieldFinder, type ExposedField } from "./exposed-fields.ts";
import { handsOutTokens, issuesSecrets, sensitivityOf } from "./sensitive-names.ts";

export const sensitiveFieldInResponse = defineRule({
  id: "sensitive-field-in-response",
  constraint: "no-sensitive-data",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A response exposes a field that looks secret",
  why: "What a response holds is in browsers, logs and caches. A password hash or a key in a response model often comes from returning the table's class, or from inheriting its fields.",
  fix: "Return a model without the field, or mark it with `Field(exclude=True)`. If the value is harmless, give the field a name that says so.",
  *check(context): Iterable<FindingDraft> {
    for (const { field, operations, confidence } of newlyExposed(context)) {
      const reaches = [...new Set(operations.map(({ key }) => key))].sort();
      const subject =
        field.model === null
          ? `${reaches[0] ?? ""} response ${field.path}`
          : `${field.model}.${field.name} (response)`;
      yield {
        subject,
        reaches,
        before: null,
        after: field.type,
        where: { ...field.where, side: "after" },
        message: say`\`${field.model === null ? field.name : `${field.model}.${field.name}`}\` is sent in the response of ${listed(reaches)}`,
        fix: `Return a model without \`${field.name}\`, or mark it with \`Field(exclude=True)\`.`,
        confidence,
      };
    }
  },
});

interface Exposure {
  readonly field: ExposedField;
  readonly operations: Operation[];
  confidence: Confidence;
}

/** Sensitive fields that an operation did not send before, once per field of a model. */
function newlyExposed({ before, after, settings }: RuleContext): readonly Exposure[] {
  const fieldsBefore = makeFieldFinder(before.contract);
  const fieldsAfter = makeFieldFinder(after.contract);
  const exposures = new Map<string, Exposure>();
  for (const [old, fresh] of pairOperations(before.contract.operations, after.contract.operations)) {
    if (fresh === null) continue;
    const sensitive = fieldsAfter(fresh).flatMap((field) => {
      const confidence = judge(field, fresh, settings.sensitive.fields);
      return confidence === null ? [] : [{ field, confidence }];
    });
    if (sensitive.length === 0) continue;
    const known = new Set(
      old === null ? [] : fieldsBefore(old).flatMap((field) => [field.path, keyOf(field, fresh)]),
    );
    for (const { field, confidence } of sensitive) {
      const key = keyOf(field, fresh);
      if (known.has(key) || known.has(field.path)) continue;
      const exposure = exposures.get(key);
      if (exposure === undefined) exposures.set(key, { field, operations: [fresh], confidence });
      else {
        exposure.operations.push(fresh);
        if (confidence === "high") exposure.confidence = "high";
      }
    }
  }
  return [...exposures.values()];
}

/** A field of a model is the same field in every response; without a model it belongs to its operation. */
function keyOf(field: ExposedField, operation: Operation): string {
  return field.model === null ? `${operation.key} ${field.path}` : `${field.model}.${field.name}`;
}

function judge(field: ExposedField, operation: Operation, extra: readonly string[]): Confidence | null {
  const sensitivity = sensitivityOf(field.name, extra);
  if (sensitivity === null) return null;
  const texts = [operation.path, operation.handler.name, ...operation.tags, field.model ?? ""];
  if (sensitivity === "token" && handsOutTokens(texts)) return null;
  if (sensitivity === "likely" || field.opaque || issuesSecrets(operation.method, texts)) return "medium";
  return operation.confidence;
}

function listed(operations: readonly string[]): Sentence {
  const { shown, more } = capped(operations, 3);
  return more > 0 ? say`${codes(shown)} and ${more} more` : codes(shown);
}
