import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { shippedIdentities } from "../../src/adapters/shipped.ts";
import { loadIdentities, parseIdentity } from "../../src/specialists/identity.ts";
import { cardText, identitiesWith } from "../support/identities.ts";

describe("the cards that ship", () => {
  const { cards, knowledge } = identitiesWith();

  test("are four: a coordinator that reports to the ARCHITECT and three specialists that report to it", () => {
    expect(
      [...cards.values()].map(({ name, tier, model, reportsTo }) => [name, tier, model, reportsTo]),
    ).toEqual([
      ["API_DEVELOPER", "specialist", "haiku", "COORD_PLATFORM"],
      ["BACKEND_ENGINEER", "specialist", "haiku", "COORD_PLATFORM"],
      ["COORD_PLATFORM", "coordinator", "sonnet", "ARCHITECT"],
      ["DBA", "specialist", "haiku", "COORD_PLATFORM"],
    ]);
    expect(cards.get("COORD_PLATFORM")?.mayDeploy).toEqual(["DBA", "BACKEND_ENGINEER", "API_DEVELOPER"]);
  });

  test("include the knowledge that the founding documents name", () => {
    expect([...knowledge.keys()]).toEqual(["database-migration", "fastapi-production"]);
    expect(cards.get("DBA")?.knowledge).toEqual(["database-migration"]);
    expect(cards.get("API_DEVELOPER")?.knowledge).toEqual(["fastapi-production"]);
  });

  test("name the five constraints that are never negotiable", () => {
    const text = cards.get("COORD_PLATFORM")?.text ?? "";
    for (const word of ["Alembic", "event loop", "Pydantic", "Sensitive data", "versioning"])
      expect(text).toContain(word);
  });
});

test("a card is read with all that it says", () => {
  const source = cardText({
    model: "claude-opus-5-5",
    after: "[API_DEVELOPER]",
    triggers: "[{pattern: drop, reason: losing data}]",
  });
  expect(parseIdentity("DBA.identity.md", source)).toEqual({
    ok: true,
    identity: {
      name: "DBA",
      tier: "specialist",
      model: "claude-opus-5-5",
      reportsTo: "COORD_PLATFORM",
      mayDeploy: [],
      beside: ["BACKEND_ENGINEER", "API_DEVELOPER"],
      after: ["API_DEVELOPER"],
      batchSize: 3,
      maxFiles: 30,
      needsGit: true,
      needsDatabaseFacts: true,
      knowledge: [],
      escalationTriggers: [{ pattern: "drop", reason: "losing data" }],
      text: "# DBA\n\nYou review the schema.",
    },
  });
  expect(parseIdentity("DBA.identity.md", source.replaceAll("\n", "\r\n"))).toMatchObject({ ok: true });
});

