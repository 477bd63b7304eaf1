import { describe, expect, test } from "vitest";

import { rules } from "../../../src/rules/rules.ts";
import { runRules } from "../../../src/rules/run.ts";
import { defaultSettings } from "../../../src/settings/defaults.ts";
import type { Settings } from "../../../src/settings/settings.ts";
import { writeSentence } from "../../../src/text/sentence.ts";
import { contextOf, type Files } from "../../support/change.ts";

const head = "from fastapi import FastAPI\nfrom sqlalchemy.orm import Session\napp = FastAPI()\n";
const blocking = (name: string) =>
  `@app.get("/${name}")\nasync def ${name}(db: Session):\n    return db.get(User, 1)\n`;
const fine = (name: string) => `@app.get("/${name}")\nasync def ${name}():\n    return 1\n`;

async function found(before: Files, after: Files, enforce: Settings["async"]["enforce"] = "auto") {
  const settings = { ...defaultSettings, async: { ...defaultSettings.async, enforce } };
  const findings = runRules(rules, await contextOf(before, after, settings));
  return findings.filter((finding) => finding.rule === "blocking-database-call");
}

function application(blocked: number, other: number, more = ""): Files {
  const operations = [
    ...Array.from({ length: blocked }, (_, index) => blocking(`b${index}`)),
    ...Array.from({ length: other }, (_, index) => fine(`f${index}`)),
  ];
  return { "app/main.py": head + operations.join("") + more };
}

describe("async.enforce", () => {
  test.each([
    ["auto", 0, 0, "error"],
    ["auto", 1, 9, "error"],
    ["auto", 2, 8, "warning"],
    ["error", 9, 1, "error"],
    ["warning", 0, 9, "warning"],
  ] as const)(
    "%s with %i operations that block and %i that do not: %s",
    async (enforce, blocked, other, severity) => {
      const findings = await found(
        application(blocked, other),
        application(blocked, other, blocking("added")),
        enforce,
      );
      expect(findings.map((finding) => [finding.subject, finding.severity])).toEqual([
        ["GET /added › added › Session.get", severity],
      ]);
    },
  );

  test("the ratio is said where it lowers the severity", async () => {
    const [finding] = await found(application(2, 8), application(2, 8, blocking("added")));
    expect(writeSentence(finding?.message ?? [])).toContain(
      "as 2 of the base's 10 async operations do already",
    );
  });

  test("off says nothing", async () => {
    expect(await found(application(0, 1), application(0, 1, blocking("added")), "off")).toEqual([]);
  });
});

describe("what is not certain does not decide", () => {
  const orphan = "async def job(db: Session):\n    db.commit()\n";

  test("a function that nobody was found to reach", async () => {
    const [finding] = await found(application(0, 1), application(0, 1, orphan));
    expect(finding).toMatchObject({ severity: "warning", confidence: "medium", decides: false });
  });

  test("is left out where many operations block already", async () => {
    expect(await found(application(5, 5), application(5, 5, orphan))).toEqual([]);
  });

  test("a module that could not be read before", async () => {
    const broken = { "app/main.py": `${head}${fine("f")}def broken(:\n    pass\n` };
    const [finding] = await found(broken, application(0, 1, blocking("added")));
    expect(finding).toMatchObject({ severity: "warning", decides: false });
  });
});

describe("identity", () => {
  test("one finding for a function, and another id when it gets worse", async () => {
    const once = "@app.get('/x')\nasync def x(db: Session):\n    db.commit()\n    return db.get(User, 1)\n";
    const twice = once.replace("db.commit()", "db.commit(), db.commit()");
    const [first, ...more] = await found(application(0, 1), application(0, 1, once));
    const [second] = await found(application(0, 1), application(0, 1, twice));
    expect(more).toEqual([]);
    expect(first?.subject).toBe("GET /x › x › Session.commit, Session.get");
    expect(second?.after).toBe("Session.commit ×2, Session.get");
    expect(second?.id).not.toBe(first?.id);
  });

  test("survives another path, other lines and other formatting", async () => {
    const [here] = await found(application(0, 1), application(0, 1, blocking("x")));
    const elsewhere = {
      "src/service.py": application(0, 1, `\n\n# moved\n${blocking("x")}`)["app/main.py"] ?? "",
    };
    const [there] = await found({ "src/service.py": application(0, 1)["app/main.py"] ?? "" }, elsewhere);
    expect(there?.id).toBe(here?.id);
  });
});
