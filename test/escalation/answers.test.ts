import { describe, expect, test } from "vitest";

import { applyAnswers, askedOf, type Answered, type Docket } from "../../src/escalation/answers.ts";
import { escalate } from "../../src/escalation/escalate.ts";
import type { NotAnalysed } from "../../src/escalation/escalation.ts";
import { gatherRecorded } from "../../src/escalation/gather.ts";
import type { Comment, PullRequestState } from "../../src/ports/git-hub.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { Failure } from "../../src/text/failure.ts";
import { finding, rule } from "../support/finding.ts";
import { account, comment, gitHubOf, pullRequest, type Repository } from "../support/git-hub-record.ts";

const breaking = finding();
const blocking = finding({
  rule: "blocking-call",
  constraint: "async-only",
  trigger: null,
  subject: "list_weekly",
});
const told = finding({ rule: "operation-added", severity: "info", decides: false, subject: "GET /weekly" });
const rules = [rule({ id: breaking.rule }), rule({ id: "operation-added", severity: "info", informs: true })];

const unread: NotAnalysed = {
  path: "app/residents.py",
  side: "after",
  reason: "syntax-error",
  line: 7,
  id: "UNK-3T9B0QK7M2XWZ5HC",
  decides: true,
  state: "open",
  by: null,
  why: null,
};

function docketOf(settings: Settings = defaultSettings, parts: Partial<Docket> = {}): Docket {
  const { escalations, violations } = escalate([breaking, blocking, told], rules, settings, "2026-01-05");
  return { escalations, violations, notAnalysed: [unread], specialistsMissing: true, ...parts };
}

const esc = docketOf().escalations[0]?.id ?? "";
const con = docketOf().violations[0]?.id ?? "";
const ack = `/coord-platform ack ${esc} -- v1 clients are gone`;

const escalationSettings = (parts: Partial<Settings["escalation"]>): Settings => ({
  ...defaultSettings,
  escalation: { ...defaultSettings.escalation, ...parts },
});

async function answered(
  comments: readonly Comment[],
  repository: Partial<Repository> = {},
  settings: Settings = defaultSettings,
  request: PullRequestState = pullRequest(),
): Promise<Answered> {
  const gitHub = gitHubOf({
    roles: { alice: "admin", bob: "maintain", author: "write", carol: "write" },
    comments,
    ...repository,
  });
  const docket = docketOf(settings);
  const recorded = await gatherRecorded(gitHub, [request], askedOf(docket, settings), settings);
  return applyAnswers(docket, recorded, settings);
}

/** State of the one escalation that asks for something. */
async function stateAfter(...input: Parameters<typeof answered>): Promise<string> {
  const { escalations } = await answered(...input);
  const escalation = escalations.find(({ id }) => id === esc);
  return [escalation?.state, ...(escalation?.by ? [`by ${escalation.by}`] : [])].join(" ");
}

describe("an authority answers", () => {
  test("with ack: who, why, when and where are recorded", async () => {
    const answer = comment("alice", ack, {
      createdAt: "2026-01-07T09:30:00Z",
      updatedAt: "2026-01-07T09:30:00Z",
    });
    const { escalations } = await answered([answer]);
    expect(escalations[0]).toEqual({
      id: esc,
      trigger: "breaking-api-change",
      findings: [breaking.id],
      authority: "ARCHITECT",
      who: ["alice", "bob"],
      state: "acknowledged",
      by: "alice",
      reason: "v1 clients are gone",
      at: "2026-01-07",
      url: answer.url,
    });
  });

  test("with waive: constraints, unread input and missing specialists", async () => {
    const body = `/coord-platform waive ${con} ${unread.id} specialists -- known`;
    const result = await answered([comment("bob", body)]);
    expect(result.violations[0]).toMatchObject({ id: con, state: "waived", by: "bob", reason: "known" });
    expect(result.notAnalysed[0]).toMatchObject({ state: "waived", by: "bob", why: "known" });
    expect(result.specialistsWaived).toEqual({ by: "bob", reason: "known" });
  });

  test("what only informs is not answered", async () => {
    const { escalations } = await answered([]);
    expect(escalations.find(({ findings }) => findings.includes(told.id))).toMatchObject({
      state: "informed",
      who: [],
    });
  });

  test("among many comments", async () => {
    const chatter = Array.from({ length: 250 }, (_, index) => comment("carol", `remark ${index}`));
    expect(await stateAfter([...chatter, comment("alice", ack), ...chatter])).toBe("acknowledged by alice");
  });

  test("two at once: both count, the last one is shown", async () => {
    expect(await stateAfter([comment("alice", ack), comment("bob", ack)])).toBe("acknowledged by bob");
  });

  test("who left since then no longer counts", async () => {
    expect(await stateAfter([comment("alice", ack)], { roles: { bob: "admin" } })).toBe("open");
  });
});

