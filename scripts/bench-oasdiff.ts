import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { diffContracts } from "../src/changes/contract.ts";
import { catalogue } from "../src/changes/contract/catalogue.ts";
import { readOpenApiDocument } from "../src/facts/openapi/read-document.ts";

/**
 * Scores the differ on cases made from oasdiff's own tests. `--cases DIR` names a folder with `cases.json` and the
 * documents that it refers to; `--verbose` lists the cases that differ.
 */
interface Case {
  readonly test: string;
  readonly base: string;
  readonly revision: string;
  readonly expected: readonly { readonly id: string }[];
  readonly absent: readonly string[];
  readonly scope_ids: readonly string[] | null;
  readonly min_level: "INFO" | "WARN" | "ERR";
  readonly match: "exact" | "contains" | "exact_count_only_some_named";
  readonly fastapi_expressible: boolean;
}

const ranks = { INFO: 0, WARN: 1, ERR: 2 } as const;

const { values } = parseArgs({ options: { cases: { type: "string" }, verbose: { type: "boolean" } } });
if (values.cases === undefined) {
  process.stderr.write("usage: bench-oasdiff.ts --cases DIR [--verbose]\n");
  process.exit(2);
}
const folder = values.cases;
const manifest: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(join(folder, "cases.json"), "utf8"),
);
const { cases } = manifest;

const tally = {
  expressible: { all: 0, right: 0 },
  other: { all: 0, right: 0 },
  quiet: { all: 0, alarms: 0 },
};
for (const entry of cases) {
  const found = idsOf(entry);
  const right = judge(entry, found);
  const group = entry.fastapi_expressible ? tally.expressible : tally.other;
  group.all += 1;
  if (right) group.right += 1;
  if (entry.expected.length === 0 && entry.absent.length === 0) {
    tally.quiet.all += 1;
    if (!right) tally.quiet.alarms += 1;
  }
  if (!right && values.verbose === true) report(entry, found);
}
const percent = ({ all, right }: { all: number; right: number }) =>
  `${right}/${all} (${((100 * right) / all).toFixed(1)} %)`;
const all = {
  all: tally.expressible.all + tally.other.all,
  right: tally.expressible.right + tally.other.right,
};
process.stdout.write(
  `all ${percent(all)}, FastAPI-expressible ${percent(tally.expressible)}, other ${percent(tally.other)}, ` +
    `false alarms on cases that expect nothing ${tally.quiet.alarms}/${tally.quiet.all}\n`,
);

function idsOf(entry: Case): readonly string[] {
  const [before, after] = [entry.base, entry.revision].map((file) => {
    const read = readOpenApiDocument(readFileSync(join(folder, file), "utf8"), file);
    if ("error" in read) throw new Error(`${file}: ${read.error}`);
    return read.contract;
  });
  if (before === undefined || after === undefined) return [];
  return diffContracts(before, after)
    .filter(({ level }) => ranks[level] >= ranks[entry.min_level])
    .map(({ id }) => id)
    .filter((id) => !id.startsWith("fastapi-") && (entry.scope_ids?.includes(id) ?? true));
}

function judge({ expected, absent, match }: Case, found: readonly string[]): boolean {
  if (absent.some((id) => found.includes(id))) return false;
  const left = [...found];
  for (const { id } of expected) {
    const at = left.indexOf(id);
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return match !== "exact" || left.length === 0;
}

function report(entry: Case, found: readonly string[]): void {
  const expected = entry.expected.map(({ id }) => (catalogue.has(id) ? id : `${id} (unknown)`));
  process.stdout.write(
    `${entry.fastapi_expressible ? "*" : " "} ${entry.test} ${entry.match}\n    ${entry.base} → ${entry.revision}\n` +
      `    expected ${expected.join(", ") || "nothing"}\n    found    ${found.join(", ") || "nothing"}\n` +
      (entry.absent.length > 0 ? `    absent   ${entry.absent.join(", ")}\n` : ""),
  );
}
