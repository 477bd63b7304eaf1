import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

/** Regular files below a folder that match one of the globs, in order; symbolic links are not followed. At most 10,000 entries are looked at. */
export function findFiles(root: string, globs: readonly string[]): readonly string[] {
  if (globs.length === 0) return [];
  const found: string[] = [];
  const folders = [""];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined && seen < 10_000; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      seen += 1;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") folders.push(path);
      if (entry.isFile() && globs.some((glob) => minimatch(path, glob.replaceAll("\\", "/"), { dot: true })))
        found.push(path);
    }
  }
  return found.sort().map((path) => join(root, path));
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