describe("what does not count", () => {
  test.each([
    ["no comment", [], "open"],
    ["an edited comment", [comment("alice", ack, { updatedAt: "2026-02-01T00:00:00Z" })], "open"],
    ["a quote", [comment("alice", `> ${ack}`)], "open"],
    ["a fence", [comment("alice", `\`\`\`\n${ack}\n\`\`\``)], "open"],
    ["a bot", [comment("coord[bot]", ack)], "open"],
    ["a role below maintain", [comment("carol", ack)], "open"],
    ["a stranger", [comment("mallory", ack)], "open"],
    ["an owner by association alone", [comment("carol", ack, { association: "OWNER" })], "open"],
    ["no reason", [comment("alice", `/coord-platform ack ${esc}`)], "open"],
    ["the placeholder as reason", [comment("alice", `/coord-platform ack ${esc} -- why`)], "open"],
    [
      "the id of another change",
      [comment("alice", "/coord-platform ack ESC-API-88SA89VS86FZ4PMG -- r")],
      "open",
    ],
    ["the author", [comment("author", ack)], "refused by author"],
    ["the author in capitals", [comment("AUTHOR", ack)], "refused by AUTHOR"],
  ])("%s", async (_, comments, state) => {
    expect(await stateAfter(comments)).toBe(state);
  });

  test("a contributor, unless the configuration allows contributors; the author stays out", async () => {
    const byBob = { contributors: ["bob"] };
    expect(await stateAfter([comment("bob", ack)], byBob)).toBe("refused by bob");
    const allowing = escalationSettings({ allowContributors: true });
    expect(await stateAfter([comment("bob", ack)], byBob, allowing)).toBe("acknowledged by bob");
    const roles = { author: "admin", alice: "admin" } as const;
    expect(await stateAfter([comment("author", ack)], { roles, contributors: ["author"] }, allowing)).toBe(
      "refused by author",
    );
  });

  test("whoever a bot's pull request is assigned to", async () => {
    const request = pullRequest({ author: account("agent[bot]"), assignees: ["Bob"] });
    expect(await stateAfter([comment("bob", ack)], {}, defaultSettings, request)).toBe("refused by bob");
    expect(await stateAfter([comment("alice", ack)], {}, defaultSettings, request)).toBe(
      "acknowledged by alice",
    );
  });

  test("is said, without naming what concerns another change", async () => {
    const { notices, outcomes } = await answered([
      comment("carol", ack),
      comment("alice", "/coord-platform ack ESC-API-88SA89VS86FZ4PMG -- r"),
      comment("alice", "/coord-platform ack all -- r"),
    ]);
    expect(notices).toEqual([
      `An answer of \`carol\` to \`${esc}\` does not count: \`carol\` is not an authority for it.`,
      "An answer of `alice` does not count: There is no `ack all`: name the ids, so that nothing newer is answered by it.",
    ]);
    expect(outcomes.map(({ state, why }) => `${state}: ${why}`)[1]).toBe(
      "ignored: Nothing with this id is open here.",
    );
  });
});

