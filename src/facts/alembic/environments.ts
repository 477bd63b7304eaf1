import { textIn, type Snapshot } from "../../source/snapshot.ts";
import { readIni, readPyproject, type AlembicConfiguration } from "./configuration.ts";

/** Where an environment's files lie; its revisions are not read yet. */
export interface EnvironmentPlace {
  /** Folder of `env.py`. */
  readonly folder: string;
  /** Folders that hold revisions. */
  readonly versions: readonly string[];
  readonly url: string | null;
}

/** Folders that hold copies of environments: installed packages, test data, templates of project generators. */
const notOurs = /(^|\/)(node_modules|site-packages|\.?venv|\.tox|tests?|fixtures|testdata)\/|\{\{/;

/** Alembic's own pattern for revision files (alembic/script/base.py, `_only_source_rev_file`). */
const revisionFile = /^(?!\.#|__init__)[^/]*\.py$/;

/** The files of a snapshot that matter here, found in one walk. */
interface Candidates {
  readonly environments: readonly string[];
  readonly configurations: readonly AlembicConfiguration[];
  /** Folder → paths of its `.py` files that may be revisions. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/** Every Alembic environment of a snapshot, by `alembic.ini`, `pyproject.toml` and `env.py`. */
export function findEnvironments(snapshot: Snapshot): readonly EnvironmentPlace[] {
  const candidates = collect(snapshot);
  const configured = candidates.configurations.flatMap((configuration) => placeOf(configuration, candidates));
  const known = new Set(configured.map((place) => place.folder));
  const others = candidates.environments
    .filter((folder) => !known.has(folder))
    .flatMap((folder) => defaultPlaces(folder, candidates));
  const places = unique([...configured, ...others]);
  return places.length > 0 ? places : impliedPlaces(candidates);
}

/** Paths of the possible revision files of an environment, in order. */
export function revisionPaths(snapshot: Snapshot, place: EnvironmentPlace): readonly string[] {
  const folders = new Set(place.versions);
  return [...snapshot.entries.keys()].filter((path) => folders.has(folderOf(path)) && isRevisionFile(path));
}

function collect(snapshot: Snapshot): Candidates {
  const environments: string[] = [];
  const configurations: AlembicConfiguration[] = [];
  const sources = new Map<string, string[]>();
  for (const path of snapshot.entries.keys()) {
    if (notOurs.test(path)) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (name === "env.py" && isEnvironment(textIn(snapshot, path))) environments.push(folderOf(path));
    else if (name.endsWith(".ini")) configurations.push(...readIni(path, iniText(snapshot, path)));
    else if (name === "pyproject.toml") configurations.push(...readPyproject(path, textIn(snapshot, path)));
    else if (isRevisionFile(path)) {
      const folder = folderOf(path);
      const files = sources.get(folder);
      if (files === undefined) sources.set(folder, [path]);
      else files.push(path);
    }
  }
  return { environments, configurations, sources };
}

function iniText(snapshot: Snapshot, path: string): string {
  const text = textIn(snapshot, path);
  return text.includes("script_location") ? text : "";
}

function isEnvironment(text: string): boolean {
  return text.includes("alembic") && (text.includes("run_migrations") || text.includes("context.configure"));
}

function isRevisionFile(path: string): boolean {
  return revisionFile.test(path.slice(path.lastIndexOf("/") + 1));
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The environment that a configuration means; nothing when its folder holds no `env.py`. */
function placeOf(configuration: AlembicConfiguration, candidates: Candidates): readonly EnvironmentPlace[] {
  const here = folderOf(configuration.path);
  const folder = locate(configuration.scriptLocation, here, candidates.environments);
  if (folder === null) return [];
  if (configuration.versionLocations.length === 0 && !configuration.recursive) {
    return defaultPlaces(folder, candidates, true).map((place) => ({ ...place, url: configuration.url }));
  }
  const folders = [...candidates.sources.keys()];
  const named = configuration.versionLocations.map((location) =>
    location.replaceAll("%(script_location)s", folder).replaceAll("${script_location}", folder),
  );
  const located =
    named.length === 0
      ? [join(folder, "versions")]
      : named.map((location) => locate(location, here, folders) ?? join(here, withoutHere(location)));
  const versions = configuration.recursive
    ? folders.filter((path) => located.some((root) => path === root || path.startsWith(`${root}/`)))
    : located;
  return [{ folder, versions: [...new Set(versions)].sort(), url: configuration.url }];
}

function withoutHere(location: string): string {
  return location.replaceAll("%(here)s/", "").replaceAll("%(here)s", "");
}

/**
 * A location of the configuration among known folders. Alembic reads it against the working directory or, for
 * `package:folder`, against an installed package; neither is known here, so the nearest folder that fits is taken.
 */
function locate(location: string, here: string, folders: readonly string[]): string | null {
  const path = withoutHere(location).replaceAll(":", "/");
  const known = new Set(folders);
  const direct = [join(here, path), join("", path)].find((folder) => known.has(folder));
  if (direct !== undefined) return direct;
  const tail = join("", path);
  const fitting = folders.filter((folder) => folder.endsWith(`/${tail}`)).sort((a, b) => a.length - b.length);
  return tail === "" ? null : (fitting.find((folder) => folder.startsWith(here)) ?? fitting[0] ?? null);
}

/**
 * `versions` beside `env.py`. Where it holds only folders, each is a graph of its own (`versions/postgresql`,
 * `versions/sqlite`). An `env.py` that no configuration names counts only with revisions: else it is a template.
 */
function defaultPlaces(
  folder: string,
  candidates: Candidates,
  configured = false,
): readonly EnvironmentPlace[] {
  const versions = join(folder, "versions");
  if (candidates.sources.has(versions)) return [{ folder, versions: [versions], url: null }];
  const nested = [...candidates.sources.keys()].filter((path) => path.startsWith(`${versions}/`)).sort();
  if (nested.length > 0) return nested.map((path) => ({ folder: path, versions: [path], url: null }));
  return configured ? [{ folder, versions: [versions], url: null }] : [];
}

/** A repository without any `env.py`: `versions` folders are taken for what they are named. */
function impliedPlaces(candidates: Candidates): readonly EnvironmentPlace[] {
  return [...candidates.sources.keys()]
    .filter((folder) => folder === "versions" || folder.endsWith("/versions"))
    .sort()
    .map((folder) => ({ folder: folderOf(folder), versions: [folder], url: null }));
}

/** Two sections of one `alembic.ini` may name the same environment. */
function unique(places: readonly EnvironmentPlace[]): readonly EnvironmentPlace[] {
  const byKey = new Map(places.map((place) => [`${place.folder}\0${place.versions.join("\0")}`, place]));
  return [...byKey.values()].sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
}
