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
  if (file.kind === "unread")
    throw new Failure("usage", `The configuration \`${path}\` can't be read: ${file.reason}.`);
  return parsePolicy(file.text, path, ruleIds);
}

/**
 * `readPolicy` for a run that must leave a way out: where the configuration at the base is invalid and this change
 * repairs it, the defaults judge, and the report says so. The head's configuration is looked at for validity only.
 */
export function readPolicyOrRepair(base: Snapshot, head: Snapshot, path: string, ruleIds: RuleIds): Policy {
  try {
    return readPolicy(base, path, ruleIds);
  } catch (error) {
    if (!(error instanceof Failure) || !isValid(head, path, ruleIds)) throw error;
    const notice = `The configuration \`${path}\` at the base is invalid and this change repairs it: the defaults judged.`;
    return { settings: { ...defaultSettings, path }, notices: [notice] };
  }
}

function isValid(head: Snapshot, path: string, ruleIds: RuleIds): boolean {
  const file = head.read(path);
  if (file.kind === "unread") return file.reason === "missing";
  return parseConfiguration(file.text, ruleIds, path).ok;
}

/** Settings from a configuration's text. Throws `Failure` that lists every error with its line. */
export function parsePolicy(text: string, path: string, ruleIds: RuleIds): Policy {
  const result = parseConfiguration(text, ruleIds, path);
  if (!result.ok) throw new Failure("usage", describeConfigurationErrors(path, result.errors));
  return { settings: result.settings, notices: result.warnings };
}