describe("a card that is wrong says where and why", () => {
  test.each([
    ["no front matter", "# DBA", ": it must begin with front matter between two lines `---`."],
    [
      "front matter without an end",
      "---\nname: DBA\n",
      ": it must begin with front matter between two lines `---`.",
    ],
    ["no text", cardText({ body: "" }), ": it has no text below the front matter."],
    [
      "YAML that is none",
      cardText({ model: "[" }),
      ", line 5: flow sequence in block collection must be sufficiently indented and end with a ].",
    ],
    ["a list", "---\n- a\n---\ntext", ", line 2: the front matter must be a mapping, not a list."],
    [
      "an unknown name",
      cardText({ name: "DBAA" }),
      ", line 2: `name` must be COORD_PLATFORM, DBA, BACKEND_ENGINEER or API_DEVELOPER, not DBAA.",
    ],
    [
      "another's name",
      cardText({ name: "API_DEVELOPER" }),
      ": `name` is API_DEVELOPER, whose card is `API_DEVELOPER.identity.md`.",
    ],
    [
      "a tier that does not exist",
      cardText({ tier: "boss" }),
      ", line 3: `tier` must be coordinator or specialist, not boss.",
    ],
    [
      "a specialist as coordinator",
      cardText({ tier: "coordinator" }),
      ": `tier` must be specialist for DBA.",
    ],
    [
      "a specialist that reports elsewhere",
      cardText({ reportsTo: "ARCHITECT" }),
      ": `reports-to` must be COORD_PLATFORM for a specialist.",
    ],
    [
      "a specialist that deploys",
      cardText({ mayDeploy: "[API_DEVELOPER]" }),
      ": `may-deploy` must be empty for a specialist.",
    ],
    [
      "a model that is a list",
      cardText({ model: "[haiku]" }),
      ", line 4: `model` must be a tier (haiku, sonnet, opus) or a model's name, not Array.",
    ],
    [
      "a batch of none",
      cardText({ batchSize: "0" }),
      ", line 10: `parallel.batch-size` must be a whole number from 1 to 8, not 0.",
    ],
    [
      "half a file",
      cardText({ maxFiles: "1.5" }),
      ", line 12: `context.max-files` must be a whole number from 1 to 500, not 1.5.",
    ],
    [
      "yes for true",
      cardText({ needsGit: "yes" }),
      ", line 13: `context.needs-git` must be true or false, not yes.",
    ],
    [
      "a page outside of its folder",
      cardText({ knowledge: "[../secrets]" }),
      ", line 15: `knowledge.0` must be the name of a knowledge page, not ../secrets.",
    ],
    ["itself to wait for", cardText({ after: "[DBA]" }), ": `parallel.after` must not name DBA itself."],
    [
      "a misspelt key",
      cardText().replace("needs-git", "need-git"),
      ", line 13: `context.need-git` is not a known key, the nearest is `needs-git`.",
    ],
    [
      "a missing key",
      cardText().replace("  max-files: 30\n", ""),
      ", line 11: `context.max-files` is missing.",
    ],
    [
      "a key of every object",
      cardText().replace("tier: specialist", "__proto__: {}"),
      ", line 3: the key `__proto__` is not allowed.",
    ],
    ["a book", cardText({ body: "x".repeat(64_001) }), ": it is longer than 64000 characters."],
  ])("%s", (_name, source, message) => {
    expect(parseIdentity("DBA.identity.md", source)).toEqual({
      ok: false,
      error: `Identity card \`DBA.identity.md\`${message}`,
    });
  });

  test("any text gives a card or a sentence", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (front, body) => {
        const result = parseIdentity("DBA.identity.md", `---\n${front}\n---\n${body}`);
        expect(result.ok || result.error.startsWith("Identity card `DBA.identity.md`")).toBe(true);
      }),
    );
  });
});

describe("a repository's own cards", () => {
  test("replace those of the same name; other files do not matter", () => {
    const own = new Map([
      ["DBA.identity.md", cardText({ body: "Ours." })],
      ["README.md", "# Cards"],
      ["drafts/DBA.identity.md", "broken"],
    ]);
    const result = loadIdentities(shippedIdentities(), own);
    expect(result.ok && result.identities.cards.get("DBA")?.text).toBe("Ours.");
    expect(result.ok && result.identities.cards.get("API_DEVELOPER")?.model).toBe("haiku");
  });

  test("may bring their own knowledge", () => {
    const own = new Map([
      ["DBA.identity.md", cardText({ knowledge: "[house-rules]" })],
      ["knowledge/house-rules.md", "Our rules.\n"],
    ]);
    const result = loadIdentities(shippedIdentities(), own);
    expect(result.ok && result.identities.knowledge.get("house-rules")).toBe("Our rules.");
  });

  test.each([
    [
      { "DBA.identity.md": cardText({ knowledge: "[no-such-page]" }) },
      "Identity card of DBA: there is no knowledge page `no-such-page`.",
    ],
    [
      { "DBA.identity.md": "broken" },
      "Identity card `DBA.identity.md`: it must begin with front matter between two lines `---`.",
    ],
    [
      { "knowledge/long.md": "x".repeat(64_001) },
      "Knowledge page `knowledge/long.md` is longer than 64000 characters.",
    ],
    [
      {
        "DBA.identity.md": cardText({ after: "[API_DEVELOPER]" }),
        "API_DEVELOPER.identity.md": cardText({ name: "API_DEVELOPER", after: "[DBA]" }),
      },
      "Identity cards: DBA and API_DEVELOPER wait for each other (`parallel.after`).",
    ],
  ])("%#: a mistake is an error, not the shipped card", (own, error) => {
    expect(loadIdentities(shippedIdentities(), new Map(Object.entries(own)))).toEqual({ ok: false, error });
  });

  test("without any card there is nobody to deploy", () => {
    expect(loadIdentities(new Map(), new Map())).toEqual({
      ok: false,
      error:
        "There is no identity card of COORD_PLATFORM, DBA, BACKEND_ENGINEER and API_DEVELOPER: 4 files missing.",
    });
  });
});
