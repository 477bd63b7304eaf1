import type { Operation } from "../../facts/contract.ts";
import type { OperationDifference } from "./operation-difference.ts";

/**
 * Arguments of a route that say what of the response model is sent (FastAPI's `serialize_response`). The document shows
 * none of it: a property that it lists may be missing, or have another name.
 */
export function* compareSerialization(before: Operation, after: Operation): Iterable<OperationDifference> {
  const old = before.serialization;
  const fresh = after.serialization;
  if (old === undefined || fresh === undefined) return;
  const change = (id: string, name: string, was: string | null, is: string | null, text: string) => ({
    id,
    place: name,
    before: was,
    after: is,
    where: { ...after.where, side: "after" as const },
    text,
  });
  const names = "response_model_by_alias";
  const [was, is] = [old.get(names) ?? "True", fresh.get(names) ?? "True"];
  if (was !== is) {
    const text = `\`${after.key}\` answers with \`${names}=${is}\` instead of \`${was}\`: properties with an alias have other names.`;
    yield change("fastapi-response-by-alias-changed", names, was, is, text);
  }
  for (const name of exclusions) {
    const added = fresh.get(name) ?? null;
    const known = old.get(name) ?? null;
    if (added === null || added === known || isNarrower(name, known, added)) continue;
    const text = `\`${after.key}\` answers with \`${name}=${added}\` now: properties that were always there can be missing.`;
    yield change("fastapi-response-exclusion-added", name, known, added, text);
  }
}

const exclusions = [
  "response_model_exclude",
  "response_model_exclude_defaults",
  "response_model_exclude_none",
  "response_model_exclude_unset",
  "response_model_include",
];

/** Names alone: fewer that are excluded, or more that are included, take nothing away. */
function isNarrower(name: string, known: string | null, added: string): boolean {
  if (known === null) return false;
  const old = known.split(", ");
  const fresh = added.split(", ");
  const [part, whole] = name === "response_model_include" ? [old, fresh] : [fresh, old];
  return part.every((one) => whole.includes(one));
}
