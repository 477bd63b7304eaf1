import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const syncEndpoint = defineRule({
  id: "sync-endpoint",
  constraint: "async-only",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "An endpoint is a plain function although the configuration forbids it",
  why: "FastAPI runs a plain `def` endpoint in a thread of a small pool (40 by default): it does not block the event loop, but it queues when the pool is busy. A repository that has gone asynchronous may want none of them: `async.sync-endpoints: forbid`.",
  fix: "Make the endpoint `async def` and await what it calls, with asynchronous clients.",
  *check({ before, after, settings }): Iterable<FindingDraft> {
    if (settings.async.syncEndpoints !== "forbid") return;
    const known = new Map(before.contract.operations.map((operation) => [operation.key, operation]));
    for (const operation of after.contract.operations) {
      const old = known.get(operation.key);
      if (operation.handler.async || operation.confidence !== "high") continue;
      if (old !== undefined && !old.handler.async) continue;
      yield {
        subject: `${operation.key} › ${operation.handler.name}`,
        reaches: [operation.key],
        before: old === undefined ? null : "async def",
        after: "def",
        where: { ...operation.handler.where, side: "after" },
        message: say`\`${operation.handler.name}\` serves \`${operation.key}\` as a plain \`def\`, which the configuration forbids`,
        fix: "Make it `async def` and await what it calls.",
      };
    }
  },
});
