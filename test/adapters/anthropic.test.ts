import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test, vi } from "vitest";

import { anthropicModel } from "../../src/adapters/anthropic.ts";
import type { ModelRequest } from "../../src/ports/model.ts";
import { answerSchema } from "../../src/specialists/answer.ts";

type Reply = (response: ServerResponse, body: Readonly<Record<string, unknown>>) => void;

let server: Server | undefined;
const requests: {
  readonly headers: IncomingMessage["headers"];
  readonly body: Readonly<Record<string, unknown>>;
}[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  requests.length = 0;
});

/** A Messages API on loopback that answers the n-th request with the n-th reply, and then with the last one. */
async function serve(...replies: readonly Reply[]): Promise<string> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    requests.push({ headers: request.headers, body });
    replies[Math.min(requests.length, replies.length) - 1]?.(response, body);
  };
  server = createServer((request, response) => void handle(request, response));
  const listening = server;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const message =
  (text: string, stopReason: string | null = "end_turn"): Reply =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "claude-haiku-5-5",
        content: text === "" ? [] : [{ type: "text", text }],
        stop_reason: stopReason,
        stop_sequence: null,
        usage: {
          input_tokens: 2000,
          output_tokens: 100,
          cache_creation_input_tokens: 30,
          cache_read_input_tokens: 4,
        },
      }),
    );
  };

const error =
  (status: number, type = "api_error"): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "1" });
    response.end(JSON.stringify({ type: "error", error: { type, message: "secret detail" } }));
  };

function request(signal: AbortSignal = new AbortController().signal): ModelRequest {
  return {
    model: "claude-haiku-5-5",
    system: "You are the DBA.",
    prompt: "Review.",
    schema: answerSchema,
    maxOutputTokens: 500,
    signal,
  };
}

const ask = (baseUrl: string, options: { readonly timeout?: number; readonly signal?: AbortSignal } = {}) =>
  anthropicModel({ apiKey: "sk-test", baseUrl, timeout: options.timeout ?? 10_000 }).ask(
    request(options.signal),
  );

const usage = { inputTokens: 2034, outputTokens: 100 };

describe("what is sent", () => {
  test("a system prompt, one message and the form of the answer; no tools, and the key only as a header", async () => {
    await ask(await serve(message("{}")));
    expect(requests[0]?.body).toEqual({
      model: "claude-haiku-5-5",
      max_tokens: 500,
      system: "You are the DBA.",
      messages: [{ role: "user", content: "Review." }],
      output_config: { effort: "medium", format: { type: "json_schema", schema: answerSchema } },
    });
    expect(requests[0]?.headers.authorization).toBe("Bearer sk-test");
  });

  test("the environment has no say in where it goes, nor in whose name", async () => {
    vi.stubEnv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9/elsewhere");
    vi.stubEnv("ANTHROPIC_API_KEY", "sk-other");
    vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "token-other");
    expect(await ask(await serve(message("{}")))).toMatchObject({ kind: "answer" });
    expect(requests[0]?.headers.authorization).toBe("Bearer sk-test");
  });
});

describe("how an answer ends", () => {
  test.each([
    ["end_turn", '{"remarks":[]}', { kind: "answer", text: '{"remarks":[]}', usage }],
    ["end_turn", "", { kind: "failed", reason: "the answer was empty", usage }],
    ["refusal", "I cannot", { kind: "refused", usage }],
    ["max_tokens", '{"remarks":[', { kind: "truncated", usage }],
    ["model_context_window_exceeded", '{"rem', { kind: "truncated", usage }],
    ["tool_use", "{}", { kind: "failed", reason: "the model stopped before it had answered", usage }],
    ["pause_turn", "{}", { kind: "failed", reason: "the model stopped before it had answered", usage }],
    [
      "tomorrow's reason",
      "{}",
      { kind: "failed", reason: "the model stopped before it had answered", usage },
    ],
  ])("%s with %j", async (stopReason, text, expected) => {
    expect(await ask(await serve(message(text, stopReason)))).toEqual(expected);
  });
});

describe("a schema that the service refuses", () => {
  test("is asked for as text, once", async () => {
    const url = await serve(error(400, "invalid_request_error"), message('```json\n{"remarks":[]}\n```'));
    expect(await ask(url)).toEqual({ kind: "answer", text: '{"remarks":[]}', usage });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.body).not.toHaveProperty("output_config");
    expect(JSON.stringify(requests[1]?.body["messages"])).toContain("one JSON object of this schema");
  });

  test("and again: failed, with a reason that repeats nothing of the service's text", async () => {
    const answer = await ask(await serve(error(400, "invalid_request_error")));
    expect(answer).toEqual({ kind: "failed", reason: "the service refused the request (400)", usage: null });
    expect(requests).toHaveLength(2);
  });
});

describe("errors", () => {
  test.each([
    [401, "the key was not accepted (401)", 1],
    [402, "the account's spending limit is reached (402)", 1],
    [403, "the key was not accepted (403)", 1],
    [404, "the service does not know this model (404)", 1],
    [413, "the request was too large (413)", 1],
    [418, "the service answered with 418", 1],
    [429, "the rate limit is reached (429)", 3],
    [500, "the service answered with 500", 3],
    [529, "the service is overloaded (529)", 3],
  ])("%i: %s", async (status, reason, attempts) => {
    expect(await ask(await serve(error(status)))).toEqual({ kind: "failed", reason, usage: null });
    expect(requests).toHaveLength(attempts);
  });

  test("an overload that passes is no error", async () => {
    expect(await ask(await serve(error(529), message("{}")))).toMatchObject({ kind: "answer" });
  });

  test.each([
    ["nothing is said", () => {}],
    [
      "the answer stops in the middle",
      (response: ServerResponse) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"id": "msg_1", "content": [');
      },
    ],
  ])("our own deadline, when %s: one attempt", async (_name, reply) => {
    const answer = await ask(await serve(reply), { timeout: 200 });
    expect(answer).toEqual({ kind: "failed", reason: "it did not answer in time", usage: null });
    expect(requests).toHaveLength(1);
  });

  test("the run's deadline ends a call that is under way, and one that has not begun", async () => {
    const url = await serve(() => {});
    const failed = { kind: "failed", reason: "it did not answer in time", usage: null };
    expect(await ask(url, { signal: AbortSignal.timeout(100) })).toEqual(failed);
    expect(await ask(url, { signal: AbortSignal.abort() })).toEqual(failed);
    expect(requests).toHaveLength(1);
  });

  test("nobody listens", async () => {
    const url = await serve(message("{}"));
    await new Promise((resolve) => {
      server?.close(resolve);
    });
    expect(await ask(url)).toEqual({
      kind: "failed",
      reason: "the service could not be reached",
      usage: null,
    });
  });

  test.each([
    ["broken JSON", '{"id": "msg_1", "content": [{"type": "te'],
    ["an answer of another kind", '{"hello": "world"}'],
    ["a page", "<html>proxy</html>"],
  ])("%s", async (_name, text) => {
    const url = await serve((response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(text);
    });
    expect(await ask(url)).toMatchObject({ kind: "failed", usage: null });
  });
});
