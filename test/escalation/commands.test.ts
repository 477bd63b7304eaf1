import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseCommand } from "../../src/escalation/commands.ts";

const api = "ESC-API-88SA89VS86FZ4PMG";
const db = "ESC-DB-2KQ0M4T7Y9XWJ1RB";
const con = "CON-6YJ4N8R0DPQ2VXK5";
const unk = "UNK-3T9B0QK7M2XWZ5HC";

describe("an answer", () => {
  test.each([
    [`/coord-platform ack ${api} -- v1 clients are gone`, "ack", [api], "v1 clients are gone"],
    [`/coord-platform ack ${api} ${db} -- both`, "ack", [api, db], "both"],
    [`/coord-platform ack ${api.toLowerCase()} ${api} -- once`, "ack", [api], "once"],
    [
      `/coord-platform waive ${con} ${unk} specialists -- no key in forks`,
      "waive",
      [con, unk, "specialists"],
      "no key in forks",
    ],
    [`/coord-platform unack ${api} ${con} ${unk} Specialists`, "unack", [api, con, unk, "specialists"], null],
    [`/coord-platform\tack  ${api}   --  two  spaces \r\nmore text`, "ack", [api], "two spaces"],
    [`/coord-platform ack ${api} -- a -- b`, "ack", [api], "a -- b"],
    [`/coord-platform ack ${api}`, "ack", [api], null],
    [`/coord-platform ack ${api} --`, "ack", [api], null],
  ])("%s", (body, verb, targets, reason) => {
    expect(parseCommand(body)).toEqual({ kind: "answer", verb, targets, reason });
  });

  test.each(["reason", "why", "Why?", "<reason>", "…", "...", "`why`", "[your reason]", "-- why".slice(3)])(
    "a reason that is only the placeholder (%s) is none",
    (reason) => {
      expect(parseCommand(`/coord-platform ack ${api} -- ${reason}`)).toMatchObject({ reason: null });
    },
  );

  test("a long reason is cut", () => {
    const command = parseCommand(`/coord-platform ack ${api} -- ${"x".repeat(2_000)}`);
    expect(command).toMatchObject({ kind: "answer", reason: `${"x".repeat(300)}…` });
  });
});

describe("no answer at all", () => {
  test.each([
    "",
    "looks good to me",
    `> /coord-platform ack ${api} -- quoted`,
    `\`/coord-platform ack ${api} -- in code\``,
    `\`\`\`\n/coord-platform ack ${api} -- in a fence\n\`\`\``,
    `    /coord-platform ack ${api} -- a code block`,
    ` /coord-platform ack ${api} -- indented`,
    `\n/coord-platform ack ${api} -- second line`,
    `I agree\n/coord-platform ack ${api} -- second line`,
    `/coord-platform-ack ${api} -- r`,
    `/coord-platformack ack ${api} -- r`,
    "/coord-platform Add GET /api/residents/{id}/weekly-requirements",
    "/coord-platform acknowledge everything",
    "/coord-platform",
  ])("%j", (body) => {
    expect(parseCommand(body)).toBeNull();
  });
});

describe("meant as an answer and refused, with the reason", () => {
  test.each([
    ["/coord-platform ack -- r", "`ack` needs at least one id from the report."],
    [
      "/coord-platform ack all -- r",
      "There is no `ack all`: name the ids, so that nothing newer is answered by it.",
    ],
    [
      `/coord-platform ack ${api} because v1 is gone`,
      "`because` is not an id from a report; a reason follows after ` -- `.",
    ],
    [
      `/coord-platform ack ${con} -- r`,
      `\`ack\` takes ids that begin with ESC-; \`${con}\` is answered with \`waive\`.`,
    ],
    [
      `/coord-platform waive ${api} -- r`,
      `\`waive\` takes CON-, UNK- and \`specialists\`; \`${api}\` is answered with \`ack\`.`,
    ],
    [
      "/coord-platform ack specialists -- r",
      "`ack` takes ids that begin with ESC-; `specialists` is answered with `waive`.",
    ],
    // Crockford's alphabet has no I, L, O and U.
    [
      "/coord-platform ack ESC-API-ILOU89VS86FZ4PMG -- r",
      "`ESC-API-ILOU89VS86FZ4PMG` is not an id from a report; a reason follows after ` -- `.",
    ],
    [
      `/coord-platform ack ${Array.from({ length: 21 }, (_, index) => `ESC-API-${String(index).padStart(16, "0")}`).join(" ")} -- r`,
      "At most 20 ids in one comment.",
    ],
  ])("%s", (body, why) => {
    expect(parseCommand(body)).toEqual({ kind: "malformed", why });
  });
});

test("any body is answered, quickly, and never with a target of another kind", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "/coord-platform",
      "ack",
      "waive",
      "unack",
      "--",
      " ",
      "\n",
      "\t",
      api,
      con,
      unk,
      "specialists",
      "all",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const command = parseCommand(words.join(" "));
      if (command?.kind !== "answer") return;
      expect(command.targets.length).toBeGreaterThan(0);
      expect(command.targets.length).toBeLessThanOrEqual(20);
      for (const target of command.targets) {
        if (command.verb === "ack") expect(target).toMatch(/^ESC-/);
        if (command.verb === "waive") expect(target).toMatch(/^(CON-|UNK-|specialists$)/);
      }
    }),
    { numRuns: 1_000 },
  );
  const started = performance.now();
  for (const character of [" ", "-", "/coord-platform ack ", "(", "<!--", '"'])
    parseCommand(`/coord-platform ack ${character.repeat(2_000_000 / character.length)}`);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("a line that is built from the grammar is understood", () => {
  const id = fc
    .array(fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"), { minLength: 16, maxLength: 16 })
    .map((characters) => characters.join(""));
  const escalation = fc
    .tuple(fc.constantFrom("API", "DB", "AUTH", "PERF", "XSVC", "GATE"), id)
    .map(([short, hash]) => `ESC-${short}-${hash}`);
  const reason = fc.stringMatching(/^[a-z]{3,9} [a-z0-9 .,]{0,20}[a-z]$/);
  fc.assert(
    fc.property(fc.uniqueArray(escalation, { minLength: 1, maxLength: 20 }), reason, (ids, why) => {
      const normal = why
        .split(" ")
        .filter((word) => word !== "")
        .join(" ");
      expect(parseCommand(`/coord-platform ack ${ids.join(" ")} -- ${why}`)).toEqual({
        kind: "answer",
        verb: "ack",
        targets: ids,
        reason: normal === "your reason" ? null : normal,
      });
    }),
  );
});
