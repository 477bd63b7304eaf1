import type { ContractChange } from "../changes/contract-change.ts";
import type { FindingDraft } from "./finding.ts";
import { readSentence, say, withoutStop } from "../text/sentence.ts";
import { defineRule, type Rule } from "./rule.ts";

interface ContractRule extends Pick<Rule, "id" | "title" | "why" | "fix"> {
  /** Ids of the changes that it judges; its own where nothing else is said. */
  readonly judges?: readonly string[];
}

/**
 * A break of the HTTP contract: somebody has to agree, unless the change follows the versioning strategy or reaches
 * nothing that is public. Trigger and constraint are one red: the acknowledgement is the recorded exception.
 */
export function breakingChange({ judges, ...rule }: ContractRule): Rule {
  return defineRule({
    ...rule,
    constraint: "versioned-breaking-changes",
    trigger: "breaking-api-change",
    domain: "API",
    severity: "error",
    confidence: "high",
    check: ({ changes }) => judge(changes.contract, judges ?? [rule.id], rule.fix),
  });
}

/** A change that breaks some callers only, or only under conditions that the contract does not show: advice. */
export function riskyChange({ judges, ...rule }: ContractRule): Rule {
  return defineRule({
    ...rule,
    domain: "API",
    severity: "warning",
    confidence: "high",
    check: ({ changes }) => judge(changes.contract, judges ?? [rule.id], rule.fix),
  });
}

function* judge(
  changes: readonly ContractChange[],
  ids: readonly string[],
  fix: string,
): Iterable<FindingDraft> {
  for (const change of changes) {
    if (!ids.includes(change.id)) continue;
    const { subject, reaches, before, after, where, confidence } = change;
    const excuse = excuseOf(change);
    yield {
      subject,
      reaches,
      before,
      after,
      where,
      confidence,
      message: say`${withoutStop(readSentence(change.text))}${excuse === null ? "" : `: ${excuse}`}`,
      fix,
      ...(excuse === null ? {} : { severity: "info" as const }),
    };
  }
}

/** Why nobody has to agree. */
function excuseOf({ versioned, internal }: ContractChange): string | null {
  if (versioned !== null) return versioned;
  return internal ? "no public operation is reached" : null;
}
