interface Price {
  readonly input: number;
  readonly output: number;
}

/**
 * Model tiers, their current names, and prices in US dollars per million tokens (platform.claude.com, "Pricing").
 * The one place to change when models change.
 */
const models: readonly (Price & {
  readonly tier: string | null;
  readonly model: string;
  /** Some models cost more for a prompt beyond a number of tokens. */
  readonly long?: Price & { readonly above: number };
})[] = [
  {
    tier: "haiku",
    model: "claude-haiku-5-5",
    input: 0.1,
    output: 0.5,
    long: { above: 100_000, input: 0.5, output: 2.5 },
  },
  { tier: "sonnet", model: "claude-sonnet-5-5", input: 2, output: 10 },
  { tier: "opus", model: "claude-opus-5-5", input: 4, output: 20 },
  { tier: null, model: "claude-sonnet-5", input: 2, output: 10 },
  { tier: null, model: "claude-opus-5", input: 5, output: 25 },
  { tier: null, model: "claude-haiku-4-5", input: 1, output: 5 },
];

/** Of a model that we do not know: above every price that is published, so that the ceiling still holds. */
const unknownPrice: Price = { input: 25, output: 125 };

/** The model's name for a tier; a full name is taken as it is. `overrides` (tier → model) come from the configuration. */
export function modelName(tierOrName: string, overrides: Readonly<Record<string, string>>): string {
  const override = Object.hasOwn(overrides, tierOrName) ? overrides[tierOrName] : undefined;
  return override ?? models.find((entry) => entry.tier === tierOrName)?.model ?? tierOrName;
}

/** Price of a call in US dollars. */
export function priceOf(model: string, inputTokens: number, outputTokens: number): number {
  const known = models.find((entry) => entry.model === model);
  const long = known?.long;
  const price = long !== undefined && inputTokens > long.above ? long : (known ?? unknownPrice);
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

/** An upper bound without a tokenizer: code and JSON rarely have fewer than 2 bytes a token. */
export function tokensAtMost(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 2);
}
