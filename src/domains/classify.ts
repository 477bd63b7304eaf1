import type { SideFacts } from "../facts/read.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { Domains } from "./domain.ts";

/** Says for each changed file which domains it belongs to, and why. Content decides, paths are the fallback, configuration corrects. */
export function classify(
  _changeSet: ChangeSet,
  _before: SideFacts,
  _after: SideFacts,
  _settings: Settings,
): Domains {
  return {
    DBA: [],
    BACKEND: [],
    API: [],
    handoff: { QUALITY: [], FRONTEND: [], OPS: [], ENGINE: [] },
    none: [],
  };
}
