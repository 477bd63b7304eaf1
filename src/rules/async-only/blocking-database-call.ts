import type { BlockingCall } from "../../facts/code/code.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft, Severity } from "../finding.ts";
import { wasReadable } from "../introduced.ts";
import { type RuleContext, defineRule } from "../rule.ts";
import { type BlockedFunction, describeBlocking, introducedBlocking } from "./introduced-blocking.ts";

/** From this share of blocking async operations on, a base has other worries than one more (`async.enforce: auto`). */
const tolerated = 1 / 5;

export const blockingDatabaseCall = defineRule({
  id: "blocking-database-call",
  constraint: "async-only",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "A synchronous database call blocks the event loop",
  why: "An `async def` runs in the event loop. While a synchronous driver waits for the database there, no other request of the process is served: one slow query stops them all. FastAPI runs plain `def` endpoints in a thread, so the same call is harmless there and is not reported.",
  fix: "Use the asynchronous client (`AsyncSession`, `redis.asyncio`, …) and await it; or make the function a plain `def` when nothing in it is awaited; or hand the call to `run_in_threadpool`.",
  *check(context): Iterable<FindingDraft> {
    const { enforce } = context.settings.async;
    if (enforce === "off") return;
    const found = introducedBlocking(context.changes, (call) => call.category === "database");
    if (found.length === 0) return;
    const judged = judge(context);
    for (const one of found) {
      const certain =
        one.calls.some((call) => call.confidence === "high") &&
        one.calls.every((call) => wasReadable(call.where.path, context.changeSet, context.before));
      // Where many operations block already, a suspicion is not worth a line.
      if (!certain && judged.aside !== "") continue;
      yield {
        ...describeBlocking(one),
        message: say`${sentence(one)}${judged.aside}`,
        fix: fixFor(one, context),
        severity: certain ? judged.severity : "warning",
        confidence: certain ? "high" : "medium",
      };
    }
  },
});

function judge(context: RuleContext): { readonly severity: Severity; readonly aside: string } {
  const { enforce } = context.settings.async;
  if (enforce !== "auto") return { severity: enforce === "error" ? "error" : "warning", aside: "" };
  const { total, blocking } = context.before.code.asyncOperations();
  if (total === 0 || blocking / total < tolerated) return { severity: "error", aside: "" };
  return {
    severity: "warning",
    aside: ` (as ${blocking} of the base's ${total} async operations do already)`,
  };
}

function sentence(one: BlockedFunction): Sentence {
  const serves = one.operation === null ? "" : say` for \`${one.operation}\``;
  const [first] = one.calls;
  const calls = codes([...new Set(one.calls.map(({ callee }) => callee))].sort());
  const through = one.calls.every((call) => call.via.length > 0) ? first?.via.at(0) : undefined;
  const how =
    through === undefined
      ? say`${calls} inside \`async def\``
      : say`it calls \`${through}\`, which waits in ${calls}`;
  return say`\`${one.function}\` blocks the event loop${serves}: ${how}`;
}

function fixFor(one: BlockedFunction, context: RuleContext): string {
  const through = one.calls.find((call) => call.via.length > 0);
  const thread =
    through === undefined
      ? "make the function a plain `def` if nothing in it is awaited"
      : `hand it to a thread with \`await run_in_threadpool(${through.via[0]}, …)\``;
  return `${asynchronousWay(one.calls, context)}; or ${thread}.`;
}

function asynchronousWay(calls: readonly BlockingCall[], context: RuleContext): string {
  const callee = calls[0]?.callee ?? "";
  if (callee.startsWith("redis.")) return "Use `redis.asyncio.Redis` and await its methods";
  if (callee.startsWith("pymongo.")) return "Use `pymongo.AsyncMongoClient` and await its methods";
  if (callee.startsWith("psycopg.")) return "Use `psycopg.AsyncConnection` and await its methods";
  if (/^(?:psycopg2|pymysql|sqlite3|MySQLdb)\./.test(callee))
    return "Use an asynchronous driver (`asyncpg`, `aiomysql`, `aiosqlite`) and await its methods";
  const [provider] = context.after.code.asyncSessionProviders();
  return provider === undefined
    ? "Take an `AsyncSession` and await its methods"
    : `Take \`AsyncSession\` from \`${provider.name}\` and await its methods`;
}
