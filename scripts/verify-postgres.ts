import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { loadSyntax } from "../src/adapters/load-syntax.ts";
import { caseKey as keyOf, lockCases, type LockCase } from "../src/facts/postgresql/lock-cases.ts";
import base from "../src/facts/postgresql/pg15-lock-table.json" with { type: "json" };
import { measure, type Measured } from "./postgres/measure.ts";
import { isPredicted, predict } from "./postgres/predict.ts";
import { startServer } from "./postgres/server.ts";
import { statements } from "./postgres/statements.ts";

/**
 * Runs the statement of each hazard on temporary PostgreSQL clusters and compares locks, rewrites and scans with what
 * the engine says of that version. Exit 1 on any difference.
 *
 *   npm run verify:postgres -- [--major N]… [--bin DIR] [--write]
 *
 * Without `--major` all versions from 11 to 18. A version is Debian's `postgresql` package where
 * it is installed (or `--bin`), else it comes from npm into a temporary folder. Needs `psql`. `--write` records what
 * was measured in the lock data.
 */
const { values } = parseArgs({
  options: {
    major: { type: "string", multiple: true },
    bin: { type: "string" },
    write: { type: "boolean" },
  },
});
const dataFile = join(process.cwd(), "src/facts/postgresql/lock-measurements.json");
const majors = (values.major ?? ["11", "12", "13", "14", "15", "16", "17", "18"]).map(Number);
const { parseSql } = await loadSyntax();
const found = new Map<number, { readonly server: string; readonly measured: readonly Measured[] }>();
let differences = 0;

for (const major of majors) {
  const server = startServer(major, values.bin ?? null);
  try {
    const measured = statements
      .filter((one) => one.since === undefined || one.since <= major)
      .map((one) => measure(server, one));
    found.set(major, { server: server.version, measured });
    const predicted = measured.filter((one) => isPredicted(one, major, parseSql)).length;
    process.stdout.write(`${server.version}: ${measured.length} statements, ${predicted} predicted\n`);
    if (values.write !== true) differences += compare(major, measured);
  } finally {
    server.stop();
  }
}
if (values.write === true) record();
process.stdout.write(values.write === true ? "recorded\n" : `${differences} differences\n`);
process.exitCode = differences === 0 ? 0 : 1;

/** What was measured against the recorded table, and against what the engine says. */
function compare(major: number, measured: readonly Measured[]): number {
  const recorded = lockCases(major);
  let wrong = 0;
  for (const one of measured) {
    const entry = recorded.get(keyOf(one));
    const problems =
      entry === undefined
        ? ["not recorded"]
        : [...differencesOf("recorded", factsOf(entry), factsOf(one)), ...predict(one, major, parseSql)];
    wrong += problems.length;
    for (const problem of problems) process.stdout.write(`  ${keyOf(one)}: ${problem}\n`);
  }
  return wrong;
}

function differencesOf(name: string, expected: string, actual: string): readonly string[] {
  return expected === actual ? [] : [`${name} ${expected}, measured ${actual}`];
}

function factsOf(one: Partial<Pick<LockCase, "locks" | "rewrite" | "scan" | "error">>): string {
  // Messages are worded anew from version to version; that it fails is the fact.
  if (one.error?.startsWith("ERROR") === true) return "an error";
  const locks = Object.entries(one.locks ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([locks, [...(one.rewrite ?? [])].sort(), [...(one.scan ?? [])].sort()]);
}

/** Keeps what is not in the table of PostgreSQL 15, or differs from it. */
function record(): void {
  const old: { readonly servers: Readonly<Record<string, string>>; readonly cases: readonly LockCase[] } =
    JSON.parse(readFileSync(dataFile, "utf8"));
  const known = new Map(base.cases.map((entry) => [entry.sql, factsOf(entry)]));
  const merged = new Map<string, LockCase & { versions: number[] }>();
  const add = (one: LockCase, version: number): void => {
    const { setup, sql, locks, rewrite, scan, error } = one;
    const key = `${keyOf(one)} ${factsOf(one)}`;
    const entry = merged.get(key) ?? {
      ...(setup === undefined ? {} : { setup }),
      sql,
      versions: [],
      locks,
      rewrite,
      scan,
      error,
    };
    entry.versions.push(version);
    merged.set(key, entry);
  };
  for (const one of old.cases) {
    for (const version of one.versions) if (!found.has(version)) add(one, version);
  }
  for (const [version, { measured }] of found) {
    for (const one of measured) {
      if (one.setup === undefined && known.get(one.sql) === factsOf(one)) continue;
      if (version === 15 && one.setup === undefined && known.has(one.sql)) {
        throw new Error(`differs from the table of PostgreSQL 15: ${one.sql}: ${factsOf(one)}`);
      }
      add({ ...one, versions: [] }, version);
    }
  }
  const servers = {
    ...old.servers,
    ...Object.fromEntries([...found].map(([major, { server }]) => [major, server])),
  };
  const cases = [...merged.values()].map((one) => ({ ...one, versions: one.versions.sort((a, b) => a - b) }));
  writeFileSync(dataFile, `${JSON.stringify({ servers, cases }, null, 2)}\n`);
}
