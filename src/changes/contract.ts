import type { Contract } from "../facts/contract.ts";
import type { Settings } from "../settings/settings.ts";
import type { Changes } from "./changes.ts";
import type { ContractChange } from "./contract-change.ts";
import { catalogue } from "./contract/catalogue.ts";
import { compareContracts } from "./contract/compare-operations.ts";
import { findCauses } from "./contract/find-causes.ts";
import type { Cause } from "./contract/found.ts";
import { inSight, type UnreadPaths } from "./contract/in-sight.ts";
import { compareShadows } from "./contract/compare-shadows.ts";
import { compareValidators } from "./contract/compare-validators.ts";
import { compareModels } from "./contract/model-facts.ts";
import { compareGuards, compareOperationFacts } from "./contract/operation-facts.ts";
import { versioningOf } from "./contract/versioning.ts";
import { isInternal } from "./contract/visibility.ts";

export { diffContracts } from "./contract/list-occurrences.ts";

/** What changed in the HTTP contract: operations, schemas, guards, and the differences with oasdiff's ids. */
export function detectContractChanges(
  old: Contract,
  fresh: Contract,
  settings: Settings,
  unread: UnreadPaths = { before: new Set(), after: new Set() },
): Pick<Changes, "operations" | "contract" | "schemas" | "guards"> {
  const { before, after } = inSight({ before: old, after: fresh }, unread);
  return {
    operations: compareOperationFacts(before, after),
    contract: causesOf(before, after).flatMap((cause) => toChange(cause, before, settings)),
    schemas: compareModels(before, after),
    guards: compareGuards(before, after),
  };
}

function causesOf(before: Contract, after: Contract): readonly Cause[] {
  const comparison = compareContracts(before, after);
  return [...findCauses(comparison), ...compareValidators(comparison), ...compareShadows(comparison)];
}

function toChange(cause: Cause, before: Contract, settings: Settings): readonly ContractChange[] {
  const level = catalogue.get(cause.id)?.level;
  if (level === undefined) return [];
  const { id, subject, where, confidence, text } = cause;
  return [
    {
      id,
      level,
      subject,
      reaches: [...new Set(cause.operations.map(({ key }) => key))].sort(),
      before: cause.before,
      after: cause.after,
      where,
      confidence,
      text,
      internal: cause.operations.every((operation) => isInternal(operation, settings)),
      versioned: versioningOf(cause, before, settings),
    },
  ];
}
