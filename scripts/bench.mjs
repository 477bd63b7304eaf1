/**
 * Times the bundle as whole processes on a repository made for it (`bench/repository.mjs`), with the number of Python
 * files that each run parsed and its peak memory, so that work that grows shows even on a busy machine.
 *
 *   npm run bench [-- --runs N] [--bundle dist/cli.js]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { makeDatabase } from "./bench/database.mjs";
import { makeRepository } from "./bench/repository.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    bundle: { type: "string", default: join(import.meta.dirname, "..", "dist", "cli.js") },
  },
});
const runs = Number(values.runs);
const bundle = resolve(values.bundle);
const folder = mkdtempSync(join(tmpdir(), "coord-platform-bench-"));

/** Repositories of revisions. */
const few = mkdtempSync(join(tmpdir(), "coord-platform-bench-"));
const many = mkdtempSync(join(tmpdir(), "coord-platform-bench-"));

const review = (head) => ["review", "--repo", folder, "--base", "main", "--head", head, "--format", "json"];
const cases = [
  { name: "nothing changed but a text", command: review("text") },
  { name: "3 files: schema, routes, service", command: review("leaves") },
  { name: "3 files, one is the worker's", command: review("hub") },
  { name: "300 files", command: review("many") },
  { name: "contract, cold", command: ["contract", "--repo", folder, "--rev", "main"] },
  {
    name: "1 revision after 450",
    command: ["review", "--repo", few, "--base", "main", "--head", "one", "--format", "json"],
  },
  {
    name: "check-migrations, 1,000 revisions",
    command: ["check-migrations", "--repo", many, join(many, "migrations"), "--format", "json"],
  },
];

/** Ends with the peak memory of the process in KiB, and its processor time in microseconds. */
const reportsUsage =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(`usage ${u.maxRSS} ${u.userCPUTime+u.systemCPUTime}\\n`)})';

try {
  makeRepository(folder);
  makeDatabase(few, 450);
  makeDatabase(many, 1000);
  console.log(
    `node ${process.version}, ${runs} runs each, wall seconds of the whole process, least processor seconds`,
  );
  console.log(`load average ${loadavg()[0]?.toFixed(1)}\n`);
  console.log(`${"".padEnd(34)}   min  median    max  processor  parsed  peak MB`);
  for (const one of cases) measure(one);
} finally {
  for (const made of [folder, few, many]) rmSync(made, { recursive: true, force: true });
}

function measure({ name, command }) {
  const times = [];
  let parsed = 0;
  let peak = 0;
  let processor = Infinity;
  // The first run only warms the caches of the file system.
  for (let run = 0; run <= runs; run += 1) {
    const started = performance.now();
    const result = spawnSync(process.execPath, ["--import", reportsUsage, bundle, ...command], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const seconds = (performance.now() - started) / 1000;
    if (result.status !== 0 && result.status !== 1) throw new Error(result.stderr);
    parsed = Number(/^Python files parsed: (\d+)$/m.exec(result.stderr)?.[1]);
    const usage = /^usage (\d+) (\d+)$/m.exec(result.stderr);
    peak = Math.max(peak, Number(usage?.[1]) / 1024);
    processor = Math.min(processor, Number(usage?.[2]) / 1e6);
    if (run > 0) times.push(seconds);
  }
  times.sort((a, b) => a - b);
  const at = (share) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(2).padStart(6);
  console.log(
    `${name.padEnd(34)}${at(0)}  ${at(0.5)} ${at(1)}  ${processor.toFixed(2).padStart(9)}  ${(Number.isNaN(parsed) ? "" : String(parsed)).padStart(6)}  ${peak.toFixed(0).padStart(7)}`,
  );
}
