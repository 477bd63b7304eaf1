import { describe, expect, test } from "vitest";

import { GitHubError, type Account, type Comment } from "../../src/ports/git-hub.ts";
import { publishComment, type Published } from "../../src/publish/sticky-comment.ts";
import type { PreviousReport } from "../../src/publish/since.ts";
import { actionsBot, commentOf, fakeComments, type FakeComments } from "../support/git-hub.ts";

const app: Account = { id: 777, login: "our-app[bot]", bot: true };
const other: Account = { id: 888, login: "other-app[bot]", bot: true };
const stranger: Account = { id: 999, login: "stranger", bot: false };

const head = "3f2a91c".padEnd(40, "0");
const earlier = "1a2b3c4".padEnd(40, "0");
const fixedId = "CON-6YJ4N8R0DPQ2VXK5";
const openId = "ESC-API-88SA89VS86FZ4PMG";
const report = `**Needs acknowledgement.** 1 decision.\n\n\`\`\`\n/coord-platform ack ${openId} -- why\n\`\`\`\n`;

/** As the report's renderer would: the sentence stands in the first line. */
const render = (previous: PreviousReport | null) =>
  previous === null
    ? report
    : report.replace(
        "decision.",
        `decision. Since \`${previous.head.slice(0, 7)}\`: ${previous.ids.size} fixed.`,
      );

interface Run {
  readonly published: Published;
  readonly comments: FakeComments;
}

async function publish(
  before: readonly Comment[],
  options: {
    readonly self?: Account;
    readonly create?: boolean;
    readonly head?: string;
    readonly refuse?: (write: string) => GitHubError | null;
    readonly number?: number;
  } = {},
): Promise<Run> {
  const comments = fakeComments(before, options.self ?? actionsBot, options.refuse);
  const published = await publishComment({
    gitHub: comments.gitHub,
    number: options.number ?? 7,
    selfId: actionsBot.id,
    comments: before,
    head: options.head ?? head,
    render,
    create: options.create ?? true,
  });
  return { published, comments };
}

/** The comments after a run on an earlier commit. */
async function published(self: Account, commit: string): Promise<readonly Comment[]> {
  return (await publish([], { self, head: commit })).comments.list();
}

const marked = (body: string, commit = earlier, number = 7) =>
  `<!-- coord-platform:report v1 #${number} ${commit} 0123456789ABCDEF -->\n${body}`;

describe("with the workflow's own token", () => {
  test("the first report is a comment that begins with its marker", async () => {
    const { comments, published: result } = await publish([commentOf(1, stranger, "hello")]);
    expect(result).toEqual({ kind: "created", url: "https://github.example/c/2" });
    expect(comments.list()[1]?.body).toMatch(
      new RegExp(`^<!-- coord-platform:report v1 #7 ${head} [0-9A-Z]{16} -->\n\\*\\*Needs acknowledgement`),
    );
  });

  test("the next one changes it in place and says what moved", async () => {
    const old = commentOf(
      3,
      actionsBot,
      marked(`\`${openId}\` was told of.\n/coord-platform waive ${fixedId} -- why`),
    );
    const { comments, published: result } = await publish([old]);
    expect(result).toEqual({ kind: "updated", url: old.url });
    expect(comments.writes).toEqual(["update 3"]);
    // Only what stood in a line to paste was open.
    expect(comments.list()[0]?.body).toContain("decision. Since `1a2b3c4`: 1 fixed.");
  });

  test("nothing is written when nothing changed, the Since sentence aside", async () => {
    const first = await publish([commentOf(3, actionsBot, marked("old"))]);
    expect(first.comments.list()[0]?.body).toContain("Since `1a2b3c4`: 0 fixed.");
    const again = await publish(first.comments.list());
    expect(again.published.kind).toBe("unchanged");
    expect(again.comments.writes).toEqual([]);
  });

  test("what somebody edited is written again", async () => {
    const [own] = await published(actionsBot, head);
    const edited = commentOf(
      own?.id ?? 0,
      actionsBot,
      (own?.body ?? "").replace("Needs acknowledgement", "Pass"),
    );
    const { comments } = await publish([edited]);
    expect(comments.writes).toEqual(["update 1"]);
    expect(comments.list()[0]?.body).toContain("Needs acknowledgement");
  });

  test("of several the newest stays", async () => {
    const own = [1, 2, 3].map((id) => commentOf(id, actionsBot, marked("old")));
    const { comments } = await publish(own);
    expect(comments.writes).toEqual(["update 3", "delete 1", "delete 2"]);
    expect(comments.list().map(({ id }) => id)).toEqual([3]);
  });

  test("nothing to say, and no comment yet: none is made", async () => {
    const { comments, published: result } = await publish([commentOf(1, stranger, "hello")], {
      create: false,
    });
    expect(result.kind).toBe("skipped");
    expect(comments.writes).toEqual([]);
  });

  test("nothing to say any more: the comment that is there says so", async () => {
    const { comments } = await publish([commentOf(1, actionsBot, marked("old"))], { create: false });
    expect(comments.writes).toEqual(["update 1"]);
  });
});