describe("withdrawal", () => {
  const unack = `/coord-platform unack ${esc}`;
  test.each([
    ["by the same authority", [comment("alice", ack), comment("alice", unack)], "withdrawn by alice"],
    ["by another", [comment("alice", ack), comment("bob", unack)], "withdrawn by bob"],
    ["by nobody in particular", [comment("alice", ack), comment("carol", unack)], "acknowledged by alice"],
    ["by the author", [comment("alice", ack), comment("author", unack)], "acknowledged by alice"],
    ["of nothing", [comment("alice", unack)], "open"],
    ["of nothing by the author", [comment("author", unack)], "open"],
    [
      "taken back",
      [comment("alice", ack), comment("alice", unack), comment("bob", ack)],
      "acknowledged by bob",
    ],
    [
      "an attempt of the author afterwards",
      [comment("alice", ack), comment("alice", unack), comment("author", ack)],
      "refused by author",
    ],
    [
      "an attempt of the author beside an answer",
      [comment("alice", ack), comment("author", ack)],
      "acknowledged by alice",
    ],
  ])("%s", async (_, comments, state) => {
    expect(await stateAfter(comments)).toBe(state);
  });

  test("a withdrawn waiver leaves the violation open", async () => {
    const result = await answered([
      comment("alice", `/coord-platform waive ${con} specialists -- known`),
      comment("alice", `/coord-platform unack ${con} specialists`),
    ]);
    expect(result.violations[0]).toMatchObject({ state: "open", by: null });
    expect(result.specialistsWaived).toBeNull();
  });
});

describe("where nobody else could", () => {
  const alone: Partial<Repository> = { roles: { author: "admin", carol: "write" } };

  test("the author with the role answers, and the report says so", async () => {
    const result = await answered([comment("author", ack)], alone);
    expect(result.escalations[0]).toMatchObject({ state: "acknowledged", by: "author", who: ["author"] });
    expect(result.notices).toEqual([
      "Nobody else could answer for this change: `author` may, although they made it.",
    ]);
  });

  test("never without the role", async () => {
    expect(await stateAfter([comment("author", ack)], { roles: { author: "write" } })).toBe(
      "refused by author",
    );
    const others = { roles: { bob: "admin", author: "write" }, contributors: ["bob"] } as const;
    expect(await stateAfter([comment("author", ack)], others)).toBe("refused by author");
    expect(await stateAfter([comment("bob", ack)], others)).toBe("acknowledged by bob");
  });

  test("a configured authority who made the change gives way to other maintainers", async () => {
    const settings = escalationSettings({
      authorities: { ARCHITECT: { users: ["author"], teams: [], minRole: null } },
    });
    expect(await stateAfter([comment("author", ack)], {}, settings)).toBe("refused by author");
    expect(await stateAfter([comment("alice", ack)], {}, settings)).toBe("acknowledged by alice");
    expect(await stateAfter([comment("author", ack)], alone, settings)).toBe("acknowledged by author");
  });

  test("a configured authority does not either, where the list cannot be read", async () => {
    const settings = escalationSettings({
      authorities: { ARCHITECT: { users: ["author"], teams: [], minRole: null } },
    });
    const refuses = { ...alone, refuses: ["list"] } as const;
    expect(await stateAfter([comment("author", ack)], refuses, settings)).toBe("refused by author");
  });

  test("where the list cannot be read, nobody answers for themselves", async () => {
    const result = await answered([comment("author", ack)], { ...alone, refuses: ["list"] });
    expect(result.escalations[0]).toMatchObject({ state: "refused", who: [] });
    expect(result.notices[0]).toBe(
      "GitHub does not list this repository's collaborators for this job, so nobody can be named by role and nobody answers for their own change.",
    );
  });
});

