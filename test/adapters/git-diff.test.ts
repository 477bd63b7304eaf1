import * as fc from "fast-check";
import { expect, test } from "vitest";

import { decodePath, diffReader, encodePath } from "../../src/adapters/git-diff.ts";

const [none, one, two] = ["0".repeat(40), "1".repeat(40), "2".repeat(40)];

/** What `git diff-tree -r -z --raw --patch -U0 -M` prints for four files, the third of which changed its type. */
const output = Buffer.from(
  [
    `:100644 100644 ${one} ${two} M\0a.py\0`,
    `:100644 100644 ${one} ${one} R100\0old name\0new\nname\0`,
    `:100644 120000 ${one} ${two} T\0link\0`,
    `:000000 100644 ${none} ${two} A\0z.py\0`,
    "\0",
    "diff --git a/a.py b/a.py\n",
    `index ${one}..${two} 100644\n--- a/a.py\n+++ b/a.py\n`,
    "@@ -2,2 +2 @@ def f():\n-- a\n-diff --git a/x b/x\n+@@ -1,9 +1,9 @@\n",
    "@@ -9,0 +8,3 @@\n+1\n+\n+3\n\\ No newline at end of file\n",
    "diff --git a/old name b/new\\nname\nsimilarity index 100%\nrename from old name\nrename to new\\nname\n",
    "diff --git a/link b/link\ndeleted file mode 100644\n--- a/link\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n",
    "diff --git a/link b/link\nnew file mode 120000\n--- /dev/null\n+++ b/link\n@@ -0,0 +1 @@\n+t\n\\ No newline at end of file\n",
    "diff --git a/z.py b/z.py\nnew file mode 100644\n--- /dev/null\n+++ b/z.py\n@@ -0,0 +1,2 @@\n+a\n+b\n",
  ].join(""),
);

function readAll(chunks: readonly Buffer[]) {
  const reader = diffReader();
  for (const chunk of chunks) reader.push(chunk);
  return reader.end();
}

test("every section finds its file", () => {
  expect(
    readAll([output]).map((file) => [
      file.status,
      file.previousPath,
      file.path,
      file.removedLines.map(({ start, end }) => `${start}-${end}`).join(),
      file.addedLines.map(({ start, end }) => `${start}-${end}`).join(),
    ]),
  ).toEqual([
    ["modified", "a.py", "a.py", "2-3", "2-2,8-10"],
    ["renamed", "old name", "new\nname", "", ""],
    ["modified", "link", "link", "1-2", "1-1"],
    ["added", null, "z.py", "", "1-2"],
  ]);
});

test("where the pieces are cut makes no difference", () => {
  const whole = readAll([output]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: output.length }), { maxLength: 12 }), (cuts) => {
      const points = [0, ...cuts.toSorted((a, b) => a - b), output.length];
      const pieces = points.slice(1).map((end, index) => output.subarray(points[index], end));
      expect(readAll(pieces)).toEqual(whole);
    }),
  );
});

test("a single line of 64 MB in small pieces is read in linear time", () => {
  const reader = diffReader();
  reader.push(
    Buffer.from(`:000000 100644 ${none} ${two} A\0a.sql\0\0diff --git a/a.sql b/a.sql\n@@ -0,0 +1 @@\n+`),
  );
  const piece = Buffer.alloc(4_096, "x");
  const start = performance.now();
  for (let index = 0; index < 16_384; index += 1) reader.push(piece);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(reader.end()[0]?.additions).toBe(1);
});

test("paths keep their bytes, whatever they are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
      expect(Uint8Array.from(encodePath(decodePath(bytes)))).toEqual(bytes);
    }),
  );
  expect(decodePath(Buffer.from("ü.py"))).toBe("ü.py");
  expect(decodePath(Uint8Array.from([0x61, 0xff]))).not.toBe(decodePath(Uint8Array.from([0x61, 0xfe])));
});
