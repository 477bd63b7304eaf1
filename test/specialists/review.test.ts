import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { ModelAnswer, ModelRequest } from "../../src/ports/model.ts";
import { review, type Deployment, type ReviewInput } from "../../src/specialists/review.ts";
import { briefInput } from "../support/brief.ts";
import { cardText, identitiesWith } from "../support/identities.ts";
import { noDomains } from "../support/report.ts";

const usage = { inputTokens: 10_000, outputTokens: 1_000 };
const nothing: ModelAnswer = { kind: "answer", text: '{"remarks":[]}', usage };
const remark = {
  text: "Return 404 when nothing is found.",
  path: "app/residents.py",
  line: 2,
  quote: "return crud.find_or_raise(id)",
  severity: "warning",
};

function input(parts: Partial<ReviewInput> = {}): ReviewInput {
  return {
    ...briefInput(),
    settings: { folder: ".github/identities", tiers: {}, budgets: {} },
    model: "",
    maxUsd: 1,
    signal: new AbortController().signal,
    ...parts,
  };
}

/** A model that answers by who is asked, and remembers what it was asked and how many questions were open at once. */
function modelOf(answer: (request: ModelRequest) => ModelAnswer) {
  const requests: ModelRequest[] = [];
  let open = 0;
  let most = 0;
  const deployment: Deployment = {
    model: {
      ask: async (request) => {
        requests.push(request);
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        open -= 1;
        return answer(request);
      },
    },
  };
  return { deployment, requests, mostOpen: () => most };
}

const whoIs = ({ system }: ModelRequest) => /^# (\w+)/.exec(system)?.[1];
const statuses = async (one: ReviewInput, deployment: Deployment) =>
  (await review(one, deployment)).map(({ name, status, reason }) => [name, status, reason]);

describe("who is deployed", () => {
  test("the specialists of the touched domains together, then the coordinator", async () => {
    const { deployment, requests, mostOpen } = modelOf(() => nothing);
    const results = await review(input(), deployment);
    expect(results.map(({ name, status, model, tokens, usd }) => [name, status, model, tokens, usd])).toEqual(
      [
        ["DBA", "completed", "claude-haiku-5-5", { input: 10_000, output: 1_000 }, 0.0015],
        ["BACKEND_ENGINEER", "not-needed", null, null, null],
        ["API_DEVELOPER", "completed", "claude-haiku-5-5", { input: 10_000, output: 1_000 }, 0.0015],
        ["COORD_PLATFORM", "completed", "claude-sonnet-5-5", { input: 10_000, output: 1_000 }, 0.03],
      ],
    );
    expect(requests.map(whoIs)).toEqual(["DBA", "API_DEVELOPER", "COORD_PLATFORM"]);
    expect(mostOpen()).toBe(2);
  });

  test("one after the other where a card says so", async () => {
    const { deployment, requests, mostOpen } = modelOf(() => nothing);
    await review(
      input({ identities: identitiesWith({ "DBA.identity.md": cardText({ after: "[API_DEVELOPER]" }) }) }),
      deployment,
    );
    expect(requests.map(whoIs)).toEqual(["API_DEVELOPER", "DBA", "COORD_PLATFORM"]);
    expect(mostOpen()).toBe(1);
  });

  test("nobody where no domain is touched", async () => {
    const { deployment, requests } = modelOf(() => nothing);
    const results = await review(input({ domains: noDomains }), deployment);
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "not-needed"));
    expect(requests).toEqual([]);
  });

  test("without a model: not run, and why", async () => {
    expect(await statuses(input(), { notRun: "no key" })).toEqual([
      ["DBA", "not-run", "no key"],
      ["BACKEND_ENGINEER", "not-needed", null],
      ["API_DEVELOPER", "not-run", "no key"],
      ["COORD_PLATFORM", "not-run", "no key"],
    ]);
  });

  test("none that the coordinator may not deploy", async () => {
    const own = cardText({
      name: "COORD_PLATFORM",
      tier: "coordinator",
      reportsTo: "ARCHITECT",
      mayDeploy: "[API_DEVELOPER]",
      body: "# COORD_PLATFORM",
    });
    const { deployment } = modelOf(() => nothing);
    const results = await statuses(
      input({ identities: identitiesWith({ "COORD_PLATFORM.identity.md": own }) }),
      deployment,
    );
    expect(results[0]).toEqual(["DBA", "not-run", "the coordinator's card may not deploy it"]);
    expect(results[2]).toEqual(["API_DEVELOPER", "completed", null]);
  });

  test("the model is the input's, else the configuration's for the tier", async () => {
    const named = modelOf(() => nothing);
    await review(input({ model: "claude-opus-5-5" }), named.deployment);
    expect(new Set(named.requests.map(({ model }) => model))).toEqual(new Set(["claude-opus-5-5"]));
    const tiers = modelOf(() => nothing);
    await review(
      input({ settings: { folder: "", tiers: { haiku: "claude-haiku-4-5" }, budgets: {} } }),
      tiers.deployment,
    );
    expect(tiers.requests.map(({ model }) => model)).toEqual([
      "claude-haiku-4-5",
      "claude-haiku-4-5",
      "claude-sonnet-5-5",
    ]);
  });
});

