import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { rolldown } from "rolldown";
import { afterAll, expect, test } from "vitest";

import config from "../../rolldown.config.ts";

const committed = join(import.meta.dirname, "..", "..", "dist");
const fresh = mkdtempSync(join(tmpdir(), "coord-platform-dist-"));
afterAll(() => rmSync(fresh, { recursive: true, force: true }));

test("dist is, byte for byte, what the sources give", async () => {
  if (Array.isArray(config) || Array.isArray(config.output) || config.output === undefined)
    throw new Error("one output is expected");
  const { output, ...input } = config;
  const bundle = await rolldown(input);
  await bundle.write({ ...output, dir: fresh });
  await bundle.close();
  expect(readdirSync(fresh).sort()).toEqual(readdirSync(committed).sort());
  for (const name of readdirSync(fresh)) {
    expect(readFileSync(join(committed, name)).equals(readFileSync(join(fresh, name))), name).toBe(true);
  }
});
