import measurements from "./lock-measurements.json" with { type: "json" };
// Measured on PostgreSQL 15.20 (tables of 2,000 rows, TimeZone UTC): per statement the locks that it takes, what it
// rewrites and what it reads.
import table from "./pg15-lock-table.json" with { type: "json" };

/** What one statement did on one server; names are those of the prepared schema. Locks are as `pg_locks` has them. */
export interface LockCase {
  /** Run and committed before. */
  readonly setup?: string;
  readonly sql: string;
  /** Major versions that it was measured on. */
  readonly versions: readonly number[];
  readonly locks: Readonly<Record<string, string | undefined>>;
  readonly rewrite: readonly string[];
  /** `relation:rows` that were read one by one. */
  readonly scan: readonly string[];
  readonly error: string | null;
}

/** The version whose table is whole; other versions hold what differs from it. */
const wholeVersion = 15;

interface Entry {
  readonly sql: string;
  readonly locks?: LockCase["locks"];
  readonly rewrite?: readonly string[];
  readonly scan?: readonly string[];
  readonly error: string | null;
}

const whole: readonly Entry[] = table.cases;
const recorded: readonly LockCase[] = measurements.cases;
const ready = new Map<number, ReadonlyMap<string, LockCase>>();

/** Major versions that the lock data was measured on, in order. What is said of another one is the nearest's. */
export const measuredVersions: readonly number[] = [
  ...new Set([wholeVersion, ...Object.keys(measurements.servers).map(Number)]),
].sort((a, b) => a - b);

/** Measured statements of a major version by what was run, the set-up included; of the nearest measured one where it was not. */
export function lockCases(version: number): ReadonlyMap<string, LockCase> {
  const nearest = nearestMeasured(version);
  const known = ready.get(nearest);
  if (known !== undefined) return known;
  const cases = new Map<string, LockCase>();
  for (const { sql, locks = {}, rewrite = [], scan = [], error } of whole) {
    cases.set(sql, { sql, versions: [wholeVersion], locks, rewrite, scan, error });
  }
  for (const entry of recorded) {
    if (entry.versions.includes(nearest)) cases.set(caseKey(entry), entry);
  }
  ready.set(nearest, cases);
  return cases;
}

export function caseKey({ setup, sql }: Pick<LockCase, "setup" | "sql">): string {
  return setup === undefined ? sql : `${setup}; ${sql}`;
}

function nearestMeasured(version: number): number {
  return measuredVersions.reduce((best, one) =>
    Math.abs(one - version) < Math.abs(best - version) ? one : best,
  );
}