describe("what becomes of an answer", () => {
  test("checked remarks are kept; the coordinator reads them", async () => {
    const { deployment, requests } = modelOf((request) =>
      whoIs(request) === "API_DEVELOPER"
        ? {
            kind: "answer",
            text: JSON.stringify({ remarks: [remark, { ...remark, quote: "made up line" }] }),
            usage,
          }
        : nothing,
    );
    const results = await review(input(), deployment);
    expect(results[2]).toMatchObject({
      status: "completed",
      reason: "1 remark dropped, quoting no line of the change",
      remarks: [{ text: remark.text, where: { line: 2 } }],
    });
    expect(requests.at(-1)?.prompt).toContain(remark.text);
    expect(requests.at(-1)?.prompt).not.toContain("made up line");
  });

  test.each([
    [{ kind: "refused", usage }, "the model refused", 0.0015],
    [{ kind: "truncated", usage }, "the answer was cut off", 0.0015],
    [
      { kind: "failed", reason: "the key was not accepted (401)", usage: null },
      "the key was not accepted (401)",
      null,
    ],
    [{ kind: "answer", text: "LGTM", usage }, "the answer was not JSON", 0.0015],
    [{ kind: "answer", text: "", usage }, "the answer was not JSON", 0.0015],
  ] satisfies readonly (readonly [ModelAnswer, string, number | null])[])(
    "%j: failed, and the others go on",
    async (answer, reason, usd) => {
      const { deployment } = modelOf((request) => (whoIs(request) === "DBA" ? answer : nothing));
      const [dba, , api, coordinator] = await review(input(), deployment);
      expect(dba).toMatchObject({ status: "failed", reason, usd, remarks: [] });
      expect([api?.status, coordinator?.status]).toEqual(["completed", "completed"]);
    },
  );

  test("an answer that parrots its instructions is thrown away", async () => {
    const { deployment } = modelOf(({ system }) => ({
      kind: "answer",
      text: JSON.stringify({ remarks: [{ ...remark, text: system }] }),
      usage,
    }));
    const [dba] = await review(input(), deployment);
    expect(dba).toMatchObject({
      status: "failed",
      reason: "the answer repeated its instructions",
      remarks: [],
    });
  });

  test("without any specialist's answer there is nothing to integrate", async () => {
    const { deployment, requests } = modelOf(() => ({ kind: "refused", usage }));
    const results = await review(input(), deployment);
    expect(results[3]).toMatchObject({ status: "not-run", reason: "no specialist completed" });
    expect(requests).toHaveLength(2);
  });

  test("what it was not shown is said", async () => {
    const own = { "DBA.identity.md": cardText({ needsGit: "false" }) };
    const { deployment } = modelOf(() => nothing);
    const [dba] = await review(input({ identities: identitiesWith(own) }), deployment);
    expect(dba?.reason).toBe("1 file not shown to it in full");
  });
});

