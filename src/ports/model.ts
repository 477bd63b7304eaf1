/** One question to a model. `schema` is the JSON schema of the answer (`output_config.format`). */
export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Errors are values here: every way in which a review can fail has a sentence for the report. */
export type ModelAnswer =
  | { readonly kind: "answer"; readonly text: string; readonly usage: ModelUsage }
  | { readonly kind: "refused"; readonly usage: ModelUsage }
  | { readonly kind: "truncated"; readonly usage: ModelUsage }
  | { readonly kind: "failed"; readonly reason: string; readonly usage: ModelUsage | null };

export interface Model {
  readonly ask: (request: ModelRequest) => Promise<ModelAnswer>;
}
