/**
 * Scores `check-migrations` of the committed bundle on SQL cases of other linters, each with its authors' label.
 *
 *   npm run bench:migrations -- --cases DIR [--cli FILE] [--verbose]
 *
 * DIR holds JSON files with `cases`: `use` says what is expected (`hazard`: an error or a warning; `clean`: neither),
 * `style`: the source's rule is a matter of taste; where a rule that is off by default says the same, it is
 * turned on and asked), `files` are linted as one change in that order. Exit 1 where fewer than 98 % of the hazards or
 * more than 2 % of the safe cases are flagged, or where a style case is answered otherwise than its label.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { cases: { type: "string" }, cli: { type: "string" }, verbose: { type: "boolean" } },
});
if (values.cases === undefined) {
  process.stderr.write("usage: bench-migrations.mjs --cases DIR [--cli FILE] [--verbose]\n");
  process.exit(2);
}
const cli = values.cli ?? join(import.meta.dirname, "..", "dist", "cli.js");
const folder = mkdtempSync(join(tmpdir(), "coord-platform-migrations-"));

const cases = readdirSync(values.cases)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(values.cases, name), "utf8")).cases);

/** Rules of the sources about style → the rule that says the same. */
const styleRules = new Map([
  ["ban-char-field", "char-column"],
  ["ban-uncommitted-transaction", "transaction-left-open"],
  ["identifier-too-long", "name-too-long"],
  ["prefer-bigint-over-smallint", "integer-primary-key"],
  ["prefer-bigint-over-int", "integer-primary-key"],
  ["prefer-identity", "serial-column"],
  ["prefer-robust-stmts", "statement-not-repeatable"],
  ["prefer-text-field", "varchar-with-limit"],
  ["prefer-timestamp-tz", "timestamp-without-time-zone"],
  ["require-statement-timeout", "statement-timeout-missing"],
  ["transaction-nesting", "nested-transaction"],
  ["E3", "json-column"],
  ["E9", "lock-timeout-missing"],
  ["W12", "several-alterations"],
  ["W13", "enum-type-created"],
]);
/** This source's rule is two here: either may say it. */
const timeouts = ["lock-timeout-missing", "statement-timeout-missing"];

/** Style cases that no rule here is meant to answer: the source's rule, or the end of one case's id → why. */
const outOfScope = new Map([
  [
    "ban-create-domain-with-constraint",
    "a new domain holds no rows; on one that exists `blocking-statement` judges it",
  ],
  [
    "ban-duplicate-column-assignments",
    "PostgreSQL refuses the statement on every database: any test run shows it",
  ],
  ["require-enum-value-ordering", "whether the order of values matters is the application's to know"],
  [
    "require-table-schema",
    "`public` and no schema are one table here, as in Alembic with the usual search path",
  ],
  [
    "E15",
    "the foreign key was made by an earlier script; `foreign-key-without-index` needs it in the change",
  ],
  [
    "prefer_bigint_over_smallint/ok",
    "wants `integer` for keys, which the source's next rule forbids; one rule here",
  ],
  ["enable_row_level_security_without_exists_check_err", "running it twice does the same"],
  ["alter_column_set_not_null", "running it twice does the same"],
  ["err_other_ddl_operations", "CREATE TYPE locks nothing that anybody waits for"],
  ["err_vacuum_full_false_uses_non_full_lock", "VACUUM keeps out neither readers nor writers"],
  ["err_lock_access_share_uses_correct_article", "ACCESS SHARE is what every SELECT takes"],
]);

const wrong = [];
const tally = {
  hazard: { all: 0, flagged: 0 },
  clean: { all: 0, flagged: 0 },
  "style, to flag": { all: 0, flagged: 0 },
  "style, to leave": { all: 0, flagged: 0 },
};
const left = [];

