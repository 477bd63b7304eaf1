import { describe, expect, test } from "vitest";

import { applyAnswers, askedOf, type Docket } from "../../src/escalation/answers.ts";
import { escalate } from "../../src/escalation/escalate.ts";
import { gatherRecorded } from "../../src/escalation/gather.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { rules } from "../../src/rules/rules.ts";
import { runRules } from "../../src/rules/run.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { exitCode } from "../../src/verdict/exit.ts";
import { decide } from "../../src/verdict/verdict.ts";
import { contextOf } from "../support/change.ts";
import { finding } from "../support/finding.ts";
import { comment, gitHubOf, pullRequest, type Repository } from "../support/git-hub-record.ts";

/** From findings to the exit code of the action, as one run of the job computes it. */
async function run(findings: readonly Finding[], repository: Repository) {
  const escalated = escalate(findings, rules, defaultSettings, "2026-01-05");
  const docket: Docket = { ...escalated, notAnalysed: [], specialistsMissing: false };
  const gitHub = gitHubOf(repository);
  const asked = askedOf(docket, defaultSettings);
  const recorded = await gatherRecorded(gitHub, [pullRequest()], asked, defaultSettings);
  const answered = applyAnswers(docket, recorded, defaultSettings);
  const verdict = decide({
    ...answered,
    specialists: { needed: false, results: [], waived: answered.specialistsWaived !== null },
    unfinished: [],
  });
  return { ...answered, verdict, exit: exitCode(verdict, "blocked", "action"), calls: gitHub.calls };
}

describe("every red has an exit in the same pull request", () => {
  test("the installation: green at once, and nobody is asked", async () => {
    const after = {
      ".github/workflows/coord-platform.yml":
        "on: pull_request\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/coord-platform@v1\n",
      ".github/coord-platform.yml": "async: { enforce: warning }\n",
      ".github/CODEOWNERS": "/.github/ @author\n",
    };
    const context = await contextOf({ "README.md": "Hello.\n" }, { "README.md": "Hello.\n", ...after });
    const result = await run(runRules(rules, context), { roles: { author: "admin" } });
    expect(result.escalations.length).toBeGreaterThan(2);
    expect(new Set(result.escalations.map(({ state }) => state))).toEqual(new Set(["informed"]));
    expect(result).toMatchObject({ verdict: { status: "pass", reasons: [] }, exit: 0, calls: [] });
  });

  test("the repository with a single maintainer: a break, acknowledged by its own author", async () => {
    const breaking = finding();
    const roles = { author: "admin" } as const;
    const red = await run([breaking], { roles });
    expect(red).toMatchObject({ verdict: { status: "needs-acknowledgement" }, exit: 1 });
    const [escalation] = red.escalations;
    expect(escalation?.who).toEqual(["author"]);
    expect(red.notices).toEqual([
      "Nobody else could answer for this change: `author` may, although they made it.",
    ]);
    const pasted = comment("author", `/coord-platform ack ${escalation?.id ?? ""} -- nobody calls it yet`);
    const green = await run([breaking], { roles, comments: [pasted] });
    expect(green).toMatchObject({ verdict: { status: "pass" }, exit: 0 });
    expect(green.escalations[0]).toMatchObject({
      state: "acknowledged",
      by: "author",
      reason: "nobody calls it yet",
    });
  });

  test("the wrong finding of a constraint: waived by the other maintainer, and only as long as the fact is this one", async () => {
    const wrong = finding({
      rule: "blocking-database-call",
      constraint: "async-only",
      trigger: null,
      subject: "GET /weekly › list_weekly › Session.execute",
      reaches: ["GET /weekly"],
      before: null,
      after: "Session.execute",
    });
    const repository: Repository = { roles: { author: "maintain", bob: "maintain" } };
    const red = await run([wrong], repository);
    expect(red).toMatchObject({ verdict: { status: "blocked" }, exit: 1 });
    const line = `/coord-platform waive ${red.violations[0]?.id ?? ""} -- the session is a fake here`;
    const byAuthor = await run([wrong], { ...repository, comments: [comment("author", line)] });
    expect(byAuthor).toMatchObject({ verdict: { status: "blocked" }, exit: 1 });
    const waived: Repository = { ...repository, comments: [comment("bob", line)] };
    expect(await run([wrong], waived)).toMatchObject({
      verdict: { status: "pass" },
      exit: 0,
      violations: [{ state: "waived", by: "bob", reason: "the session is a fake here" }],
    });
    const worse = finding({ ...wrong, reaches: ["GET /weekly", "GET /monthly"] });
    expect(await run([worse], waived)).toMatchObject({ verdict: { status: "blocked" }, exit: 1 });
  });
});

test("a new push with a second break asks for the second only, and an answer that came first counts when its fact appears", async () => {
  const first = finding();
  const second = finding({ subject: "UserRead.name (response)" });
  const roles = { alice: "admin", author: "write" } as const;
  const ids = (await run([first, second], { roles })).escalations.map(({ id }) => id);
  const answer = comment("alice", `/coord-platform ack ${ids[0] ?? ""} -- agreed`);
  const states = async (findings: readonly Finding[]) =>
    (await run(findings, { roles, comments: [answer] })).escalations.map(({ state }) => state);
  expect(await states([first])).toEqual(["acknowledged"]);
  expect(await states([first, second])).toEqual(["acknowledged", "open"]);
  expect(await states([second])).toEqual(["open"]);
  expect(
    await states([
      finding({ where: { path: "moved.py", line: 99, endLine: 99, side: "before" }, message: "x" }),
    ]),
  ).toEqual(["acknowledged"]);
});
