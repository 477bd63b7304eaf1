import * as v from "valibot";

import { list } from "../text/words.ts";
import { nearest } from "../text/nearest.ts";
import { constraints, shortNames, triggers } from "./mandate.ts";

/**
 * The configuration file as a user writes it. The JSON Schema for editors is made from this value, so nothing here
 * transforms; `configuration.ts` turns what is valid into `Settings`. Messages follow the path of the value:
 * "`async.enforce` must be …".
 */

type Issue = { readonly received: string };

const must = (what: string) => (issue: Issue) => `must be ${what}, not ${shortened(issue.received)}`;

/** Valibot takes a list for a mapping with the keys 0, 1, …: here it is a mistake. */
function mapping<Schema extends v.GenericSchema>(schema: Schema): Schema {
  return {
    ...schema,
    "~run"(dataset: Parameters<Schema["~run"]>[0], config: Parameters<Schema["~run"]>[1]) {
      return schema["~run"](Array.isArray(dataset.value) ? { ...dataset, value: "a list" } : dataset, config);
    },
  };
}

/** A mapping with known keys; another key is an error that names the nearest known one. */
function section<Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries);
  const schema = v.strictObject(entries, (issue) => {
    if (issue.path === undefined && issue.expected === "Object") return must("a mapping")(issue);
    if (issue.expected !== "never") return issue.path === undefined ? must("a mapping")(issue) : "is missing";
    const key = issue.path?.at(-1)?.key;
    return `is not a known key; did you mean \`${nearest(String(key), known) ?? ""}\`? Allowed: ${known.join(", ")}`;
  });
  return mapping(schema);
}

const choice = <const Values extends readonly string[]>(values: Values) =>
  v.picklist(values, must(list(values, "or")));
const flag = () => v.boolean(must("true or false"));
const text = (what = "text", most = 200) =>
  v.pipe(
    v.string(must(what)),
    v.nonEmpty(must(what)),
    v.maxLength(most, `must have at most ${most} characters`),
  );
const texts = (what = "text") => v.array(text(what), must(`a list of ${what}`));
const amount = (what = "a number that is not negative") =>
  v.pipe(v.number(must(what)), v.finite(must(what)), v.minValue(0, must(what)));
const matching = (pattern: RegExp, what: string) =>
  v.pipe(v.string(must(what)), v.regex(pattern, must(what)));

const glob = () =>
  v.pipe(
    v.string(must("a glob")),
    v.nonEmpty(must("a glob")),
    v.maxLength(1024, "must be a glob of at most 1,024 characters"),
    // Braces multiply: beyond three groups a glob costs more than it can say.
    v.check((value) => value.split("{").length <= 4, "must be a glob with at most 3 groups of braces"),
  );
const folder = () =>
  v.pipe(
    v.string(must("a folder of the repository")),
    v.nonEmpty(must("a folder of the repository")),
    v.check(
      (value) => !value.startsWith("/") && !value.includes("\\") && !value.split("/").includes(".."),
      "must be a folder inside of the repository, without `..` and not absolute",
    ),
  );
const date = () =>
  v.pipe(
    v.string(must("a date such as 2026-12-31")),
    // `isoDate` is what JSON Schema can say; it takes a 31st of February.
    v.isoDate(must("a date such as 2026-12-31")),
    v.check((value) => !isDate(value) || exists(value), must("a date that exists")),
  );
const isDate = (value: string) => /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value);
const exists = (value: string) => new Date(value).toISOString().startsWith(value);

const record = <
  Key extends v.BaseSchema<string, string | number | symbol, v.BaseIssue<unknown>>,
  Value extends v.GenericSchema,
>(
  key: Key,
  value: Value,
) => mapping(v.record(key, value, must("a mapping")));

/** Domains and sibling coordinators: `domains/domain.ts` (a test holds them equal). */
export const domainNames = ["DBA", "BACKEND", "API", "QUALITY", "FRONTEND", "OPS", "ENGINE"] as const;
export const reviewerNames = ["COORD_PLATFORM", "DBA", "BACKEND_ENGINEER", "API_DEVELOPER"] as const;

const routeNames = [...Object.values(shortNames), ...triggers, ...constraints] as const;

const authorityName = () =>
  matching(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, "the name of an authority, such as ARCHITECT");

const domainGlobs = () => v.optional(record(choice(domainNames), v.array(glob(), must("a list of globs"))));

