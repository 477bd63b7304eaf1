import * as v from "valibot";

import { nearest } from "../text/nearest.ts";
import { parseYaml, type YamlProblem } from "../text/yaml.ts";
import { configurationSchema, type Configuration } from "./configuration-schema.ts";
import { defaultSettings } from "./defaults.ts";
import { architect, shortNames, triggers } from "./mandate.ts";
import type { Settings } from "./settings.ts";

/** Which rules `rules:` may name, and which exist but guard the gate itself. */
export interface RuleIds {
  readonly configurable: ReadonlySet<string>;
  readonly fixed: ReadonlySet<string>;
}

export type ConfigurationResult =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** What is understood but will not do what its author may expect. Plain sentences. */
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      /** In order of the file; at least one. */
      readonly errors: readonly ConfigurationError[];
    };

/** A sentence without full stop, and where in the file (1-based). */
export type ConfigurationError = YamlProblem;

/**
 * Reads a configuration (YAML, strict: interface.md, "Configuration"). Total: every text gives settings with all
 * defaults filled in, or errors with their places. `path` is only recorded in the settings.
 */
export function parseConfiguration(
  text: string,
  ruleIds: RuleIds,
  path: string = defaultSettings.path,
): ConfigurationResult {
  const document = parseYaml(text);
  if (document.kind === "unread") return { ok: false, errors: document.problems };
  const parsed = v.safeParse(configurationSchema, document.value ?? {});
  const problems = parsed.success ? contradictions(parsed.output, ruleIds) : parsed.issues.map(problemOf);
  if (!parsed.success || problems.length > 0) {
    const errors = problems.map(({ path: keys, message }) => ({
      ...document.locate(keys),
      message: keys.length === 0 ? `the configuration ${message}` : `\`${pathText(keys)}\` ${message}`,
    }));
    return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) };
  }
  return {
    ok: true,
    settings: settingsOf(parsed.output, path),
    warnings: warningsOf(parsed.output),
  };
}

/** `.github/coord-platform.yml:3:5: …`, one line per error. */
export function describeConfigurationErrors(path: string, errors: readonly ConfigurationError[]): string {
  return errors.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join("\n");
}

interface Problem {
  readonly path: readonly unknown[];
  readonly message: string;
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  return { path: issue.path?.map((item) => item.key) ?? [], message: issue.message };
}

/** What each value allows alone but not together. */
function contradictions(configuration: Configuration, ruleIds: RuleIds): readonly Problem[] {
  const problems: Problem[] = [];
  for (const rule of Object.keys(configuration.rules ?? {})) {
    if (ruleIds.configurable.has(rule)) continue;
    const near = nearest(rule, ruleIds.configurable);
    const message =
      rule === "gate-change" || ruleIds.fixed.has(rule)
        ? "guards the gate itself and cannot be set here"
        : `is not a rule${near === null ? "" : `; did you mean \`${near}\`?`}`;
    problems.push({ path: ["rules", rule], message });
  }
  const authorities = Object.keys(configuration.escalation?.authorities ?? {});
  const routed = new Map<string, string>();
  for (const [route, target] of Object.entries(configuration.escalation?.routes ?? {})) {
    const path = ["escalation", "routes", route];
    for (const name of [target].flat()) {
      if (name === architect || authorities.includes(name)) continue;
      problems.push({
        path,
        message: `names \`${name}\`, which is not in escalation.authorities; did you mean \`${nearest(name, [architect, ...authorities]) ?? ""}\`?`,
      });
    }
    const earlier = routed.get(fullRoute(route));
    if (earlier !== undefined) problems.push({ path, message: `is the same route as \`${earlier}\`` });
    routed.set(fullRoute(route), route);
  }
  const visible = configuration.public;
  if (visible?.include_in_schema !== undefined && visible["include-in-schema"] !== undefined)
    problems.push({
      path: ["public", "include-in-schema"],
      message: "is the same key as `include_in_schema`",
    });
  return problems;
}

function warningsOf(configuration: Configuration): readonly string[] {
  const warnings: string[] = [];
  for (const [name, authority] of Object.entries(configuration.escalation?.authorities ?? {})) {
    if ((authority.teams ?? []).length > 0)
      warnings.push(
        `Authority \`${name}\`: teams cannot be asked yet, so \`${(authority.teams ?? []).join("`, `")}\` names nobody; name users or a \`min-role\`.`,
      );
    if (authority["min-role"] === "read" || authority["min-role"] === "triage")
      warnings.push(
        `Authority \`${name}\`: with \`min-role: ${authority["min-role"]}\`, ${authority["min-role"] === "read" ? "everybody who can read the repository" : "everybody who may label issues"} may accept a break.`,
      );
    if (
      (authority.users ?? []).length + (authority.teams ?? []).length === 0 &&
      authority["min-role"] === undefined
    )
      warnings.push(
        `Authority \`${name}\` names nobody: whoever has role \`maintain\` or \`admin\` answers.`,
      );
  }
  if (configuration.escalation?.["plain-approval"] === true)
    warnings.push("`escalation.plain-approval` has no effect yet: an answer is a comment with the ids.");
  return warnings;
}