describe("configured authorities", () => {
  const only = (authority: Partial<Settings["escalation"]["authorities"][string]>) =>
    escalationSettings({
      authorities: { ARCHITECT: { users: [], teams: [], minRole: null, ...authority } },
    });

  test("named accounts answer whatever their role is, maintainers beside them do not", async () => {
    const settings = only({ users: ["Carol"] });
    expect(await stateAfter([comment("carol", ack)], {}, settings)).toBe("acknowledged by carol");
    expect(await stateAfter([comment("alice", ack)], {}, settings)).toBe("open");
    expect((await answered([], {}, settings)).escalations[0]?.who).toEqual(["Carol"]);
  });

  test("by role: exactly from that role on", async () => {
    const settings = only({ minRole: "write" });
    expect(await stateAfter([comment("carol", ack)], {}, settings)).toBe("acknowledged by carol");
    expect(
      await stateAfter([comment("dave", ack)], { roles: { dave: "triage", alice: "admin" } }, settings),
    ).toBe("open");
    expect(await stateAfter([comment("bob", ack)], {}, only({ minRole: "admin" }))).toBe("open");
    expect((await answered([], {}, settings)).escalations[0]?.who).toEqual(["alice", "bob", "carol"]);
  });

  test("a named account that does not exist gives way to the maintainers", async () => {
    const settings = only({ users: ["gone"] });
    expect((await answered([], {}, settings)).escalations[0]?.who).toEqual(["alice", "bob"]);
    expect(await stateAfter([comment("bob", ack)], {}, settings)).toBe("acknowledged by bob");
  });

  test("a named account that lost its access does not count", async () => {
    const settings = only({ users: ["carol", "dave"] });
    const roles = { dave: "none", carol: "read" } as const;
    expect(await stateAfter([comment("dave", ack)], { roles }, settings)).toBe("open");
    expect(await stateAfter([comment("carol", ack)], { roles }, settings)).toBe("acknowledged by carol");
  });

  test("one of several routes suffices", async () => {
    const settings = escalationSettings({
      authorities: {
        DBA: { users: ["carol"], teams: [], minRole: null },
        ARCHITECT: { users: ["bob"], teams: [], minRole: null },
      },
      routes: { "breaking-api-change": ["ARCHITECT", "DBA"] },
    });
    expect(await stateAfter([comment("carol", ack)], {}, settings)).toBe("acknowledged by carol");
    const [escalation] = (await answered([], {}, settings)).escalations;
    expect(escalation).toMatchObject({ authority: "ARCHITECT or DBA", who: ["bob", "carol"] });
  });

  test("a team cannot be named: named accounts and the owner count, the rest stays open and it is said", async () => {
    const settings = only({ users: ["carol"], teams: ["acme/architects"] });
    expect(await stateAfter([comment("alice", ack)], {}, settings)).toBe("open");
    expect(await stateAfter([comment("carol", ack)], {}, settings)).toBe("acknowledged by carol");
    expect(await stateAfter([comment("alice", ack, { association: "OWNER" })], {}, settings)).toBe(
      "acknowledged by alice",
    );
    expect(await stateAfter([comment("author", ack, { association: "OWNER" })], {}, settings)).toBe(
      "refused by author",
    );
    expect((await answered([], {}, settings)).notices).toEqual([
      "Team `acme/architects` cannot be asked: teams as authorities are not supported yet.",
    ]);
  });

  test("roles that GitHub does not tell: named accounts and the owner count", async () => {
    const refuses = { refuses: ["roles", "list"] } as const;
    expect(await stateAfter([comment("alice", ack)], refuses)).toBe("open");
    expect(await stateAfter([comment("alice", ack, { association: "OWNER" })], refuses)).toBe(
      "acknowledged by alice",
    );
    expect(await stateAfter([comment("carol", ack)], refuses, only({ users: ["carol"] }))).toBe(
      "acknowledged by carol",
    );
    expect(
      await stateAfter([comment("author", ack, { association: "OWNER" })], {
        ...refuses,
        roles: { author: "admin" },
      }),
    ).toBe("refused by author");
    expect((await answered([comment("alice", ack)], refuses)).notices[0]).toBe(
      "GitHub does not tell this job anybody's role (missing permission: `metadata: read`); accounts named in the configuration and the owner still count.",
    );
  });

  test("a reason is not needed where the configuration says so", async () => {
    const settings = escalationSettings({ requireReason: false });
    expect(await stateAfter([comment("alice", `/coord-platform ack ${esc}`)], {}, settings)).toBe(
      "acknowledged by alice",
    );
  });

  test("strict-authors: a commit of nobody knows whom takes two, where there are two", async () => {
    const settings = escalationSettings({ strictAuthors: true });
    const unknown = { unknownCommits: 2 };
    expect(await stateAfter([comment("alice", ack)], unknown)).toBe("acknowledged by alice");
    expect(await stateAfter([comment("alice", ack)], unknown, settings)).toBe("open");
    expect(await stateAfter([comment("alice", ack), comment("alice", ack)], unknown, settings)).toBe("open");
    expect(await stateAfter([comment("alice", ack), comment("bob", ack)], unknown, settings)).toBe(
      "acknowledged by alice and bob",
    );
    const one = { ...unknown, roles: { alice: "admin" } } as const;
    expect(await stateAfter([comment("alice", ack)], one, settings)).toBe("acknowledged by alice");
    expect((await answered([], unknown, settings)).notices).toEqual([
      "2 commits have an author that GitHub does not know, so a second authority has to answer too.",
    ]);
  });
});

