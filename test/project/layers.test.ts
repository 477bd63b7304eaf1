import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..", "..", "src");

/** The order of the house: a folder imports only from itself and from those before it. */
const order = [
  "text",
  "settings",
  "ports",
  "event",
  "source",
  "syntax",
  "facts",
  "domains",
  "changes",
  "rules",
  "escalation",
  "specialists",
  "verdict",
  "report",
  "publish",
  "coordinate.ts",
  "adapters",
  "action",
  "cli",
  "index.ts",
  "cli.ts",
];

/** What talks to the outside stands in adapters only. `node:crypto` and `node:util` have no effects. */
const outside = /^(?:@actions\/|@anthropic-ai\/|@octokit\/|node:(?!crypto$|util$)|fs$|child_process$)/;

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));

test("every folder of src has its place in the order", () => {
  const rooms = new Set(files.map((path) => path.split("/")[0] ?? ""));
  expect([...rooms].filter((room) => !order.includes(room))).toEqual([]);
});

test("no folder imports what stands below it", () => {
  expect(files.length).toBeGreaterThan(50);
  const violations = files.flatMap((path) =>
    importsOf(path).flatMap((target) => {
      if (!target.startsWith(".")) return [];
      const resolved = relative(source, join(source, dirname(path), target)).replaceAll("\\", "/");
      if (resolved.startsWith("..")) return [];
      const from = order.indexOf(path.split("/")[0] ?? "");
      const to = order.indexOf(resolved.split("/")[0] ?? "");
      return to > from ? [`${path} imports ${resolved}`] : [];
    }),
  );
  expect(violations).toEqual([]);
});

test("only adapters talk to the outside", () => {
  const violations = files
    .filter((path) => !path.startsWith("adapters/"))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => outside.test(target))
        .map((target) => `${path} imports ${target}`),
    );
  expect(violations).toEqual([]);
});

test("no address of a GitHub is written down", () => {
  const offenders = files.filter((path) => /https?:\/\/(?:api\.)?github\.com/.test(read(path)));
  expect(offenders).toEqual([]);
});

function importsOf(path: string): readonly string[] {
  const pattern =
    /^\s*(?:import|export)\b[^;]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^\s*import\s+"([^"]+)"/gm;
  return [...read(path).matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

function read(path: string): string {
  return readFileSync(join(source, path), "utf8");
}
