import { describeConfigurationErrors, parseConfiguration, type RuleIds } from "../settings/configuration.ts";
import { defaultSettings } from "../settings/defaults.ts";
import type { Settings } from "../settings/settings.ts";
import { Failure } from "../text/failure.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Policy {
  readonly settings: Settings;
  /** Sentences that a reader should know: no configuration yet, an entry that will not do what its author expects. */
  readonly notices: readonly string[];
}

/**
 * The configuration in force: the one at the base tip. What the head says is never read here.
 * Throws `Failure` when it is not valid.
 */
export function readPolicy(base: Snapshot, path: string, ruleIds: RuleIds): Policy {
  const file = base.read(path);
  if (file.kind === "unread" && file.reason === "missing") {
    return { settings: { ...defaultSettings, path }, notices: [] };
  }
  if (file.kind === "unread") throw new Failure("usage", `The configuration \`${path}\` can't be read: ${file.reason}.`);
  return parsePolicy(file.text, path, ruleIds);
}

/** Settings from a configuration's text. Throws `Failure` that lists every error with its line. */
export function parsePolicy(text: string, path: string, ruleIds: RuleIds): Policy {
  const result = parseConfiguration(text, ruleIds, path);
  if (!result.ok) throw new Failure("usage", describeConfigurationErrors(path, result.errors));
  return { settings: result.settings, notices: result.warnings };
}
