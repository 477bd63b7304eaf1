import type { Snapshot } from "../../source/snapshot.ts";

const manifests =
  /(?:^|\/)(?:pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(?:\.lock)?|setup\.(?:cfg|py)|[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.(?:txt|in))$/;

/**
 * Tells whether a module is written for Pydantic 1, where an `Optional` field needs no default: by the pin in the
 * nearest manifest above it. Without a pin it is Pydantic 2.
 */
export function createPydanticVersions(snapshot: Snapshot): (path: string) => boolean {
  let majors: ReadonlyMap<string, number> | null = null;
  return (path) => {
    majors ??= readMajors(snapshot);
    if (majors.size === 0) return false;
    let folder = path;
    while (folder !== "") {
      folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
      const major = majors.get(folder);
      if (major !== undefined) return major === 1;
    }
    return false;
  };
}

/** Folder → major version; a lock file counts more than a range. */
function readMajors(snapshot: Snapshot): ReadonlyMap<string, number> {
  const majors = new Map<string, number>();
  const locked = new Set<string>();
  for (const path of snapshot.entries.keys()) {
    if (!manifests.test(path)) continue;
    const file = snapshot.read(path);
    if (file.kind !== "text") continue;
    // The pins in `requirements/` are those of the folder beside it.
    const folder = (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "").replace(
      /(?:^|\/)requirements$/,
      "",
    );
    const isLock = path.endsWith(".lock");
    const major = isLock ? lockedMajor(file.text) : pinnedMajor(file.text);
    if (major === null || (locked.has(folder) && !isLock)) continue;
    if (isLock) locked.add(folder);
    majors.set(folder, majors.get(folder) === 2 && !isLock ? 2 : major);
  }
  return majors;
}

function lockedMajor(text: string): number | null {
  const match =
    /^name = "pydantic"\r?\nversion = "(\d+)\./m.exec(text) ??
    /"pydantic": \{[^{}]{0,4000}"version": "==(\d+)\./.exec(text);
  return match === null ? null : Number(match[1]);
}

/** `pydantic==1.10.2`, `pydantic<2`, `pydantic = "^1.10"`, `pydantic>=1.8,<2.0`. */
function pinnedMajor(text: string): number | null {
  const match =
    /(?:^|["'\s])pydantic(?:\[[\w,\s-]{0,80}\])?["']?\s{0,4}(?:[:=]\s{0,4}["'])?\s{0,4}([~^<>=!\d][^\n"'#;]{0,60})/m.exec(
      text,
    );
  const range = match?.[1];
  if (range === undefined) return null;
  if (/<\s*=?\s*(?:1(?:\.|\b)|2(?:\.0){0,2}\b(?!\.\d))/.test(range) && !/<\s*=\s*2/.test(range)) return 1;
  const lower = /(?:==|~=|\^|>=|~|^)\s*v?(\d+)/.exec(range);
  if (lower === null) return null;
  const isOpen = range.startsWith(">") && !range.includes("<");
  return isOpen && lower[1] === "1" ? null : Number(lower[1]);
}
