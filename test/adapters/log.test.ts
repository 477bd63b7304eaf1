import { afterEach, expect, test, vi } from "vitest";

import { actionsLog } from "../../src/adapters/actions-log.ts";
import { terminalLog } from "../../src/adapters/log.ts";
import type { Log } from "../../src/ports/log.ts";

afterEach(() => vi.restoreAllMocks());

/** What a use of a log prints to a stream, durations as `0.0 s`. */
async function printed(stream: "stdout" | "stderr", use: () => Promise<unknown> | void): Promise<string> {
  let text = "";
  const spy = vi.spyOn(process[stream], "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  await use();
  spy.mockRestore();
  return text.replaceAll(/\d+\.\d s/g, "0.0 s");
}

async function useAll(log: Log): Promise<void> {
  log.info("path ##[set-output name=verdict;]pass");
  log.warning("50% done\nnext");
  log.error("::stop-commands::x");
  log.debug("detail");
  expect(await log.stage("Facts", () => 7)).toBe(7);
}

test("the terminal's log writes neutral lines to standard error", async () => {
  expect(await printed("stderr", () => useAll(terminalLog({ quiet: false })))).toBe(
    "path #[set-output name=verdict;]pass\nwarning: 50% done\\nnext\nerror: ::stop-commands::x\nFacts: 0.0 s\n",
  );
  expect(await printed("stderr", () => useAll(terminalLog({ quiet: true })))).toBe(
    "warning: 50% done\\nnext\nerror: ::stop-commands::x\n",
  );
});

test("the job's log folds stages and escapes what it is told", async () => {
  expect(await printed("stdout", () => useAll(actionsLog()))).toBe(
    [
      "path #[set-output name=verdict;]pass",
      "::warning::50%25 done\\nnext",
      "::error::: :stop-commands::x",
      "::debug::detail",
      "::group::Facts",
      "Facts: 0.0 s",
      "::endgroup::",
      "",
    ].join("\n"),
  );
});

test("a stage that fails is closed all the same", async () => {
  const fail = () => actionsLog().stage("Facts", () => Promise.reject(new Error("no")));
  let failed: Promise<unknown> = Promise.resolve();
  const text = await printed("stdout", () => {
    failed = fail();
    return failed.catch(() => {});
  });
  await expect(failed).rejects.toThrow("no");
  expect(text).toBe("::group::Facts\nFacts: 0.0 s\n::endgroup::\n");
});
