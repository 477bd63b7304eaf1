import type { ImportedNames } from "./import-names.ts";
import type { FunctionBody, Unit } from "./outline.ts";

/** What is another thing in a module than in its other version, as far as readers of facts can tell. */
export interface ChangedNames {
  /** Statements that are new or other than they were, the bodies of their functions aside. */
  readonly units: readonly Unit[];
  /** Names whose value is another one. */
  readonly values: readonly string[];
  /** Functions, and classes with methods, of which only a call may give something else. */
  readonly calls: readonly string[];
  /**
   * All names that stand for something that changed in any way, where the change shows or not, with the functions of
   * which only the body changed (`C.m`); null where more did.
   */
  readonly touched: ReadonlyMap<string, readonly string[] | null>;
}

/** A module's outline and what its imports bind. */
export interface ModuleNames {
  readonly outline: readonly Unit[];
  readonly imports: ImportedNames;
}

/**
 * Compares a module with its other version. Where only the body of a function changed, nothing shows if a call is
 * deferred (`async def`, a generator) or the function inert, before and after.
 */
export function changedNames(
  own: ModuleNames,
  other: ModuleNames,
  isInert: (body: FunctionBody) => boolean,
): ChangedNames {
  const units: Unit[] = [];
  const calls: string[] = [];
  const touched = new Map<string, readonly string[] | null>();
  const others = byKey(other.outline);
  const owns = byKey(own.outline);
  for (const [key, versions] of owns) {
    const counterparts = others.get(key) ?? [];
    for (const [at, unit] of versions.entries()) {
      const counterpart = versions.length === counterparts.length ? counterparts[at] : undefined;
      if (counterpart === undefined || counterpart.text !== unit.text) {
        units.push(unit);
        for (const name of unit.binds) touched.set(name, null);
        continue;
      }
      const bodies = changedBodies(unit, counterpart);
      if (bodies.length === 0) continue;
      for (const name of unit.binds) {
        const before = touched.get(name);
        const names = bodies.map(([body]) => body.name);
        if (before !== null) touched.set(name, [...(before ?? []), ...names]);
      }
      const shows = ({ deferred, inert }: FunctionBody, body: FunctionBody): boolean =>
        !(deferred && body.deferred) && !(inert && body.inert && isInert(body));
      if (bodies.some(([body, was]) => shows(was, body) || shows(body, was))) calls.push(...unit.binds);
    }
  }
  const values = changedImports(own.imports, other.imports);
  for (const name of values) touched.set(name, null);
  return { units, values, calls, touched };
}

/** Definitions by name, other statements by text. Two of one key stay in order. */
function byKey(outline: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const units = new Map<string, Unit[]>();
  for (const unit of outline) {
    if (unit.kind === "import") continue;
    const key = unit.kind === "statement" ? unit.text : `${unit.kind} ${unit.binds.join(" ")}`;
    const known = units.get(key);
    if (known === undefined) units.set(key, [unit]);
    else known.push(unit);
  }
  return units;
}

function changedBodies(unit: Unit, other: Unit): readonly (readonly [FunctionBody, FunctionBody])[] {
  return unit.bodies.flatMap((body, at) => {
    const was = other.bodies[at];
    return was === undefined || was.text !== body.text ? [[body, was ?? body] as const] : [];
  });
}

function changedImports(own: ImportedNames, other: ImportedNames): readonly string[] {
  const text = (imports: ImportedNames, name: string): string => JSON.stringify(imports.names.get(name));
  return [...own.names.keys()].filter((name) => text(own, name) !== text(other, name));
}
