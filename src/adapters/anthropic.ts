import type AnthropicModule from "@anthropic-ai/sdk";

import type { Model, ModelAnswer, ModelRequest } from "../ports/model.ts";

export interface AnthropicOptions {
  readonly apiKey: string;
  /** Null: Anthropic's own address. Never taken from the environment, where an earlier step could have put another. */
  readonly baseUrl: string | null;
  /** Longest time of one attempt, in milliseconds. */
  readonly timeout: number;
}

const defaultBaseUrl = "https://api.anthropic.com";

/** The Messages API through the SDK, which is loaded with the first question: without a key it is never loaded. */
export function anthropicModel(options: AnthropicOptions): Model {
  let client: Promise<AnthropicModule> | undefined;
  return {
    ask: async (request) => {
      client ??= makeClient(options);
      try {
        return await ask(await client, request);
      } catch (error) {
        return { kind: "failed", reason: describe(error), usage: null };
      }
    },
  };
}

async function makeClient(options: AnthropicOptions): Promise<AnthropicModule> {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  return new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? defaultBaseUrl,
    authToken: null,
    timeout: options.timeout,
    maxRetries: 2,
    logLevel: "off",
  });
}

async function ask(client: AnthropicModule, request: ModelRequest): Promise<ModelAnswer> {
  const message = await client.messages.create(
    {
      model: request.model,
      max_tokens: request.maxOutputTokens,
      system: request.system,
      messages: [{ role: "user", content: request.prompt }],
      output_config: { format: { type: "json_schema", schema: { ...request.schema } } },
    },
    { signal: request.signal },
  );
  const usage = {
    inputTokens:
      message.usage.input_tokens +
      (message.usage.cache_creation_input_tokens ?? 0) +
      (message.usage.cache_read_input_tokens ?? 0),
    outputTokens: message.usage.output_tokens,
  };
  // Before anything is parsed: a refusal or a cut answer is "not reviewed", never "no findings".
  switch (message.stop_reason) {
    case "refusal":
      return { kind: "refused", usage };
    case "max_tokens":
    case "model_context_window_exceeded":
      return { kind: "truncated", usage };
    default:
      break;
  }
  const text = message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  return text.trim() === ""
    ? { kind: "failed", reason: "the answer was empty", usage }
    : { kind: "answer", text, usage };
}

/** A sentence for the report: no headers, no request body, no address. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "the call failed";
  if (error.name === "APIUserAbortError" || error.name === "AbortError") return "it did not answer in time";
  const status = "status" in error && typeof error.status === "number" ? error.status : null;
  if (status === 401 || status === 403) return `the key was not accepted (${status})`;
  if (status === 402) return "the account's spending limit is reached (402)";
  if (status === 429) return "the rate limit is reached (429)";
  if (status === 529 || status === 503) return `the service is overloaded (${status})`;
  if (status !== null) return `the service answered with ${status}`;
  return error.name.includes("Timeout") || /timed? ?out/i.test(error.message)
    ? "it did not answer in time"
    : "the service could not be reached";
}
