import { minimatch } from "minimatch";

import type { Contract } from "../../facts/contract.ts";
import type { Settings } from "../../settings/settings.ts";
import type { OperationComparison } from "./compare-operations.ts";
import type { Cause } from "./found.ts";

/**
 * How a change follows the versioning strategy, in a few words, or null where it does not: what goes was deprecated, the
 * operation is unstable by configuration, the version is one that promises nothing yet, or a new version was put beside an old one that stays as it was.
 */
export function versioningOf(cause: Cause, before: Contract, settings: Settings): string | null {
  if (cause.deprecated) return "it was deprecated before";
  if (cause.operations.length > 0 && cause.operations.every((one) => isUnstable(one, settings))) {
    return "the configuration marks it as unstable";
  }
  const versions = readVersions(settings.versioning.prefix);
  const reached = cause.operations.map(({ key }) => versions(pathOf(key)));
  const pre = reached.map((version) => version?.name ?? null);
  const [first] = pre;
  if (first !== undefined && first !== null && pre.every((name) => name !== null && isPreRelease(name))) {
    return `\`${first}\` is a pre-release version`;
  }
  if (cause.id === "endpoint-added") return keptVersion(cause, before, versions);
  return null;
}

/** By what it was before: no change can take a promise back for itself. */
function isUnstable({ before }: OperationComparison, { versioning: { unstable } }: Settings): boolean {
  if (before === null) return false;
  return (
    before.tags.some((tag) => unstable.tags.includes(tag)) ||
    unstable.paths.some((glob) => minimatch(before.path, glob, { dot: true }))
  );
}

/** The older version of a new operation, which the change left in place. */
function keptVersion(cause: Cause, before: Contract, versions: ReadVersion): string | null {
  const [added] = cause.operations;
  const version = added === undefined ? null : versions(pathOf(added.key));
  if (added === undefined || version === null) return null;
  const method = added.key.slice(0, added.key.indexOf(" "));
  const older = before.operations.find((operation) => {
    if (operation.method !== method) return false;
    const path = pathOf(operation.key);
    const known = versions(path);
    return known === null
      ? path === version.rest
      : known.rest === version.rest && known.name !== version.name;
  });
  return older === undefined ? null : `a new version beside \`${older.key}\``;
}

interface Version {
  readonly name: string;
  /** The path without the segment of the version. */
  readonly rest: string;
}

type ReadVersion = (path: string) => Version | null;

/**
 * Finds the segment that names a version. The configured prefix is a literal with one `{}` for the number: `/v{}` fits
 * `/v2/users`, `/api/v2/users` and `/v2beta1/users`.
 */
function readVersions(prefix: string): ReadVersion {
  const [head = "", tail = ""] = prefix.replace(/^\//, "").split("{}", 2);
  return (path) => {
    const segments = path.split("/");
    const at = segments.findIndex(
      (segment) =>
        segment.length > head.length + tail.length &&
        segment.startsWith(head) &&
        segment.endsWith(tail) &&
        /^\d{1,8}(?:[._-]?\w{1,20})?$/.test(segment.slice(head.length, segment.length - tail.length)),
    );
    const name = segments[at];
    return name === undefined
      ? null
      : { name, rest: [...segments.slice(0, at), ...segments.slice(at + 1)].join("/") };
  };
}

/** `v1alpha`, `v2beta1`, `v3rc1`. */
function isPreRelease(version: string): boolean {
  return /\d(?:[._-]?)(?:alpha|beta|rc|preview|dev)/.test(version);
}

function pathOf(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}
