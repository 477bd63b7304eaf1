import { describe, expect, test } from "vitest";

import { commands, type CommandName } from "../../src/cli/commands.ts";
import { help, helpFor } from "../../src/cli/help.ts";

const names = Object.keys(commands).filter((name): name is CommandName => Object.hasOwn(commands, name));

test("every text of help fits 80 columns", () => {
  for (const text of [help(), ...names.map(helpFor)])
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("help lists every command", () => {
  for (const name of names) expect(help()).toContain(`  ${name} `);
});

describe("help of a command", () => {
  test("has its own flags before those of all", () => {
    const text = helpFor("schema");
    expect(text).toContain("Usage: coord-platform schema [FLAGS]\n");
    expect(text.indexOf("--from SOURCE")).toBeLessThan(text.indexOf("--repo DIR"));
  });

  test("leaves out what means nothing to it", () => {
    expect(helpFor("rules")).not.toContain("--repo");
    expect(helpFor("contract")).not.toContain("--format");
    expect(helpFor("backtest")).not.toContain("--base");
  });
});
