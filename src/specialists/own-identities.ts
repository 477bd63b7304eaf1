import type { Snapshot } from "../source/snapshot.ts";
import { Failure } from "../text/failure.ts";
import { isCard, isKnowledgePage, loadIdentities, type Identities } from "./identity.ts";

/**
 * The cards in force: a repository's own at the base tip replace those that ship. Throws `Failure` "usage" for a card
 * that is invalid or cannot be read: falling back to the shipped one would silently change who judges.
 */
export function identitiesAt(
  base: Snapshot,
  folder: string,
  shipped: ReadonlyMap<string, string>,
): Identities {
  const own = new Map<string, string>();
  for (const path of base.entries.keys()) {
    if (!path.startsWith(`${folder}/`)) continue;
    const name = path.slice(folder.length + 1);
    if (!isCard(name) && !isKnowledgePage(name)) continue;
    const file = base.read(path);
    if (file.kind !== "text")
      throw new Failure("usage", `Identity card \`${path}\` cannot be read: ${file.reason}.`);
    own.set(name, file.text);
  }
  const result = loadIdentities(shipped, own);
  if (!result.ok) throw new Failure("usage", result.error);
  return result.identities;
}

/**
 * `identitiesAt` for a run that must leave a way out: where the cards at the base are invalid and this change repairs
 * them, those that ship judge, and the report says so. The head's cards are looked at for validity only.
 */
export function identitiesOrRepair(
  base: Snapshot,
  head: Snapshot,
  folder: string,
  shipped: ReadonlyMap<string, string>,
): { readonly identities: Identities; readonly notices: readonly string[] } {
  try {
    return { identities: identitiesAt(base, folder, shipped), notices: [] };
  } catch (error) {
    if (!(error instanceof Failure) || !areValid(head, folder, shipped)) throw error;
    const result = loadIdentities(shipped, new Map());
    if (!result.ok) throw error;
    const notice =
      "The identity cards at the base are invalid and this change repairs them: the cards that ship judged.";
    return { identities: result.identities, notices: [notice] };
  }
}

function areValid(head: Snapshot, folder: string, shipped: ReadonlyMap<string, string>): boolean {
  try {
    identitiesAt(head, folder, shipped);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
