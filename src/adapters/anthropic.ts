import type AnthropicModule from "@anthropic-ai/sdk";

import type { Model, ModelAnswer, ModelRequest, ModelUsage } from "../ports/model.ts";

export interface AnthropicOptions {
  readonly apiKey: string;
  /** Null: Anthropic's own address. Never taken from the environment, where an earlier step could have put another. */
  readonly baseUrl: string | null;
  /** Longest time of one question with all its attempts, in milliseconds. */
  readonly timeout: number;
}

const defaultBaseUrl = "https://api.anthropic.com";

/** The Messages API through the SDK, which is loaded with the first question: without a key it is never loaded. */
export function anthropicModel(options: AnthropicOptions): Model {
  let client: Promise<AnthropicModule> | undefined;
  return {
    ask: async (request) => {
      client ??= makeClient(options);
      // Not the SDK's own timeout: that one is tried again, and what was given up may be billed each time.
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeout)]);
      try {
        return await ask(await client, request, signal);
      } catch (error) {
        return { kind: "failed", reason: describe(error, signal), usage: null };
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
    openTelemetry: false,
    timeout: 2 * options.timeout,
    maxRetries: 2,
    logLevel: "off",
  });
}

/**
 * Asks for JSON of the request's schema (structured outputs). A model or a gateway that refuses the schema, because
 * its grammar is too large or because it has no structured outputs, answers 400, unbilled: then it is asked once more
 * for JSON as text. What comes back is checked by the caller either way.
 */
async function ask(
  client: AnthropicModule,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const common = { model: request.model, max_tokens: request.maxOutputTokens, system: request.system };
  try {
    return read(
      await client.messages.create(
        {
          ...common,
          messages: [{ role: "user", content: request.prompt }],
          output_config: {
            effort: "medium",
            format: { type: "json_schema", schema: { ...request.schema } },
          },
        },
        { signal },
      ),
    );
  } catch (error) {
    if (statusOf(error) !== 400 || signal.aborted) throw error;
  }
  const form = `Answer with one JSON object of this schema, and nothing before or after it:\n\n${JSON.stringify(request.schema)}`;
  return read(
    await client.messages.create(
      { ...common, messages: [{ role: "user", content: `${request.prompt}\n\n${form}` }] },
      { signal },
    ),
  );
}

type Message = AnthropicModule.Message;

function read(message: Message): ModelAnswer {
  const usage = usageOf(message.usage);
  // Before anything is parsed: a refusal or a cut answer is "not reviewed", never "no findings".
  switch (message.stop_reason) {
    case "end_turn":
    case "stop_sequence":
      break;
    case "refusal":
      return { kind: "refused", usage };
    case "max_tokens":
    case "model_context_window_exceeded":
      return { kind: "truncated", usage };
    default:
      // `tool_use`, `pause_turn` or something newer: we send no tools, so that none of them is an answer.
      return { kind: "failed", reason: "the model stopped before it had answered", usage };
  }
  const text = message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  return text.trim() === ""
    ? { kind: "failed", reason: "the answer was empty", usage }
    : { kind: "answer", text: withoutFence(text), usage };
}

/** What went in is billed whether it was cached or not. */
function usageOf(usage: Message["usage"]): ModelUsage {
  return {
    inputTokens:
      usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
  };
}

/** Asked for JSON as text, models like to put it into a code block. */
function withoutFence(text: string): string {
  const trimmed = text.trim();
  const start = trimmed.startsWith("```json\n") ? 8 : trimmed.startsWith("```\n") ? 4 : -1;
  return start > 0 && trimmed.endsWith("\n```") ? trimmed.slice(start, -4) : trimmed;
}

/** A sentence for the report: no headers, no request body, no address, no text of the service. */
function describe(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "it did not answer in time";
  const status = statusOf(error);
  const known = status === null ? undefined : statusWords.get(status);
  if (status !== null)
    return known === undefined ? `the service answered with ${status}` : `${known} (${status})`;
  const name = error instanceof Error ? error.name : "";
  if (name === "APIConnectionTimeoutError" || name === "APIUserAbortError" || name === "AbortError")
    return "it did not answer in time";
  return name === "APIConnectionError" ? "the service could not be reached" : "the answer could not be read";
}

const statusWords: ReadonlyMap<number, string> = new Map([
  [400, "the service refused the request"],
  [401, "the key was not accepted"],
  [402, "the account's spending limit is reached"],
  [403, "the key was not accepted"],
  [404, "the service does not know this model"],
  [413, "the request was too large"],
  [429, "the rate limit is reached"],
  [503, "the service is overloaded"],
  [529, "the service is overloaded"],
]);

function statusOf(error: unknown): number | null {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : null;
}
