/** PostgreSQL's table lock modes, weakest first (manual, 13.3.1, table 13.2). */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type LockMode = (typeof lockModes)[number];

/** What other sessions wait for while the lock is held. */
export type Blocked = "nothing" | "writes" | "reads and writes";

/** `SELECT` takes ACCESS SHARE, which only ACCESS EXCLUSIVE conflicts with; row changes take ROW EXCLUSIVE, which SHARE and everything above conflicts with. */
export function blockedBy(mode: LockMode): Blocked {
  if (mode === "ACCESS EXCLUSIVE") return "reads and writes";
  return lockModes.indexOf(mode) >= lockModes.indexOf("SHARE") ? "writes" : "nothing";
}

export function strongest(modes: readonly LockMode[]): LockMode | null {
  return modes.reduce<LockMode | null>(
    (best, mode) => (best === null || lockModes.indexOf(mode) > lockModes.indexOf(best) ? mode : best),
    null,
  );
}

/** `AccessExclusiveLock` of `pg_locks` → `ACCESS EXCLUSIVE`. */
export function lockModeOf(pgLocksName: string): LockMode {
  const words = pgLocksName
    .replace(/Lock$/, "")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();
  const mode = lockModes.find((candidate) => candidate === words);
  if (mode === undefined) throw new Error(`no lock mode ${pgLocksName}`);
  return mode;
}
