import type { SideFacts } from "../facts/read.ts";
import type { FileChange } from "../ports/git.ts";
import { matchesGlob } from "../settings/matches-glob.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { type SideContent, readContent } from "./content.ts";
import { type Domain, type DomainFile, type Domains, type Sibling, domains, siblings } from "./domain.ts";
import { isEngineCode } from "./engine-code.ts";

import { domainsOfPath, kindOfPath } from "./path-kind.ts";

/** Where one file belongs; a file may belong to several domains, and to a sibling besides. */
interface Placement {
  readonly domains: ReadonlyMap<Domain, ReadonlySet<string>>;
  readonly siblings: ReadonlySet<Sibling>;
}

/**
 * Says for each changed file which domains it belongs to, and why. Content decides, on both sides: a deleted route is the
 * API's. Paths decide for what is no code of the backend, and where content cannot be read. Configuration corrects.
 */
export function classify(
  changeSet: ChangeSet,
  before: SideFacts,
  after: SideFacts,
  settings: Settings,
): Domains {
  const contents = { before: readContent(before), after: readContent(after) };
  const files = { DBA: [] as DomainFile[], BACKEND: [] as DomainFile[], API: [] as DomainFile[] };
  const handoff = {
    QUALITY: [] as string[],
    FRONTEND: [] as string[],
    OPS: [] as string[],
    ENGINE: [] as string[],
  };
  const none: string[] = [];
  for (const change of changeSet.files) {
    const placed = configured(change.path, place(change, contents), settings);
    for (const domain of domains) {
      const because = placed.domains.get(domain);
      if (because !== undefined) files[domain].push({ path: change.path, because: [...because].sort() });
    }
    for (const sibling of siblings) if (placed.siblings.has(sibling)) handoff[sibling].push(change.path);
    if (placed.domains.size === 0 && placed.siblings.size === 0) none.push(change.path);
  }
  return { ...files, handoff, none };
}

interface Contents {
  readonly before: SideContent;
  readonly after: SideContent;
}

function place(change: FileChange, contents: Contents): Placement {
  const sides = [
    ...(change.previousPath === null ? [] : [{ path: change.previousPath, content: contents.before }]),
    ...(change.status === "removed" ? [] : [{ path: change.path, content: contents.after }]),
  ];
  const found = new Map<Domain, Set<string>>();
  const handed = new Set<Sibling>();
  const add = (domain: Domain, reasons: Iterable<string>) =>
    found.set(domain, new Set([...(found.get(domain) ?? []), ...reasons]));
  let readable = false;
  for (const { path, content } of sides) {
    const kind = kindOfPath(path);
    if (kind !== "ask") {
      if (kind !== "none") handed.add(kind);
      readable = true;
      continue;
    }
    if (content.isTest(path)) {
      handed.add("QUALITY");
      readable = true;
      continue;
    }
    const reasons = content.reasonsOf(path);
    if (reasons === null) continue;
    readable = true;
    for (const [domain, because] of reasons) add(domain, because);
  }
  if (!readable) for (const domain of domainsOfPath(change.path)) add(domain, ["path"]);
  return engine({ domains: found, siblings: handed }, sides);
}

/** Engine code keeps the domains that its content shows; being code of the application is not enough. */
function engine(
  placed: Placement,
  sides: readonly { readonly path: string; readonly content: SideContent }[],
): Placement {
  const { path } = sides.at(-1) ?? { path: "" };
  if (!path.endsWith(".py") || placed.siblings.size > 0) return placed;
  const known = placed.domains.has("API") || placed.domains.has("DBA");
  const texts = sides.flatMap((side) => side.content.text(side.path) ?? []);
  if (known || !isEngineCode(path, texts)) return placed;
  const because = placed.domains.get("BACKEND");
  return {
    domains: because?.has("session") ? new Map([["BACKEND", new Set(["session"])]]) : new Map(),
    siblings: new Set(["ENGINE"]),
  };
}

/** `domains` of the configuration: outside of the roots there is no domain; globs add to and take from each. */
function configured(path: string, placed: Placement, { domains: section }: Settings): Placement {
  const inRoot = section.root.length === 0 || section.root.some((root) => isBelow(path, root));
  const added = namesMatching(path, section.add);
  const removed = namesMatching(path, section.remove);
  const kept = new Map([...placed.domains].filter(([domain]) => inRoot && !removed.has(domain)));
  for (const domain of domains) {
    if (added.has(domain)) kept.set(domain, new Set([...(kept.get(domain) ?? []), "configured"]));
  }
  return {
    domains: kept,
    siblings: new Set(
      siblings.filter(
        (sibling) => added.has(sibling) || (placed.siblings.has(sibling) && !removed.has(sibling)),
      ),
    ),
  };
}

function namesMatching(
  path: string,
  globs: Readonly<Record<string, readonly string[]>>,
): ReadonlySet<string> {
  return new Set(
    Object.entries(globs)
      .filter(([, patterns]) => matchesGlob(path, patterns))
      .map(([name]) => name),
  );
}

function isBelow(path: string, root: string): boolean {
  const folder = root.replace(/^\.?\/|\/$/g, "");
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
