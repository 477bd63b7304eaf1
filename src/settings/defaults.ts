import type { Settings } from "./settings.ts";

/** What holds where the base tip has no configuration. */
export const defaultSettings: Settings = {
  domains: { add: {}, remove: {}, root: [] },
  public: { tags: [], paths: [], includeInSchema: false },
  versioning: { prefix: "/v{}", sunset: {} },
  database: { version: 15, tables: {}, assumeLarge: false, escalate: "risky" },
  async: { enforce: "auto", syncEndpoints: "allow" },
  auth: { guards: [], paths: [], escalate: "loosened" },
  sensitive: { fields: [] },
  services: {},
  sla: {},
  escalation: {
    authorities: {},
    routes: {},
    allowContributors: false,
    strictAuthors: false,
    requireReason: true,
    plainApproval: false,
    protected: {},
  },
  rules: {},
  accepted: [],
  specialists: { folder: ".github/identities", tiers: {}, budgets: {} },
};
