import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { eventNames, parseEvent } from "../../src/event/event.ts";
import { Failure } from "../../src/text/failure.ts";

const head = "a".repeat(40);
const base = "b".repeat(40);
const repository = { name: "shop", owner: { login: "acme" }, full_name: "acme/shop", default_branch: "main" };
const shop = { owner: "acme", name: "shop" };

const pull = (action: string, more: object = {}) => ({
  action,
  number: 7,
  repository,
  pull_request: { number: 7, title: "anything", head: { sha: head, repo: null }, base: { sha: "frozen" } },
  ...more,
});

describe("pull requests", () => {
  test.each(["pull_request", "pull_request_target"])(
    "%s: the number and the head that it was about",
    (name) => {
      expect(parseEvent(name, pull("synchronize"))).toEqual({
        kind: "pull-request",
        repository: shop,
        number: 7,
        eventHeadSha: head,
        action: "synchronize",
      });
    },
  );

  test("a new base is decisive, a new title or description is not", () => {
    const retargeted = pull("edited", { changes: { base: { ref: { from: "old" }, sha: { from: base } } } });
    expect(parseEvent("pull_request", retargeted).kind).toBe("pull-request");
    const renamed = pull("edited", { changes: { title: { from: "old" }, body: { from: "old" } } });
    expect(parseEvent("pull_request", renamed)).toEqual({
      kind: "ignored",
      notice: "Only the title or the description was edited: nothing to coordinate again.",
    });
  });
});

describe("merge groups", () => {
  const group = (headRef: string) => ({
    action: "checks_requested",
    repository,
    merge_group: { base_sha: base, head_sha: head, base_ref: "refs/heads/release/1.0", head_ref: headRef },
  });

  test("both commits, the branch and the pull request that the queue names", () => {
    expect(
      parseEvent("merge_group", group(`refs/heads/gh-readonly-queue/release/1.0/pr-104-${base}`)),
    ).toEqual({
      kind: "merge-group",
      repository: shop,
      baseSha: base,
      headSha: head,
      baseBranch: "release/1.0",
      numbers: [104],
    });
  });

  test.each([
    [`refs/heads/gh-readonly-queue/pr-1-x/pr-12-${base}`, [12]],
    [`refs/heads/pr-12-${base}`, []],
    ["refs/heads/gh-readonly-queue/main/pr-0-x", []],
  ])("%s names %j", (ref, numbers) => {
    expect(parseEvent("merge_group", group(ref))).toMatchObject({ numbers });
  });

  test("a destroyed group needs no decision", () => {
    const payload = { ...group("x"), action: "destroyed" };
    expect(parseEvent("merge_group", payload).kind).toBe("ignored");
  });
});

describe("comments and reviews", () => {
  test("on a pull request are commands", () => {
    const comment = { action: "created", repository, issue: { number: 7, pull_request: { url: "x" } } };
    const command = { kind: "command", repository: shop, number: 7 };
    expect(parseEvent("issue_comment", comment)).toEqual({ ...command, action: "created" });
    const review = { action: "submitted", repository, pull_request: { number: 7 }, review: {} };
    expect(parseEvent("pull_request_review", review)).toEqual({ ...command, action: "submitted" });
  });

  test("on an issue are nothing", () => {
    const comment = { action: "created", repository, issue: { number: 7 } };
    expect(parseEvent("issue_comment", comment).kind).toBe("ignored");
  });
});

describe("dispatched runs", () => {
  const dispatch = (inputs: unknown) => ({ repository, ref: "refs/heads/topic", inputs });

  test("take base and head, and default to the branch against the default branch", () => {
    const found = { kind: "dispatch", repository: shop };
    expect(parseEvent("workflow_dispatch", dispatch({ base: "v1.0", head: head }))).toEqual({
      ...found,
      base: "v1.0",
      head,
    });
    for (const none of [null, undefined, {}, { base: "", head: "" }]) {
      expect(parseEvent("workflow_dispatch", dispatch(none))).toEqual({
        ...found,
        base: "main",
        head: "topic",
      });
    }
  });

  test.each(["--upload-pack=x", "a..b", "a b", "a\nb", "@{-1}", "x".repeat(300), 7])("refuse %j", (value) => {
    expect(() => parseEvent("workflow_dispatch", dispatch({ base: value }))).toThrow(
      "could not be read at `inputs.base`. The inputs `base` and `head` each take a branch",
    );
  });
});

describe("what is not as GitHub describes it", () => {
  test("an event that is not served names those that are", () => {
    expect(() => parseEvent("push", {})).toThrow(
      "Event `push` is not served. Run the action on pull_request, ",
    );
  });

  test.each([
    [{ ...pull("opened"), repository: { name: "..", owner: { login: "acme" } } }, "`repository.name`"],
    [{ ...pull("opened"), repository: { name: "a/b", owner: { login: "x?y" } } }, "`repository.owner.login`"],
    [{ ...pull("opened"), pull_request: { number: "7", head: { sha: head } } }, "`pull_request.number`"],
    [{ ...pull("opened"), pull_request: { number: 7, head: { sha: "main" } } }, "`pull_request.head.sha`"],
    [null, "`payload`"],
  ])("%#: the place is named", (payload, place) => {
    expect(() => parseEvent("pull_request", payload)).toThrow(place);
  });

  test("anything at all gives an event or a failure", () => {
    fc.assert(
      fc.property(fc.constantFrom(...eventNames), fc.jsonValue(), (name, payload) => {
        try {
          parseEvent(name, payload);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
    );
  });
});
