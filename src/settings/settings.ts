/**
 * The configuration at the base tip (`.github/coord-platform.yml`), with all defaults filled in.
 * The schema and its validation are in `settings/configuration.ts`.
 */
export interface Settings {
  /** Path that the configuration is read from, relative to the repository root. */
  readonly path: string;
  readonly domains: {
    readonly add: Readonly<Record<string, readonly string[]>>;
    readonly remove: Readonly<Record<string, readonly string[]>>;
    /** Root folders of services; empty: the whole repository. */
    readonly root: readonly string[];
  };
  readonly public: {
    readonly tags: readonly string[];
    readonly paths: readonly string[];
    /** Count operations outside the document as external too. */
    readonly includeInSchema: boolean;
  };
  readonly versioning: {
    /** Path segment that names a version, such as `/v{}`. */
    readonly prefix: string;
    /** Dates after which deprecated operations may go: operation glob → `YYYY-MM-DD`. */
    readonly sunset: Readonly<Record<string, string>>;
    /** Operations that promise nothing yet, by tag or by glob of their path. */
    readonly unstable: { readonly tags: readonly string[]; readonly paths: readonly string[] };
  };
  readonly database: {
    /** PostgreSQL major version. */
    readonly version: number;
    readonly tables: Readonly<Record<string, { readonly rows: number }>>;
    readonly assumeLarge: boolean;
    /** Globs of SQL files that are migrations although their folders are not called so. */
    readonly migrations: readonly string[];
    readonly escalate: "risky" | "all";
  };
  readonly async: {
    readonly enforce: "auto" | "error" | "warning" | "off";
    readonly syncEndpoints: "allow" | "forbid";
  };
  readonly auth: {
    /** Names of dependencies that are guards although nothing in them shows it. */
    readonly guards: readonly string[];
    /** Globs of files whose change is security-sensitive. */
    readonly paths: readonly string[];
    readonly escalate: "loosened" | "all";
  };
  readonly sensitive: { readonly fields: readonly string[] };
  readonly services: Readonly<
    Record<string, { readonly root: string | null; readonly hosts: readonly string[] }>
  >;
  /** Metric → threshold. */
  readonly sla: Readonly<Record<string, number>>;
  readonly escalation: {
    readonly authorities: Readonly<Record<string, Authority>>;
    /** Trigger or constraint → names of authorities, any one of which suffices. */
    readonly routes: Readonly<Record<string, readonly string[]>>;
    readonly allowContributors: boolean;
    readonly strictAuthors: boolean;
    readonly requireReason: boolean;
    readonly plainApproval: boolean;
    /** Glob → what a change of such a file does. */
    readonly protected: Readonly<Record<string, "inform" | "escalate">>;
  };
  readonly rules: Readonly<Record<string, "off" | "info" | "warning" | "error">>;
  readonly accepted: readonly Accepted[];
  readonly specialists: {
    readonly folder: string;
    readonly tiers: Readonly<Record<string, string>>;
    readonly budgets: Readonly<Record<string, number>>;
  };
}

export interface Authority {
  readonly users: readonly string[];
  readonly teams: readonly string[];
  readonly minRole: "read" | "triage" | "write" | "maintain" | "admin" | null;
}

/** A standing exception: an `ESC-` or `CON-` id. */
export interface Accepted {
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, compared with the committer date of the base tip; null: never. */
  readonly expires: string | null;
}
