import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { JSDOM } from "jsdom";
import { beforeAll, expect, test } from "vitest";

const tests = join(import.meta.dirname, "..");

/** Every report that a scenario or a golden holds. */
const reports = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /^(?:scenarios\/[^/]+\/comment|report\/golden\/[^/]+)\.md$/.test(path));

const diagrams = reports.flatMap((path) =>
  [...readFileSync(join(tests, path), "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(
    (match) => [path, match[1] ?? ""] as const,
  ),
);

let parse: (text: string) => Promise<unknown>;

beforeAll(async () => {
  // Mermaid cleans labels with the page's own parser, so it needs one.
  const { window } = new JSDOM("");
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import("mermaid");
  parse = (text) => mermaid.parse(text);
});

test("there is a diagram among the reports", () => {
  expect(diagrams.length).toBeGreaterThan(0);
});

test.each(diagrams)("%s: Mermaid reads the diagram", async (_path, text) => {
  await expect(parse(text)).resolves.toMatchObject({ diagramType: "flowchart-v2" });
});
