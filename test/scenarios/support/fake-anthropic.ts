import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One canned reply of the Messages API. */
export type ModelReply =
  | { readonly kind: "message"; readonly text: string; readonly stopReason?: string }
  | { readonly kind: "error"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: "broken" }
  | { readonly kind: "silence" };

export interface FakeAnthropic {
  readonly url: string;
  readonly requests: readonly {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: Readonly<Record<string, unknown>>;
  }[];
  readonly close: () => Promise<void>;
}

/** A Messages API on loopback. `reply` gets the request's body and how many came before it. */
export async function startFakeAnthropic(
  reply: (body: Readonly<Record<string, unknown>>, index: number) => ModelReply,
): Promise<FakeAnthropic> {
  const requests: { headers: Record<string, string | undefined>; body: Record<string, unknown> }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    requests.push({ headers: { authorization: request.headers.authorization, path: request.url }, body });
    const answer = reply(body, requests.length - 1);
    switch (answer.kind) {
      case "silence":
        return;
      case "error":
        response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
        response.end(JSON.stringify({ type: "error", error: { type: "api_error", message: "no" } }));
        return;
      case "broken":
        response
          .writeHead(200, { "content-type": "application/json" })
          .end('{"id": "msg_1", "content": [{"type": "te');
        return;
      case "message":
        response.writeHead(200, { "content-type": "application/json" });
        response.end(
          JSON.stringify({
            id: "msg_1",
            type: "message",
            role: "assistant",
            model: body.model,
            content: [{ type: "text", text: answer.text }],
            stop_reason: answer.stopReason ?? "end_turn",
            stop_sequence: null,
            usage: {
              input_tokens: 2000,
              output_tokens: 100,
              cache_creation_input_tokens: 0,
              cache_read_input_tokens: 0,
            },
          }),
        );
    }
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
