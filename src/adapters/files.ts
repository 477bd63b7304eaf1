import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

import { minimatch } from "minimatch";

import { Failure } from "../text/failure.ts";

/** Text of a file that the user named. Throws `Failure` when it can't be read. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure("usage", `\`${path}\` can't be read: ${reason(error)}.`, { cause: error });
  }
}

/** Writes a result where the user wants it. Throws `Failure` when that is impossible. */
export function writeTextFile(path: string, text: string): void {
  try {
    makeFolder(dirname(resolve(path)));
    writeFileSync(path, text);
  } catch (error) {
    throw new Failure("usage", `\`${path}\` can't be written: ${reason(error)}.`, { cause: error });
  }
}

/** With its parents. Node's own `recursive` never returns below a folder like `/proc`, which refuses every name with ENOENT. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** More than this is a whole disk, and nobody would wait for it. */
const mostEntries = 200_000;

/**
 * Regular files below a folder that match one of the globs, in order; symbolic links are not followed. Only what the
 * globs can reach is looked at. Throws `Failure` "usage" where that is too much, so that nothing is left out unsaid.
 */
export function findFiles(root: string, globs: readonly string[]): readonly string[] {
  const patterns = globs.map((glob) => glob.replaceAll("\\", "/").replace(/^(?:\.\/)+/, ""));
  const found = new Set<string>();
  const folders = [...new Set(patterns.map(fixedFolder))];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      seen += 1;
      if (seen > mostEntries)
        throw new Failure(
          "usage",
          `More than ${mostEntries} files lie below \`${root}\`: name a folder before the first \`*\`.`,
        );
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") folders.push(path);
      if (entry.isFile() && patterns.some((pattern) => minimatch(path, pattern, { dot: true })))
        found.add(path);
    }
  }
  return [...found].sort().map((path) => join(root, path));
}

/** The folder that every match of a glob lies in: `results/k6` of `results/k6/*.json`; never one outside of the root. */
function fixedFolder(glob: string): string {
  const parts = glob.split("/").slice(0, -1);
  const open = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
  const fixed = open < 0 ? parts : parts.slice(0, open);
  return fixed.some((part) => part === "" || part === "." || part === "..") ? "" : fixed.join("/");
}

function entriesOf(folder: string): readonly Dirent[] {
  if (!existsSync(folder)) return [];
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder, { withFileTypes: true }) : [];
  } catch (error) {
    throw new Failure("usage", `\`${folder}\` can't be read: ${reason(error)}.`, { cause: error });
  }
}

/** A folder's regular files as path (with `/`) → text. Empty when there is no such folder. */
export function readFolder(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let names: readonly string[];
  try {
    names = readdirSync(root, { recursive: true, encoding: "utf8" });
  } catch {
    return files;
  }
  for (const name of [...names].sort()) {
    const path = join(root, name);
    if (statSync(path).isFile()) files.set(name.split(sep).join("/"), readFileSync(path, "utf8"));
  }
  return files;
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EACCES: "permission denied",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is not a folder",
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