try {
  for (const [at, entry] of cases.entries()) {
    const asked = rulesFor(entry);
    if (asked === null) continue;
    const group =
      tally[entry.use === "style" ? (entry.flagged ? "style, to flag" : "style, to leave") : entry.use];
    const found = findingsOf(entry, join(folder, String(at)), asked);
    group.all += 1;
    if (found.length > 0) group.flagged += 1;
    if (found.length > 0 !== (entry.use === "style" ? entry.flagged : entry.use === "hazard"))
      wrong.push({ entry, found });
    if (values.verbose === true) console.log(`${entry.use} ${entry.id}: ${found.join(", ") || "nothing"}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

/** The rules that are turned on for a case, none for a hazard; null where the case is not asked. */
function rulesFor(entry) {
  if (entry.use === "hazard" || entry.use === "clean") return [];
  if (entry.use !== "style") return null;
  const why = [...outOfScope].find(([name]) => name === entry.rule || entry.id.endsWith(name))?.[1];
  const one = styleRules.get(entry.rule);
  const asked = entry.rule === "require-timeout-settings" ? timeouts : one === undefined ? [] : [one];
  if (why === undefined && asked.length > 0) return asked;
  left.push({ entry, why: why ?? "no rule here says the same" });
  return null;
}

/** Findings that warn of a hazard, or those of the rules that were turned on. */
function findingsOf(entry, place, asked) {
  mkdirSync(place, { recursive: true });
  const configuration = join(place, "configuration.yml");
  writeFileSync(
    configuration,
    asked.length === 0 ? "" : `rules:\n${asked.map((id) => `  ${id}: warning\n`).join("")}`,
  );
  const files = entry.files.map((text, at) => {
    const file = join(place, `${String(at + 1).padStart(2, "0")}.sql`);
    writeFileSync(file, text);
    return file;
  });
  const version = entry.postgres === null ? [] : ["--postgres", String(Number.parseInt(entry.postgres, 10))];
  const run = spawnSync(
    process.execPath,
    [cli, "check-migrations", ...files, "--format", "json", "--quiet", "--config", configuration, ...version],
    { encoding: "utf8" },
  );
  if (run.status !== 0 && run.status !== 1) throw new Error(`${entry.id}: ${run.stderr}`);
  return JSON.parse(run.stdout)
    .findings.filter((finding) =>
      asked.length > 0
        ? asked.includes(finding.rule)
        : finding.severity !== "info" && /^(hazard|trigger)$/.test(finding.kind),
    )
    .map((finding) => `${finding.severity} ${finding.rule}`);
}

function report() {
  const judged = Object.values(tally).reduce((sum, { all }) => sum + all, 0);
  console.log(`${judged} of ${cases.length} cases are in scope.`);
  for (const [group, counts] of Object.entries(tally))
    console.log(`${group.padEnd(16)} flagged ${share(counts)}`);
  for (const { entry, found } of wrong) {
    console.log(`\nwrong: ${entry.use} ${entry.id}, found ${found.join(", ") || "nothing"}`);
    for (const text of entry.files) console.log(text.replaceAll(/^/gm, "    "));
  }
  console.log(`\nStyle, not in scope: ${left.length}`);
  for (const { entry, why } of left)
    console.log(`      ${entry.id} (${entry.flagged ? "flagged" : "clean"}): ${why}`);
  const unused = cases.filter((entry) => entry.use === "not-used");
  console.log(`Not used, label contradicts what was measured or can't be decided: ${unused.length}`);
  for (const entry of unused) {
    console.log(`      ${entry.id} (${entry.flagged ? "flagged" : "clean"}): ${entry.why}`);
  }
  const { hazard, clean } = tally;
  const isStyleWrong = wrong.some(({ entry }) => entry.use === "style");
  process.exitCode =
    hazard.flagged < 0.98 * hazard.all || clean.flagged > 0.02 * clean.all || isStyleWrong ? 1 : 0;
}

function share({ all, flagged }) {
  return `${flagged}/${all} (${((100 * flagged) / Math.max(1, all)).toFixed(1)} %)`;
}
