import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";

import type { Entry } from "../ports/git.ts";
import { decodeText } from "../source/decode.ts";
import { fileLimits } from "../source/load.ts";
import { worktreeCommit, type FileText, type Snapshot } from "../source/snapshot.ts";
import { Failure } from "../text/failure.ts";
import { findFiles } from "./files.ts";

/** Files and folders that a user named, as paths below a root. */
export interface NamedPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Sorts what a user named into files and folders relative to `root`; null when one lies outside of it. Throws `Failure` for what does not exist. */
export function namedPaths(root: string, paths: readonly string[]): NamedPaths | null {
  const files: string[] = [];
  const folders: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) throw new Failure("usage", `\`${path}\` does not exist.`);
    const inside = relative(root, resolve(path)).split(sep).join("/");
    if (inside === ".." || inside.startsWith("../") || isAbsolute(inside)) return null;
    (statSync(path).isDirectory() ? folders : files).push(inside);
  }
  return { files, folders };
}

/** A snapshot of named files on disk, outside of any repository. */
export function folderSnapshot(root: string, { files, folders }: NamedPaths): Snapshot {
  const below = folders.flatMap((folder) =>
    findFiles(join(root, folder), [
      "**/*.py",
      "**/*.sql",
      "**/*.ini",
      "**/*.toml",
      "**/sqitch.{conf,plan}",
    ]).map((path) => relative(root, path).split(sep).join("/")),
  );
  const texts = new Map<string, FileText>();
  const entries = new Map<string, Entry>();
  for (const path of [...new Set([...files, ...below])].sort()) {
    const { size } = statSync(join(root, path));
    if (size > fileLimits.each) {
      entries.set(path, {
        path,
        mode: "100644",
        blob: createHash("sha1").update(`${path} ${size}`).digest("hex"),
      });
      texts.set(path, { kind: "unread", reason: "too-large" });
      continue;
    }
    const bytes = readFileSync(join(root, path));
    entries.set(path, {
      path,
      mode: "100644",
      blob: createHash("sha1").update(path).update(bytes).digest("hex"),
    });
    texts.set(path, decodeText(bytes, path.endsWith(".py")));
  }
  return {
    commit: worktreeCommit,
    entries,
    read: (path) => texts.get(path) ?? { kind: "unread", reason: "missing" },
  };
}