describe("merge groups", () => {
  test("an answer in any pull request of the group counts, each judged by its own makers", async () => {
    const first = gitHubOf({ roles: { alice: "admin", bob: "admin" }, comments: [comment("alice", ack)] });
    const second = gitHubOf({ roles: {}, comments: [comment("bob", `/coord-platform waive ${con} -- r`)] });
    const gitHub = {
      ...first,
      comments: (number: number) => (number === 1 ? first : second).comments(number),
      contributors: (number: number) => first.contributors(number),
    };
    const requests = [
      pullRequest({ number: 1, author: account("bob") }),
      pullRequest({ number: 2, author: account("alice") }),
    ];
    const docket = docketOf();
    const recorded = await gatherRecorded(
      gitHub,
      requests,
      askedOf(docket, defaultSettings),
      defaultSettings,
    );
    const result = applyAnswers(docket, recorded, defaultSettings);
    expect(result.escalations[0]).toMatchObject({ state: "acknowledged", by: "alice" });
    expect(result.violations[0]).toMatchObject({ state: "waived", by: "bob" });
  });
});

describe("asking GitHub", () => {
  test("nothing, where nothing waits for an answer", async () => {
    const docket: Docket = {
      escalations: [],
      violations: [],
      notAnalysed: [{ ...unread, decides: false }],
      specialistsMissing: false,
    };
    const gitHub = gitHubOf({ roles: {} });
    const recorded = await gatherRecorded(
      gitHub,
      [pullRequest()],
      askedOf(docket, defaultSettings),
      defaultSettings,
    );
    expect(gitHub.calls).toEqual([]);
    expect(applyAnswers(docket, recorded, defaultSettings)).toMatchObject({ notices: [], outcomes: [] });
  });

  test("only for the roles of those who answered", async () => {
    const gitHub = gitHubOf({
      roles: { alice: "admin" },
      comments: [
        comment("carol", "nice"),
        comment("alice", ack),
        comment("dave", "/coord-platform ack ESC-API-88SA89VS86FZ4PMG -- r"),
      ],
    });
    await gatherRecorded(gitHub, [pullRequest()], askedOf(docketOf(), defaultSettings), defaultSettings);
    expect(gitHub.calls).toEqual(["comments 7", "contributors 7", "role alice", "maintainers maintain"]);
  });

  test.each(["comments", "contributors", "role", "maintainers"] as const)(
    "a failure (%s) ends the evaluation",
    async (fails) => {
      await expect(answered([comment("alice", ack)], { fails })).rejects.toThrow(Failure);
    },
  );

  test("contributors that GitHub refuses end it too: nobody could be told from a stranger", async () => {
    await expect(answered([], { refuses: ["contributors"] })).rejects.toThrow(
      "GitHub did not answer for the commits of pull request 7: 403 Forbidden",
    );
  });

  test("comments that GitHub refuses leave everything open, and the permission is named", async () => {
    const result = await answered([comment("alice", ack)], { refuses: ["comments"] });
    expect(result.escalations[0]?.state).toBe("open");
    expect(result.notices).toEqual([
      "GitHub does not show this job the comments (missing permission: `pull-requests: read`), so no answer counts.",
    ]);
  });
});

test("the command line has no authorities and enforces all", () => {
  const docket = docketOf();
  expect(applyAnswers(docket, null, defaultSettings)).toMatchObject({
    escalations: docket.escalations,
    violations: docket.violations,
    specialistsWaived: null,
  });
});