function settingsOf(configuration: Configuration, path: string): Settings {
  const fallback = defaultSettings;
  const { domains, versioning, database, async, auth, escalation, specialists } = configuration;
  const visible = configuration.public;
  return {
    path,
    domains: {
      add: copy(domains?.add),
      remove: copy(domains?.remove),
      root: (domains?.root ?? fallback.domains.root).map(withoutSlash),
    },
    public: {
      tags: visible?.tags ?? fallback.public.tags,
      paths: visible?.paths ?? fallback.public.paths,
      includeInSchema:
        visible?.include_in_schema ?? visible?.["include-in-schema"] ?? fallback.public.includeInSchema,
    },
    versioning: {
      prefix: versioning?.prefix ?? fallback.versioning.prefix,
      sunset: copy(versioning?.sunset),
      unstable: {
        tags: versioning?.unstable?.tags ?? fallback.versioning.unstable.tags,
        paths: versioning?.unstable?.paths ?? fallback.versioning.unstable.paths,
      },
    },
    database: {
      version: database?.version ?? fallback.database.version,
      tables: mapRecord(database?.tables ?? {}, (rows) => (typeof rows === "number" ? { rows } : rows)),
      assumeLarge: database?.["assume-large"] ?? fallback.database.assumeLarge,
      migrations: database?.migrations ?? fallback.database.migrations,
      escalate: database?.escalate ?? fallback.database.escalate,
    },
    async: {
      enforce: async?.enforce ?? fallback.async.enforce,
      syncEndpoints: async?.["sync-endpoints"] ?? fallback.async.syncEndpoints,
    },
    auth: {
      guards: auth?.guards ?? fallback.auth.guards,
      paths: auth?.paths ?? fallback.auth.paths,
      escalate: auth?.escalate ?? fallback.auth.escalate,
    },
    sensitive: { fields: configuration.sensitive?.fields ?? fallback.sensitive.fields },
    services: mapRecord(configuration.services ?? {}, (service) => ({
      root: service.root === undefined ? null : withoutSlash(service.root),
      hosts: service.hosts ?? [],
    })),
    sla: copy(configuration.sla),
    escalation: escalationOf(escalation ?? {}),
    rules: copy(configuration.rules),
    accepted: (configuration.accepted ?? []).map((entry) => ({
      id: entry.id.toUpperCase(),
      reason: entry.reason,
      owner: entry.owner,
      expires: entry.expires ?? null,
    })),
    specialists: {
      folder: withoutSlash(specialists?.folder ?? fallback.specialists.folder),
      tiers: copy(specialists?.tiers),
      budgets: copy(specialists?.budgets),
    },
  };
}

function escalationOf(written: NonNullable<Configuration["escalation"]>): Settings["escalation"] {
  const fallback = defaultSettings.escalation;
  const routes: Record<string, readonly string[]> = Object.create(null);
  for (const [route, target] of Object.entries(written.routes ?? {}))
    routes[fullRoute(route)] = [...new Set([target].flat())];
  return {
    authorities: mapRecord(written.authorities ?? {}, (authority) => ({
      users: authority.users ?? [],
      teams: authority.teams ?? [],
      minRole: authority["min-role"] ?? null,
    })),
    routes,
    allowContributors: written["allow-contributors"] ?? fallback.allowContributors,
    strictAuthors: written["strict-authors"] ?? fallback.strictAuthors,
    requireReason: written["require-reason"] ?? fallback.requireReason,
    plainApproval: written["plain-approval"] ?? fallback.plainApproval,
    protected: copy(written.protected),
  };
}

/** `API` and `breaking-api-change` are one route. */
function fullRoute(route: string): string {
  return triggers.find((trigger) => shortNames[trigger] === route) ?? route;
}

function copy<Value>(
  record: Readonly<Record<string, Value>> | null | undefined,
): Readonly<Record<string, Value>> {
  return mapRecord(record ?? {}, (value) => value);
}

/** Keys come from a file: the copy has no prototype, so that looking one up finds only what was written. */
function mapRecord<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  const bare: Record<string, To> = Object.create(null);
  for (const [key, value] of Object.entries(record)) bare[key] = change(value);
  return bare;
}

function withoutSlash(folder: string): string {
  const plain = folder.startsWith("./") ? folder.slice(2) : folder;
  return plain.endsWith("/") ? plain.slice(0, -1) : plain;
}

function pathText(keys: readonly unknown[]): string {
  return keys
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : index === 0 ? String(key) : `.${String(key)}`,
    )
    .join("");
}
