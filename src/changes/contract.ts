import type { Contract } from "../facts/contract.ts";
import type { Settings } from "../settings/settings.ts";
import type { Changes } from "./changes.ts";

/** What changed in the HTTP contract: operations, schemas, guards, and the differences with oasdiff's ids. */
export function detectContractChanges(
  _before: Contract,
  _after: Contract,
  _settings: Settings,
): Pick<Changes, "operations" | "contract" | "schemas" | "guards"> {
  return { operations: [], contract: [], schemas: [], guards: [] };
}

export { diffContracts, type ContractOccurrence } from "./contract/list-occurrences.ts";
