import type { Constraint, Finding, Trigger } from "../rules/finding.ts";
import { shortNames } from "../settings/mandate.ts";
import { fingerprint } from "../text/canonical.ts";

/** The fact of a finding: what an answer is bound to. Paths, lines, commits, prose and severities are not in it. */
export type Fact = Pick<Finding, "rule" | "subject" | "before" | "after" | "reaches">;

/** `ESC-<API|DB|AUTH|PERF|XSVC|GATE>-<16>`. Frozen across releases (interface.md, JSON). */
export function escalationId(fact: Fact, trigger: Trigger): string {
  return `ESC-${shortNames[trigger]}-${fingerprint({ ...hashed(fact), trigger })}`;
}

/** `CON-<16>`. Frozen across releases. */
export function violationId(fact: Fact, constraint: Constraint): string {
  return `CON-${fingerprint({ ...hashed(fact), constraint })}`;
}

/**
 * `UNK-<16>`, over path, reason and the blob ids of both sides (null where a side does not have the file): a waiver
 * ends with the next change of the file. Frozen across releases.
 */
export function unreadId(
  path: string,
  reason: string,
  blobs: { readonly before: string | null; readonly after: string | null },
): string {
  return `UNK-${fingerprint({ path, reason, before: blobs.before, after: blobs.after })}`;
}

function hashed({ rule, subject, before, after, reaches }: Fact): Fact {
  return { rule, subject, before, after, reaches: [...reaches].sort() };
}
