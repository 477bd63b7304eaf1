import { expect, test } from "vitest";

import { answerersOf, mayAnswer, type Makers, type Roles } from "../../src/escalation/authority.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { account } from "../support/git-hub-record.ts";

const makers: Makers = { author: account("author"), contributors: new Set(), unknownCommits: 0 };

test("a bot never answers, whatever its role is", () => {
  const roles: Roles = {
    of: new Map([["merger[bot]", "admin"]]),
    atLeast: new Map([["maintain", ["merger[bot]"]]]),
  };
  const answerers = answerersOf(["ARCHITECT"], makers, roles, defaultSettings);
  expect(mayAnswer(account("merger[bot]"), "OWNER", answerers, makers, roles, defaultSettings)).toEqual({
    may: false,
    maker: false,
    why: "is a bot",
  });
});