describe("comments that are not ours are neither believed nor touched", () => {
  test.each([
    ["a stranger's marker", commentOf(1, stranger, marked("All good."))],
    ["another bot's marker", commentOf(1, other, marked("All good."))],
    ["our comment about another pull request", commentOf(1, actionsBot, marked("All good.", earlier, 8))],
    ["our marker further down", commentOf(1, actionsBot, `Hello\n${marked("All good.")}`)],
    ["a marker without an end", commentOf(1, actionsBot, `<!-- coord-platform:report v1 #7 ${earlier}`)],
    ["a marker of another version", commentOf(1, actionsBot, marked("old").replace("v1", "v2"))],
    ["a number that is none", commentOf(1, actionsBot, marked("old").replace("#7", "#7e0"))],
  ])("%s", async (_name, foreign) => {
    const { comments } = await publish([foreign]);
    expect(comments.writes).toEqual(["create 2"]);
    expect(comments.list()[0]).toEqual(foreign);
  });
});

describe("with an App's token, whose account is known once it has written", () => {
  test("the new report stays, the App's older ones go, and what moved is said", async () => {
    const before = [
      ...(await published(app, earlier)),
      commentOf(2, app, "A comment of the App's other job."),
      commentOf(3, other, marked("planted")),
      commentOf(4, app, marked(`/coord-platform waive ${fixedId} -- why`)),
    ];
    const { comments, published: result } = await publish(before, { self: app });
    expect(result).toEqual({ kind: "created", url: "https://github.example/c/5" });
    expect(comments.writes).toEqual(["create 5", "update 5", "delete 1", "delete 4"]);
    expect(comments.list().map(({ id }) => id)).toEqual([2, 3, 5]);
    expect(comments.list()[2]?.body).toContain("Since `1a2b3c4`: 1 fixed.");
  });

  test("the same report is not written twice", async () => {
    const moved = await publish(await published(app, earlier), { self: app });
    expect(moved.comments.list()[0]?.body).toContain("Since");
    const again = await publish(moved.comments.list(), { self: app });
    expect(again.published).toEqual({ kind: "unchanged", url: "https://github.example/c/2" });
    expect(again.comments.writes).toEqual([]);
  });

  test("a report that only claims to be the same is", async () => {
    const [own] = await published(app, head);
    const forged = commentOf(1, other, (own?.body ?? "").replace("Needs acknowledgement", "Pass"));
    const { comments } = await publish([forged], { self: app });
    expect(comments.writes).toEqual(["create 2"]);
  });

  test("a person's token does not pile up either", async () => {
    const { comments } = await publish(await published(stranger, earlier), { self: stranger });
    expect(comments.list()).toHaveLength(1);
  });
});

describe("writes that fail", () => {
  const permission = new GitHubError("Forbidden", 403, "permission", "pull-requests: write");
  const gone = new GitHubError("Not Found", 404, "not-found");
  const down = new GitHubError("Bad Gateway", 502, "unavailable");

  test.each([
    ["was deleted meanwhile", gone],
    ["belongs to somebody else's token", permission],
  ])("a comment that %s is made anew", async (_name, error) => {
    const { comments, published: result } = await publish([commentOf(1, actionsBot, marked("old"))], {
      refuse: (write) => (write === "update 1" ? error : null),
    });
    expect(result.kind).toBe("created");
    expect(comments.writes).toEqual(["update 1", "create 2"]);
  });

  test("an outage is not answered with a second comment", async () => {
    const run = publish([commentOf(1, actionsBot, marked("old"))], { refuse: () => down });
    await expect(run).rejects.toBe(down);
  });

  test("no permission at all is the caller's to explain", async () => {
    await expect(publish([], { refuse: () => permission })).rejects.toBe(permission);
  });

  test("a stale comment that cannot be deleted does not matter: the report is there", async () => {
    const own = [1, 2].map((id) => commentOf(id, actionsBot, marked("old")));
    const { published: result } = await publish(own, {
      refuse: (write) => (write.startsWith("delete") ? gone : null),
    });
    expect(result.kind).toBe("updated");
  });
});
