import { join } from "node:path";

import { Failure } from "../text/failure.ts";
import { readFolder, readTextFile } from "./files.ts";

/** The product's own folder: the bundle lies in `dist/`, sources in `src/adapters/`. */
const root = import.meta.dirname.endsWith("dist")
  ? join(import.meta.dirname, "..")
  : join(import.meta.dirname, "..", "..");

/** The identity cards and knowledge pages that ship with the product, by path below `identities/`. */
export function shippedIdentities(): ReadonlyMap<string, string> {
  return readFolder(join(root, "identities"));
}

/** One side of the example pull request, by path. */
export function shippedExample(side: "before" | "after"): ReadonlyMap<string, string> {
  const files = readFolder(join(root, "example", side));
  if (files.size === 0)
    throw new Failure("usage", "The example pull request is missing from this installation.");
  return files;
}

/** The documentation page of a rule. */
export function shippedRulePage(id: string): string {
  return readTextFile(join(root, "docs", "rules", `${id}.md`));
}
