/**
 * Scores `check-migrations` of the committed bundle on SQL cases of other linters, each with its authors' label.
 *
 *   npm run bench:migrations -- --cases DIR [--cli FILE] [--verbose]
 *
 * DIR holds JSON files with `cases`: `use` says what is expected (`hazard`: an error or a warning; `clean`: neither),
 * `files` are linted as one change in that order. Exit 1 where fewer than 98 % of the hazards or more than 2 % of the
 * safe cases are flagged.
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
const wrong = [];
const tally = { hazard: { all: 0, flagged: 0 }, clean: { all: 0, flagged: 0 } };

try {
  for (const [at, entry] of cases.entries()) {
    const group = tally[entry.use];
    if (group === undefined) continue;
    const found = findingsOf(entry, join(folder, String(at)));
    group.all += 1;
    if (found.length > 0) group.flagged += 1;
    if (found.length > 0 !== (entry.use === "hazard")) wrong.push({ entry, found });
    if (values.verbose === true) console.log(`${entry.use} ${entry.id}: ${found.join(", ") || "nothing"}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

/** Rules of the findings that warn of a hazard; a timeout or a naming rule is off and would not be one. */
function findingsOf(entry, place) {
  mkdirSync(place, { recursive: true });
  const files = entry.files.map((text, at) => {
    const file = join(place, `${String(at + 1).padStart(2, "0")}.sql`);
    writeFileSync(file, text);
    return file;
  });
  const version = entry.postgres === null ? [] : ["--postgres", String(Number.parseInt(entry.postgres, 10))];
  const run = spawnSync(
    process.execPath,
    [cli, "check-migrations", ...files, "--format", "json", "--quiet", ...version],
    { encoding: "utf8" },
  );
  if (run.status !== 0 && run.status !== 1) throw new Error(`${entry.id}: ${run.stderr}`);
  return JSON.parse(run.stdout)
    .findings.filter((finding) => finding.severity !== "info" && /^(hazard|trigger)$/.test(finding.kind))
    .map((finding) => `${finding.severity} ${finding.rule}`);
}

function report() {
  const { hazard, clean } = tally;
  const judged = hazard.all + clean.all;
  console.log(`${judged} of ${cases.length} cases are in scope.`);
  console.log(`hazards flagged    ${share(hazard)}`);
  console.log(`safe cases flagged ${share(clean)}`);
  for (const { entry, found } of wrong) {
    console.log(`\nwrong: ${entry.use} ${entry.id}, found ${found.join(", ") || "nothing"}`);
    for (const text of entry.files) console.log(text.replaceAll(/^/gm, "    "));
  }
  const style = count(cases.filter((entry) => entry.use === "style").map((entry) => entry.rule));
  console.log(`\nNot in scope, style, timeouts or bookkeeping: ${sum(style)}`);
  for (const [rule, number] of style) console.log(`  ${String(number).padStart(3)} ${rule}`);
  const unused = cases.filter((entry) => entry.use === "not-used");
  console.log(`Not used, label contradicts what was measured or can't be decided: ${unused.length}`);
  for (const entry of unused) {
    console.log(`      ${entry.id} (${entry.flagged ? "flagged" : "clean"}): ${entry.why}`);
  }
  process.exitCode = hazard.flagged < 0.98 * hazard.all || clean.flagged > 0.02 * clean.all ? 1 : 0;
}

function share({ all, flagged }) {
  return `${flagged}/${all} (${((100 * flagged) / Math.max(1, all)).toFixed(1)} %)`;
}

function count(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function sum(counts) {
  return counts.reduce((total, [, number]) => total + number, 0);
}
