import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { wasReadable } from "../introduced.ts";
import { defineRule } from "../rule.ts";
import { type BlockedFunction, describeBlocking, introducedBlocking } from "./introduced-blocking.ts";

export const blockingCall = defineRule({
  id: "blocking-call",
  domain: "BACKEND",
  severity: "warning",
  confidence: "high",
  title: "A call that waits blocks the event loop",
  why: "`requests`, `time.sleep` and `subprocess.run` wait without giving the event loop back: while they do, the process serves nobody else.",
  fix: "Use `httpx.AsyncClient`, `asyncio.sleep` or `asyncio.create_subprocess_exec` and await it; or hand the call to `run_in_threadpool`.",
  *check({ changes, changeSet, before }): Iterable<FindingDraft> {
    for (const one of introducedBlocking(changes, (call) => call.category !== "database")) {
      if (one.calls.some((call) => !wasReadable(call.where.path, changeSet, before))) continue;
      const serves = one.operation === null ? "" : say` for \`${one.operation}\``;
      const callees = codes([...new Set(one.calls.map(({ callee }) => callee))].sort());
      yield {
        ...describeBlocking(one),
        message: say`\`${one.function}\` blocks the event loop${serves}: ${callees} inside \`async def\``,
        fix: `${fixFor(one)}; or hand the call to a thread with \`run_in_threadpool\`.`,
        confidence: one.calls.some((call) => call.confidence === "high") ? "high" : "medium",
      };
    }
  },
});

const ways = {
  http: "Use `httpx.AsyncClient` and await the request",
  sleep: "Use `await asyncio.sleep(…)`",
  subprocess: "Use `await asyncio.create_subprocess_exec(…)`",
  database: "Use the asynchronous client and await it",
} as const;

function fixFor(one: BlockedFunction): string {
  return ways[one.calls[0]?.category ?? "database"];
}
