import type { MediaType } from "../../facts/contract.ts";

/** A subtype is a specialisation of its suffix: `application/problem+json` of `application/json`. */
export function mediaTypeRenaming(before: string, after: string): "generalized" | "specialized" | "changed" {
  const [old, oldParameters] = splitMediaType(before);
  const [fresh, newParameters] = splitMediaType(after);
  if (oldParameters !== newParameters) return "changed";
  return isSuffixed(fresh, old) ? "specialized" : "generalized";
}

function splitMediaType(name: string): readonly [string, string] {
  const end = name.indexOf(";");
  return end < 0
    ? [name.trim().toLowerCase(), ""]
    : [name.slice(0, end).trim().toLowerCase(), name.slice(end + 1).trim()];
}

/** `application/problem+json` for `application/json`. */
function isSuffixed(special: string, general: string): boolean {
  const [type, subtype] = general.split("/");
  return special.startsWith(`${type}/`) && special.endsWith(`+${subtype}`);
}

export interface MediaMatch {
  readonly pairs: readonly (readonly [MediaType, MediaType])[];
  readonly added: readonly MediaType[];
  readonly removed: readonly MediaType[];
}

/** By name; what is left, by names of which one contains the other. */
export function pairMediaTypes(before: readonly MediaType[], after: readonly MediaType[]): MediaMatch {
  const pairs: (readonly [MediaType, MediaType])[] = [];
  let removed = [...before];
  let added = [...after];
  const pairUp = (fits: (old: string, fresh: string) => boolean) => {
    for (const old of removed) {
      const partner = added.find((fresh) => fits(old.mediaType, fresh.mediaType));
      if (partner === undefined) continue;
      pairs.push([old, partner]);
      removed = removed.filter((type) => type !== old);
      added = added.filter((type) => type !== partner);
    }
  };
  pairUp((old, fresh) => old === fresh);
  pairUp((old, fresh) => {
    const [a] = splitMediaType(old);
    const [b] = splitMediaType(fresh);
    return a === b || isSuffixed(a, b) || isSuffixed(b, a);
  });
  return { pairs, added, removed };
}
