import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

/** A smart HTTP git server on the loopback device: `git http-backend`, as GitHub speaks it. */
export interface GitServer {
  readonly url: string;
  /** Method, path with query, and authorization header of each request. */
  readonly requests: readonly { readonly line: string; readonly authorization: string | undefined }[];
  readonly close: () => Promise<void>;
}

/** Answers a request before git does; true when it has. */
export type Intercept = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

/** Serves the repositories under `root` as `/<owner>/<name>`, without `.git` at the end. */
export async function serveGit(root: string, intercept: Intercept = () => false): Promise<GitServer> {
  const backend = join(execFileSync("git", ["--exec-path"]).toString("utf8").trim(), "git-http-backend");
  const requests: { line: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    requests.push({
      line: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
    });
    if (intercept(request, response, requests.length)) return;
    const child = spawn(backend, [], {
      env: {
        PATH: process.env["PATH"],
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        REQUEST_METHOD: request.method,
        PATH_INFO: path,
        QUERY_STRING: query,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        REMOTE_ADDR: "127.0.0.1",
      },
    });
    request.pipe(child.stdin);
    child.stdin.on("error", () => {});
    answerAsCgi(child.stdout, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answerAsCgi(output: NodeJS.ReadableStream, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  output.on("data", (chunk: Buffer) => chunks.push(chunk));
  output.on("end", () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf("\r\n\r\n");
    for (const line of all.toString("latin1", 0, end).split("\r\n")) {
      const [name = "", value = ""] = line.split(": ");
      if (name === "Status") response.statusCode = Number.parseInt(value, 10);
      else if (name !== "") response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}