const entries = {
  domains: section({
    add: domainGlobs(),
    remove: domainGlobs(),
    root: v.optional(v.array(folder(), must("a list of folders"))),
  }),
  public: section({
    tags: v.optional(texts("tags")),
    paths: v.optional(v.array(glob(), must("a list of globs of URL paths"))),
    include_in_schema: v.optional(flag()),
    "include-in-schema": v.optional(flag()),
  }),
  versioning: section({
    prefix: v.optional(
      matching(/^\/[^\s{}]{0,40}\{\}[^\s{}]{0,40}$/, "a path segment with {} for the number, such as /v{}"),
    ),
    sunset: v.optional(record(glob(), date())),
    unstable: v.optional(
      section({
        tags: v.optional(texts("tags")),
        paths: v.optional(v.array(glob(), must("a list of globs of URL paths"))),
      }),
    ),
  }),
  database: section({
    version: v.optional(
      v.pipe(
        v.number(must("a major version of PostgreSQL, such as 15")),
        v.integer(must("a major version of PostgreSQL, such as 15")),
        v.minValue(10, must("10 or later")),
        v.maxValue(99, must("a major version of PostgreSQL, such as 15")),
      ),
    ),
    tables: v.optional(
      record(
        text("the name of a table"),
        v.union(
          [amount("a number of rows"), section({ rows: amount("a number of rows") })],
          must("a number of rows, or rows: and a number"),
        ),
      ),
    ),
    "assume-large": v.optional(flag()),
    migrations: v.optional(v.array(glob(), must("a list of globs of SQL files"))),
    escalate: v.optional(choice(["risky", "all"])),
  }),
  async: section({
    enforce: v.optional(choice(["auto", "error", "warning", "off"])),
    "sync-endpoints": v.optional(choice(["allow", "forbid"])),
  }),
  auth: section({
    guards: v.optional(texts("names of dependencies")),
    paths: v.optional(v.array(glob(), must("a list of globs"))),
    escalate: v.optional(choice(["loosened", "all"])),
  }),
  sensitive: section({ fields: v.optional(texts("field names")) }),
  services: record(
    text("the name of a service"),
    section({ root: v.optional(folder()), hosts: v.optional(texts("hosts")) }),
  ),
  sla: record(text("the name of a metric"), amount("a threshold (a number that is not negative)")),
  escalation: section({
    authorities: v.optional(
      record(
        authorityName(),
        section({
          users: v.optional(
            v.array(
              matching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "a GitHub login without @"),
              must("a list of logins"),
            ),
          ),
          teams: v.optional(
            v.array(
              matching(
                /^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/,
                "organisation/team without @, such as acme/architects",
              ),
              must("a list of teams"),
            ),
          ),
          "min-role": v.optional(choice(["read", "triage", "write", "maintain", "admin"])),
        }),
      ),
    ),
    routes: v.optional(
      record(
        choice(routeNames),
        v.union(
          [authorityName(), v.pipe(v.array(authorityName()), v.nonEmpty("must name at least one authority"))],
          must("the name of an authority, or a list of them"),
        ),
      ),
    ),
    "allow-contributors": v.optional(flag()),
    "strict-authors": v.optional(flag()),
    "require-reason": v.optional(flag()),
    "plain-approval": v.optional(flag()),
    protected: v.optional(record(glob(), choice(["inform", "escalate"]))),
  }),
  rules: record(text("the id of a rule"), choice(["off", "info", "warning", "error"])),
  accepted: v.array(
    section({
      id: matching(
        /^(?:ESC-(?:API|DB|AUTH|PERF|XSVC|GATE)|CON)-[0-9A-HJKMNP-TV-Z]{16}$/i,
        "an id from a report, such as ESC-API-… or CON-…",
      ),
      reason: text("a reason", 1_000),
      owner: text("who answers for it"),
      expires: v.optional(v.nullable(date())),
    }),
    must("a list of accepted findings"),
  ),
  specialists: section({
    folder: v.optional(folder()),
    tiers: v.optional(record(text("the name of a tier"), text("the name of a model"))),
    budgets: v.optional(record(choice(reviewerNames), amount("US dollars (a number that is not negative)"))),
  }),
};

/** A section without anything below it (`rules:`) counts as left out. */
const optional = <Schema extends v.GenericSchema>(schema: Schema, what: string) =>
  v.optional(v.nullable(v.pipe(schema, v.description(what))));

export const configurationSchema = section({
  domains: optional(entries.domains, "Globs added to or removed from a domain; root folders of services"),
  public: optional(entries.public, "Which operations have frontend or external consumers"),
  versioning: optional(
    entries.versioning,
    "How the API is versioned, and after which dates deprecated operations may go",
  ),
  database: optional(entries.database, "PostgreSQL version, rows of tables, what a migration escalates"),
  async: optional(entries.async, "What blocks the event loop, and how strict that is"),
  auth: optional(entries.auth, "Guards by name, sensitive files, what a changed guard escalates"),
  sensitive: optional(entries.sensitive, "Names of fields that must not appear in responses"),
  services: optional(entries.services, "Services by name: root folder and hosts"),
  sla: optional(entries.sla, "Thresholds by metric"),
  escalation: optional(
    entries.escalation,
    "Who answers for what: authorities, routes from trigger to authorities, protected files",
  ),
  rules: optional(entries.rules, "How severe a rule is; gate-change is not among them"),
  accepted: optional(entries.accepted, "Standing exceptions: findings that somebody accepted"),
  specialists: optional(
    entries.specialists,
    "Folder of the repository's own identity cards, models of tiers, budgets in US dollars",
  ),
});

export type Configuration = v.InferOutput<typeof configurationSchema>;

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
