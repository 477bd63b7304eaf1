import { minimatch } from "minimatch";

import type { Operation } from "../../facts/contract.ts";
import type { Settings } from "../../settings/settings.ts";
import type { OperationComparison } from "./compare-operations.ts";

/**
 * Whether nobody outside can rely on an operation: it stands in no document (hidden, or a websocket), or the configuration names what is public
 * and it is none of that. What was public before stays public for this change.
 */
export function isInternal({ before, after }: OperationComparison, settings: Settings): boolean {
  const operation = before ?? after;
  return operation === null || !isPublic(operation, settings);
}

function isPublic(operation: Operation, { public: rules }: Settings): boolean {
  if (!operation.includedInSchema && !rules.includeInSchema) return false;
  if (rules.tags.length === 0 && rules.paths.length === 0) return true;
  return (
    operation.tags.some((tag) => rules.tags.includes(tag)) ||
    rules.paths.some((glob) => minimatch(operation.path, glob, { dot: true }))
  );
}
