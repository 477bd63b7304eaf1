import type { Snapshot } from "../source/snapshot.ts";
import { Failure } from "../text/failure.ts";
import { loadIdentities, type Identities } from "./identity.ts";

/** The cards in force: a repository's own at the base tip replace those that ship. Throws `Failure` "usage" for an invalid card. */
export function identitiesAt(
  base: Snapshot,
  folder: string,
  shipped: ReadonlyMap<string, string>,
): Identities {
  const own = new Map<string, string>();
  for (const path of base.entries.keys()) {
    if (!path.startsWith(`${folder}/`) || !path.endsWith(".md")) continue;
    const file = base.read(path);
    if (file.kind === "text") own.set(path.slice(folder.length + 1), file.text);
  }
  const result = loadIdentities(shipped, own);
  if (!result.ok) throw new Failure("usage", result.error);
  return result.identities;
}
