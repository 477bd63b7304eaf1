import type { Unread } from "./facts.ts";
import type { Project } from "./python/project.ts";

/** Changed files of a snapshot that could not be read, wholly or in part. */
export function findUnread(project: Project, changed: ReadonlySet<string>): readonly Unread[] {
  const unread: Unread[] = [];
  for (const path of [...changed].sort()) {
    const file = project.snapshot.read(path);
    if (file.kind === "unread") {
      if (file.reason !== "missing") unread.push({ path, reason: file.reason, line: null, endLine: null });
      continue;
    }
    if (!path.endsWith(".py")) continue;
    for (const region of project.module(path)?.unread ?? []) {
      unread.push({ path, reason: region.reason, line: region.line, endLine: region.endLine });
    }
  }
  return unread;
}
