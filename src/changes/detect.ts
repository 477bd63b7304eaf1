import type { Facts } from "../facts/facts.ts";
import type { Settings } from "../settings/settings.ts";
import type { Changes } from "./changes.ts";
import { detectCodeChanges } from "./code.ts";
import { detectContractChanges } from "./contract.ts";
import { detectDatabaseChanges } from "./database.ts";

function unreadPaths({ unread }: Facts): ReadonlySet<string> {
  return new Set(unread.map(({ path }) => path));
}

/** Compares the facts of both sides. */
export function detectChanges(before: Facts, after: Facts, settings: Settings): Changes {
  return {
    ...detectContractChanges(before.contract, after.contract, settings, {
      before: unreadPaths(before),
      after: unreadPaths(after),
    }),
    ...detectDatabaseChanges(before, after),
    ...detectCodeChanges(before.code, after.code),
  };
}
