import { describe, expect, test } from "vitest";

import { shippedIdentities } from "../../src/adapters/shipped.ts";
import { identitiesAt, identitiesOrRepair } from "../../src/specialists/own-identities.ts";
import type { Snapshot } from "../../src/source/snapshot.ts";
import { snapshotOf } from "../support/change.ts";
import { cardText } from "../support/identities.ts";

const folder = ".github/identities";
const read = (base: Snapshot) => identitiesAt(base, folder, shippedIdentities());

test("a repository's cards are those of its folder at the base", () => {
  const base = snapshotOf({
    [`${folder}/DBA.identity.md`]: cardText({ body: "Ours.", knowledge: "[house]" }),
    [`${folder}/knowledge/house.md`]: "House rules.",
    [`${folder}/README.md`]: "How we write cards.",
    [`${folder}-old/API_DEVELOPER.identity.md`]: "broken",
    "identities/BACKEND_ENGINEER.identity.md": "broken",
  });
  const { cards, knowledge } = read(base);
  expect(cards.get("DBA")?.text).toBe("Ours.");
  expect(knowledge.get("house")).toBe("House rules.");
});

test("a card that is invalid or cannot be read stops the run: the shipped one must not judge in its place", () => {
  expect(() => read(snapshotOf({ [`${folder}/DBA.identity.md`]: "broken" }))).toThrow(
    "Identity card `DBA.identity.md`: it must begin with front matter between two lines `---`.",
  );
  const base = snapshotOf({ [`${folder}/DBA.identity.md`]: cardText() });
  expect(() => read({ ...base, read: () => ({ kind: "unread", reason: "symlink" }) })).toThrow(
    "Identity card `.github/identities/DBA.identity.md` cannot be read: symlink.",
  );
});

describe("a change may repair the cards that it is judged with", () => {
  const broken = snapshotOf({ [`${folder}/DBA.identity.md`]: "broken" });
  const repair = (head: Snapshot) => identitiesOrRepair(broken, head, folder, shippedIdentities());

  test.each([
    ["with a valid card", { [`${folder}/DBA.identity.md`]: cardText({ body: "Ours." }) }],
    ["by removing it", {}],
  ])("%s: the cards that ship judge it, and the report says so", (_name, files) => {
    const { identities, notices } = repair(snapshotOf(files));
    expect(identities).toEqual(read(snapshotOf({})));
    expect(notices).toEqual([
      "The identity cards at the base are invalid and this change repairs them: the cards that ship judged.",
    ]);
  });

  test("a change that leaves them invalid is not evaluated", () => {
    expect(() => repair(broken)).toThrow("Identity card `DBA.identity.md`");
  });

  test("valid cards of the base are used, whatever the head has", () => {
    const base = snapshotOf({ [`${folder}/DBA.identity.md`]: cardText({ body: "Ours." }) });
    const { identities, notices } = identitiesOrRepair(base, broken, folder, shippedIdentities());
    expect(identities.cards.get("DBA")?.text).toBe("Ours.");
    expect(notices).toEqual([]);
  });
});
