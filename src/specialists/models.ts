/** Model tiers, their current names and prices in US dollars per million tokens. The one place to change when models change. */
const tiers: readonly {
  readonly tier: string;
  readonly model: string;
  readonly input: number;
  readonly output: number;
}[] = [
  { tier: "haiku", model: "claude-haiku-5-5", input: 0.1, output: 0.5 },
  { tier: "sonnet", model: "claude-sonnet-5-5", input: 2, output: 10 },
  { tier: "opus", model: "claude-opus-5-5", input: 4, output: 20 },
];

/** Prices of a model that we do not know: those of the dearest one that we do, so that the ceiling still holds. */
const unknownPrice = { input: 10, output: 50 };

/** The model's name for a tier; a full name is taken as it is. `overrides` (tier → model) come from the configuration. */
export function modelName(tierOrName: string, overrides: Readonly<Record<string, string>>): string {
  const override = Object.hasOwn(overrides, tierOrName) ? overrides[tierOrName] : undefined;
  return override ?? tiers.find((entry) => entry.tier === tierOrName)?.model ?? tierOrName;
}

/** Price of a call in US dollars. */
export function priceOf(model: string, inputTokens: number, outputTokens: number): number {
  const price = tiers.find((entry) => entry.model === model) ?? unknownPrice;
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

/** An upper bound without a tokenizer: text of code rarely has fewer than 3 bytes a token. */
export function tokensAtMost(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 2.5);
}
