/** What the name of an SQL migration says about when and in which direction its tool runs it. */
export interface MigrationName {
  /** Numbers without leading zeros: `V2_10__x.sql` → 2, 10; `20240102_x.sql` → 20240102. Empty where there is none. */
  readonly version: readonly string[];
  /** Flyway's `R__x.sql` runs again whenever it changes, after all others. */
  readonly repeatable: boolean;
  /** Undoes: `x.down.sql`, `x.undo.sql`, `down.sql`, Flyway's `U2__x.sql`. */
  readonly down: boolean;
  /** The folder whose files are one line of versions: for `20240102_x/migration.sql` the one above. */
  readonly folder: string;
}

/** Where SQL migrations lie by convention: Flyway, goose, dbmate, golang-migrate, Supabase, Prisma, diesel, sqlx, … */
const migrationFolder = /(?:^|\/)(?:migrations?|migrate|schema_migrations)\//;

export function isInMigrationFolder(path: string): boolean {
  return migrationFolder.test(path);
}

/** Tools that make a folder of each migration name the files in it all alike (Prisma, diesel, Hasura). */
const filesOfAFolder: ReadonlySet<string> = new Set(["migration.sql", "up.sql", "down.sql"]);

export function readMigrationName(path: string): MigrationName {
  const parts = path.split("/");
  const file = parts.pop() ?? path;
  const inOwnFolder = filesOfAFolder.has(file) && parts.length > 0;
  const name = inOwnFolder ? (parts.pop() ?? file) : file;
  const flyway = /^[VUB](\d[\d._]*?)__/.exec(name);
  const repeatable = name.startsWith("R__");
  return {
    version: numbersOf(flyway?.[1] ?? /^[vV]?(\d+(?:[-._]\d+)*)(?![A-Za-z0-9])/.exec(name)?.[1] ?? ""),
    repeatable,
    down: /\.(?:down|undo)\.sql$|^down\.sql$/.test(file) || (flyway !== null && name.startsWith("U")),
    // Flyway reads folders below its own as well, all in one line.
    folder: flyway !== null || repeatable ? rootOf(path) : parts.join("/"),
  };
}

function numbersOf(version: string): readonly string[] {
  return version
    .split(/[-._]/)
    .filter((number) => number !== "")
    .map((number) => number.replace(/^0+(?=\d)/, ""));
}

/** The outermost folder that is called like one of migrations, else the file's own. */
function rootOf(path: string): string {
  const found = migrationFolder.exec(path);
  return found === null
    ? path.slice(0, Math.max(0, path.lastIndexOf("/")))
    : path.slice(0, found.index + found[0].length - 1);
}

/** Numbers by size and not by their digits: 2 before 10, 1 like 1.0. */
export function compareVersions(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [left, right] = [a[at] ?? "0", b[at] ?? "0"];
    if (left.length !== right.length) return left.length - right.length;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
