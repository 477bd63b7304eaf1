import type { Project } from "../python/project.ts";
import { constant, textOf } from "./value.ts";
import type { Arguments, ExternalCallValue, Value } from "./value.ts";

/**
 * What `importlib.metadata` says about the repository's own distributions when they are installed: their version out of
 * `pyproject.toml`, `setup.cfg` or `setup.py`. Null for anything else, libraries' versions among it.
 */
export function callMetadata(project: Project, name: string, args: Arguments): Value | null {
  const call = /^(?:importlib\.metadata|importlib_metadata)\.(version|metadata)$/.exec(name)?.[1];
  if (call === undefined) return null;
  const first = args.positional[0]?.value();
  const known = first === undefined ? null : distributionOf(project, first);
  if (known === null) return null;
  return call === "version" ? constant(known.version) : metadataOf(known);
}

/** Attributes of `distribution("name")` and of `packaging.version.Version("1.2.3")`. */
export function metadataAttribute(project: Project, call: ExternalCallValue, name: string): Value | null {
  const first = call.arguments.positional[0]?.value();
  if (first === undefined) return null;
  if (/^packaging\.version\.(?:Version|parse)$/.test(call.name)) return versionPart(textOf(first), name);
  if (!/^(?:importlib(?:\.|_)metadata\.distribution|pkg_resources\.get_distribution)$/.test(call.name))
    return null;
  const known = distributionOf(project, first);
  if (known === null) return null;
  if (name === "version") return constant(known.version);
  if (name === "metadata") return metadataOf(known);
  return name === "name" || name === "project_name" ? constant(known.name) : null;
}

function versionPart(version: string | null, name: string): Value | null {
  const at = ["major", "minor", "micro"].indexOf(name);
  const number = version?.split(".")[at];
  return at < 0 || number === undefined || !/^\d+$/.test(number) ? null : constant(Number(number));
}

interface Distribution {
  readonly name: string;
  readonly version: string;
}

function metadataOf({ name, version }: Distribution): Value {
  return {
    kind: "dict",
    entries: [
      { key: constant("Name"), value: constant(name) },
      { key: constant("Version"), value: constant(version) },
    ],
    open: true,
  };
}

const distributions = new WeakMap<Project, ReadonlyMap<string, Distribution>>();

function distributionOf(project: Project, name: Value): Distribution | null {
  const text = textOf(name);
  if (text === null) return null;
  const known = distributions.get(project) ?? readDistributions(project);
  distributions.set(project, known);
  return known.get(normalised(text)) ?? null;
}

/** PEP 503. */
function normalised(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

/** By folder, then by name: `setup.py` often has the name, and `setup.cfg` the version. */
function readDistributions(project: Project): ReadonlyMap<string, Distribution> {
  const names = new Map<string, string>();
  const versions = new Map<string, string>();
  for (const path of project.snapshot.entries.keys()) {
    const file = /(?:^|\/)(pyproject\.toml|setup\.(?:cfg|py))$/.exec(path)?.[1];
    const read = file === undefined ? null : project.snapshot.read(path);
    if (file === undefined || read?.kind !== "text") continue;
    const folder = path.slice(0, path.length - file.length);
    const name = nameIn(read.text);
    const version = versionIn(read.text);
    if (name !== null) names.set(folder, name);
    if (version !== null && !(versions.has(folder) && file === "setup.py")) versions.set(folder, version);
  }
  const found = new Map<string, Distribution>();
  for (const [folder, name] of names) {
    const version = versions.get(folder);
    if (version !== undefined) found.set(normalised(name), { name, version });
  }
  return found;
}

/** `name = "x"`, `name = x`, `"name": "x"`, `NAME = "x"`: the first of a manifest is the distribution's. */
function nameIn(text: string): string | null {
  return (
    /^[ \t]{0,16}["']?(?:name|NAME)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?([A-Za-z][\w.-]*)["']?,?[ \t]*$/m.exec(
      text,
    )?.[1] ?? null
  );
}

/** A literal version, or the one that `bumpversion` keeps. */
function versionIn(text: string): string | null {
  return (
    /^[ \t]{0,16}["']?(?:version|VERSION|current_version)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(\d+(?:\.\w+)*)/m.exec(
      text,
    )?.[1] ?? null
  );
}
