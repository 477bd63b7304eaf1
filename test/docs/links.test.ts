import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const pages = [
  ...readdirSync(root).map((name) => join(root, name)),
  ...readdirSync(join(root, "docs")).map((name) => join(root, "docs", name)),
].filter((path) => path.endsWith(".md"));

test.each(pages.map((path) => [relative(root, path), path] as const))(
  "every file and heading that %s links to is there",
  (_name, path) => {
    const text = readFileSync(path, "utf8");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) =>
      /^[a-z]+:/.test(target) ? [] : [target],
    );
    const missing = targets.filter((target) => {
      const [file = "", heading] = target.split("#");
      const page = file === "" ? path : join(dirname(path), file);
      return !existsSync(page) || (heading !== undefined && !headingsOf(page).has(heading));
    });
    expect(missing).toEqual([]);
  },
);

/** As GitHub names them in a link. */
function headingsOf(page: string): ReadonlySet<string> {
  return new Set(
    [...readFileSync(page, "utf8").matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-"),
    ),
  );
}
