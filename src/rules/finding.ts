import type { Confidence, Location, Side } from "../facts/location.ts";
import type { Constraint, Trigger } from "../settings/mandate.ts";
import type { Passage } from "../text/passage.ts";
import type { Sentence } from "../text/sentence.ts";

export { constraints, triggers, type Constraint, type Trigger } from "../settings/mandate.ts";

export type Severity = "error" | "warning" | "info";
export type FindingKind = "constraint" | "trigger" | "hazard" | "unknown" | "advice";
export type FindingSource = "engine" | "DBA" | "BACKEND_ENGINEER" | "API_DEVELOPER" | "COORD_PLATFORM";

/** What a rule says; the engine adds identity and decides what follows (`identify` in `rules/run.ts`). */
export interface FindingDraft {
  /** Semantic key of the fact: no path, no line, no prose (interface.md, JSON). */
  readonly subject: string;
  /** Operations that the fact reaches, parameters as `{}`; empty where that does not apply. */
  readonly reaches: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  /** One sentence without a full stop, about its first piece of code. */
  readonly message: Sentence;
  /** The way to green in this pull request. A text has its code in backticks. */
  readonly fix: Passage | string;
  /** Defaults come from the rule. A rule may lower them for a case, never raise them. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}

/** A finding as every view renders it; as text where interface.md (JSON, `findings`) has text. */
export interface Finding {
  /** 16 characters of Crockford base32 over {rule, subject, before, after, reaches}. */
  readonly id: string;
  readonly rule: string;
  readonly kind: FindingKind;
  readonly constraint: Constraint | null;
  readonly trigger: Trigger | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly introduced: boolean;
  readonly decides: boolean;
  /** Id of the `accepted` entry that covers it, or null. */
  readonly accepted: string | null;
  readonly subject: string;
  readonly reaches: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  readonly message: Sentence;
  readonly fix: Passage;
  readonly source: FindingSource;
}
