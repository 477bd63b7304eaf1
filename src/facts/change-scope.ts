import { isTestModule } from "../source/file-kind.ts";
import { once } from "../text/once.ts";
import { affectedWiring } from "./fastapi/affected-wiring.ts";
import { refuseAlike } from "./fastapi/callable-change.ts";
import { isRouteCandidate, makesRouters, mayRegister } from "./fastapi/collect-routes.ts";
import { seedsOf, spreadOfNames, type Attention, type Seeds } from "./python/name-spread.ts";
import type { Project } from "./python/project.ts";
import type { ReadScope, Scopes } from "./scope.ts";

/** What both sides of a change need: files that changed, at their paths of each side. */
export interface ChangedPaths {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** Where few modules can be reached, or many changed, reading them costs less than finding out which are affected. */
function paysOff(reaching: number, changed: number): boolean {
  return reaching >= 40 && reaching > 10 * changed;
}

/**
 * What of both sides has to be read. Imports tell which modules can be affected; where these are many, the names in
 * them tell which are. Both sides are read in the same scope, the union of what each side says: a fact that only one
 * side left out would look like one that was removed.
 */
export function scopesOf(
  before: Project,
  after: Project,
  changed: ChangedPaths,
  narrows = paysOff,
): { readonly before: Scopes; readonly after: Scopes } {
  const reaching = new Set([
    ...before.affectedBy(pythonFiles(changed.before)),
    ...after.affectedBy(pythonFiles(changed.after)),
  ]);
  const wide = once(() => ({ affected: reaching, wiring: wiringOf(before, after, changed, reaching) }));
  const isNarrowed = narrows(reaching.size, pythonFiles(changed.after).length);
  const own = (isNarrowed ? narrowed(before, after, changed, reaching) : null) ?? wide();
  const scopes = (paths: ReadonlySet<string>): Scopes => ({
    own: { changed: paths, ...own },
    reaching,
    wide: () => ({ changed: paths, ...wide() }),
  });
  return { before: scopes(changed.before), after: scopes(changed.after) };
}

type Extent = Pick<ReadScope, "affected" | "wiring">;

function wiringOf(
  before: Project,
  after: Project,
  changed: ChangedPaths,
  affected: ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set([
    ...affectedWiring(before, changed.before, affected),
    ...affectedWiring(after, changed.after, affected),
  ]);
}

const attention: Attention = {
  registers: isRouteCandidate,
  ignored: (project, path) => isTestModule(path, project.text(path) ?? ""),
  adds: mayRegister,
  looksInto: (unit, { text }) =>
    // Factories, and handlers that may hand what they read from the request to a model.
    makesRouters(text) || (text.includes("**") && unit.text.includes("Request")),
};

/** The part of the reaching modules that mentions what changed; null where all have to be read. */
function narrowed(
  before: Project,
  after: Project,
  changed: ChangedPaths,
  reaching: ReadonlySet<string>,
): Extent | null {
  const seeds = {
    before: seedsOf(before, after, pythonFiles(changed.before), attention),
    after: seedsOf(after, before, pythonFiles(changed.after), attention),
  };
  if (!refusesAsBefore(before, after, seeds)) return null;
  const spreads = [
    spreadOfNames(before, reaching, seeds.before, attention),
    spreadOfNames(after, reaching, seeds.after, attention),
  ];
  return {
    affected: new Set(spreads.flatMap(({ affected }) => [...affected])),
    wiring: new Set([...changed.before, ...changed.after, ...spreads.flatMap(({ wired }) => [...wired])]),
  };
}

/**
 * Bodies of functions are only followed as far as calls give something. Whether a guard refuses is told by its body,
 * too: where that of something that changed may have become another answer, everything is read.
 */
function refusesAsBefore(
  before: Project,
  after: Project,
  seeds: { readonly before: Seeds; readonly after: Seeds },
): boolean {
  const names = new Map<string, ReadonlyMap<string, readonly string[] | null>>();
  for (const [path, changed] of seeds.before) {
    const others = seeds.after.get(path) ?? null;
    // What is only there on one side is mentioned by no body that stayed as it was.
    if (changed !== null && others !== null)
      names.set(path, new Map([...changed.touched].filter(([name]) => others.touched.has(name))));
  }
  return refuseAlike(before, after, names);
}

function pythonFiles(paths: ReadonlySet<string>): readonly string[] {
  return [...paths].filter((path) => path.endsWith(".py"));
}
