/**
 * Chooses findings for judging by hand from `backtest` or `check-migrations` files (`--format json`), by a fixed seed: half of them among those
 * that decide (all, where there are fewer), the rest among the others, spread over the rules.
 *
 *   node scripts/sample-findings.mjs SEED COUNT FILE…
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const [seed, count, ...files] = process.argv.slice(2);
const all = files.flatMap((file) => {
  const repository = basename(file, ".json");
  const { changes, findings: migrations = [] } = JSON.parse(readFileSync(file, "utf8"));
  if (changes === undefined) {
    return migrations.map((finding) => ({ repository, commit: finding.where.path, title: null, ...finding }));
  }
  return changes.flatMap(({ commit, title, findings }) =>
    findings.map((finding) => ({ repository, commit, title, ...finding })),
  );
});
const rank = (finding) =>
  createHash("sha256")
    .update(`${seed} ${finding.repository} ${finding.commit} ${finding.rule} ${finding.subject}`)
    .digest("hex");
const ordered = all
  .map((finding) => ({ finding, rank: rank(finding) }))
  .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  .map(({ finding }) => finding);

const chosen = ordered.filter((finding) => finding.decides).slice(0, Number(count) / 2);
// One finding of each rule before a second of any.
for (let round = 0; chosen.length < Number(count) && round < 50; round += 1) {
  const seen = new Set();
  for (const finding of ordered) {
    if (chosen.length >= Number(count)) break;
    if (chosen.includes(finding) || seen.has(finding.rule)) continue;
    seen.add(finding.rule);
    chosen.push(finding);
  }
}
console.log(JSON.stringify(chosen, null, 2));
