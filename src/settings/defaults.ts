import type { Settings } from "./settings.ts";

/** A record that holds nothing, not even what objects inherit: `tables["constructor"]` is undefined. */
const none: Readonly<Record<string, never>> = Object.freeze(Object.create(null));

/** What holds where the base tip has no configuration. */
export const defaultSettings: Settings = {
  path: ".github/coord-platform.yml",
  domains: { add: none, remove: none, root: [] },
  public: { tags: [], paths: [], includeInSchema: false },
  versioning: { prefix: "/v{}", sunset: none, unstable: { tags: [], paths: [] } },
  database: { version: 15, tables: none, assumeLarge: false, migrations: [], escalate: "risky" },
  async: { enforce: "auto", syncEndpoints: "allow" },
  auth: { guards: [], paths: [], escalate: "loosened" },
  sensitive: { fields: [] },
  services: none,
  sla: none,
  escalation: {
    authorities: none,
    routes: none,
    allowContributors: false,
    strictAuthors: false,
    requireReason: true,
    plainApproval: false,
    protected: none,
  },
  rules: none,
  accepted: [],
  specialists: { folder: ".github/identities", tiers: none, budgets: none },
};