describe("what it may cost", () => {
  test("no call that could pass the ceiling is made", async () => {
    const { deployment, requests } = modelOf(() => nothing);
    const results = await review(input({ maxUsd: 0.001 }), deployment);
    expect(results[0]?.reason).toMatch(
      /^its call could cost \$0\.\d{3}, more than what is left of the budget$/,
    );
    expect(requests).toEqual([]);
  });

  test("a specialist's own budget counts too", async () => {
    const { deployment } = modelOf(() => nothing);
    const settings = { folder: "", tiers: {}, budgets: { DBA: 0 } };
    const results = await statuses(input({ settings }), deployment);
    expect(results.map(([, status]) => status)).toEqual(["not-run", "not-needed", "completed", "completed"]);
  });

  test("a call that was given up is taken as spent: it may be billed", async () => {
    // One after the other, with a model so dear that the ceiling has room for one call at a time.
    const identities = identitiesWith({ "DBA.identity.md": cardText({ after: "[API_DEVELOPER]" }) });
    const run = async (first: ModelAnswer) => {
      const { deployment } = modelOf((request) => (whoIs(request) === "API_DEVELOPER" ? first : nothing));
      return (await statuses(input({ identities, model: "a-dear-one", maxUsd: 1.6 }), deployment))[0]?.[1];
    };
    expect(await run({ ...nothing, usage: { inputTokens: 10, outputTokens: 10 } })).toBe("completed");
    expect(await run({ kind: "failed", reason: "it did not answer in time", usage: null })).toBe("not-run");
  });

  test("the ceiling holds for any costs that a model can run up", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.array(fc.boolean()),
        async (maxUsd, given) => {
          let index = 0;
          const { deployment } = modelOf(({ model, prompt, system, maxOutputTokens }) => {
            const lost = given[index] ?? false;
            index += 1;
            expect(model).not.toBe("");
            // As many tokens as the estimate allows at most.
            const tokens = Math.ceil(Buffer.byteLength(system + prompt) / 2);
            return lost
              ? { kind: "failed", reason: "it did not answer in time", usage: null }
              : {
                  kind: "answer",
                  text: '{"remarks":[]}',
                  usage: { inputTokens: tokens, outputTokens: maxOutputTokens },
                };
          });
          const results = await review(input({ maxUsd }), deployment);
          const spent = results.reduce((total, { usd }) => total + (usd ?? 0), 0);
          expect(spent).toBeLessThanOrEqual(maxUsd + 1e-9);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test("nothing that a model answers reaches the engine's findings", async () => {
  const answers = fc.oneof(
    fc.record({
      kind: fc.constant("answer" as const),
      text: fc.oneof(fc.json(), fc.string()),
      usage: fc.constant(usage),
    }),
    fc.record({ kind: fc.constantFrom("refused" as const, "truncated" as const), usage: fc.constant(usage) }),
    fc.record({ kind: fc.constant("failed" as const), reason: fc.string(), usage: fc.constant(null) }),
  );
  await fc.assert(
    fc.asyncProperty(answers, async (answer) => {
      const before = input();
      const copy = structuredClone({
        findings: before.findings,
        changes: before.changes,
        domains: before.domains,
      });
      const results = await review(before, modelOf(() => answer).deployment);
      expect({ findings: before.findings, changes: before.changes, domains: before.domains }).toEqual(copy);
      expect(results.map(({ name }) => name)).toEqual([
        "DBA",
        "BACKEND_ENGINEER",
        "API_DEVELOPER",
        "COORD_PLATFORM",
      ]);
      for (const result of results) {
        expect(Object.keys(result).sort()).toEqual([
          "model",
          "name",
          "reason",
          "remarks",
          "status",
          "tokens",
          "usd",
        ]);
      }
    }),
    { numRuns: 60 },
  );
});

test("the run's deadline reaches every call", async () => {
  const { signal } = new AbortController();
  const { deployment, requests } = modelOf(() => nothing);
  await review(input({ signal }), deployment);
  expect(requests.every((request) => request.signal === signal)).toBe(true);
});
