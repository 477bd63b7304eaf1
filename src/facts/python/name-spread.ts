import { changedNames, type ChangedNames } from "./changed-names.ts";
import { importedNames, type ImportedNames } from "./import-names.ts";
import type { FunctionBody, Mentions, Unit } from "./outline.ts";
import { handedOver } from "./logical-lines.ts";
import type { Project } from "./project.ts";

/** What the readers of facts look at beyond what modules do when they are imported. */
export interface Attention {
  /** Modules to whose objects something is added that readers follow from where it is added to. */
  readonly registers: (project: Project, path: string) => boolean;
  /** Modules that no reader looks at, such as tests. */
  readonly ignored: (project: Project, path: string) => boolean;
  /** Whether a call of a function of this text may add something to an object. */
  readonly adds: (text: string) => boolean;
  /** Whether readers look into a function that nothing calls. */
  readonly looksInto: (unit: Unit, body: FunctionBody) => boolean;
}

/** Modules that a change can affect. */
export interface Spread {
  readonly affected: ReadonlySet<string>;
  /** Those that mention something that changed, and not only what it was added to. */
  readonly wired: ReadonlySet<string>;
}

/** The value is another one. */
const value = 1;
/** Calling it may give something else. */
const call = 2;
/** It is something else itself, not only what other things were added to. */
const itself = 4;
/** It changed where no reader of facts looks; what mentions it when its module is imported belongs to the change. */
const seen = 8;

/** `from module import *`. */
const everyName = "*";
/** An import that binds no name. */
const nameless = "";

interface ModuleImport {
  readonly importer: string;
  /** The name in the importer, `everyName` or `nameless`. */
  readonly bound: string;
  /** The name in the module; null where the module itself is bound. */
  readonly name: string | null;
  readonly dotted: boolean;
}

interface Use {
  readonly unit: Unit;
  /** The body that mentions the name; null where it is mentioned when the module is imported. */
  readonly body: FunctionBody | null;
  readonly attributes: ReadonlySet<string> | null;
}

/** What each changed module has changed: null for everything. */
export type Seeds = ReadonlyMap<string, ChangedNames | null>;

/**
 * Follows changed names through the modules of one side that can reach a changed module by imports. A definition is
 * affected when what runs with its module mentions an affected name; a function also when its body does and calling
 * it gives something (`async def` and generators give nothing that readers look into). What is affected and adds
 * something to an object affects that object, so that everything above a router is found.
 */
export function spreadOfNames(
  project: Project,
  reachable: ReadonlySet<string>,
  seeds: Seeds,
  attention: Attention,
): Spread {
  return new Spreading(project, reachable, seeds, attention).run();
}

class Spreading {
  readonly #project: Project;
  readonly #reachable: ReadonlySet<string>;
  readonly #seeds: Seeds;
  readonly #attention: Attention;
  readonly #affected = new Set<string>();
  readonly #wired = new Set<string>();
  /** By path and name. */
  readonly #flags = new Map<string, Map<string, number>>();
  readonly #unitFlags = new Map<Unit, number>();
  readonly #queue: (readonly [path: string, name: string, flags: number])[] = [];
  readonly #importers = new Map<string, ModuleImport[]>();
  readonly #imports = new Map<string, ImportedNames>();
  readonly #uses = new Map<string, ReadonlyMap<string, readonly Use[]>>();
  readonly #whole = new Set<string>();
  readonly #ignored = new Map<string, boolean>();
  readonly #changing = new Set<string>();

  constructor(project: Project, reachable: ReadonlySet<string>, seeds: Seeds, attention: Attention) {
    this.#project = project;
    this.#reachable = reachable;
    this.#seeds = seeds;
    this.#attention = attention;
  }

  run(): Spread {
    for (const path of this.#reachable) this.#indexImports(path);
    for (const [path, changed] of this.#seeds) {
      this.#wired.add(path);
      if (changed === null) this.#everything(path);
      else this.#seed(path, changed);
    }
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#process(...next);
    return { affected: this.#affected, wired: this.#wired };
  }

  #indexImports(path: string): void {
    const imports = importedNames(this.#project, path);
    this.#imports.set(path, imports);
    const add = (target: string, entry: ModuleImport): void => {
      if (!this.#reachable.has(target)) return;
      const known = this.#importers.get(target);
      if (known === undefined) this.#importers.set(target, [entry]);
      else known.push(entry);
    };
    for (const [bound, targets] of imports.names) {
      for (const { path: target, name, dotted } of targets)
        add(target, { importer: path, bound, name, dotted });
    }
    for (const target of imports.stars)
      add(target, { importer: path, bound: everyName, name: null, dotted: false });
    for (const target of imports.nameless)
      add(target, { importer: path, bound: nameless, name: null, dotted: false });
  }

  #seed(path: string, { units, values, calls, touched }: ChangedNames): void {
    this.#touch(path);
    for (const unit of units) this.#hitUnit(path, unit, value | call | itself);
    for (const name of values) this.#flag(path, name, value | call | itself);
    for (const name of calls) this.#flag(path, name, call | itself);
    for (const name of touched.keys()) this.#flag(path, name, seen);
  }

  /** Everything in a module may be something else. */
  #everything(path: string): void {
    if (this.#whole.has(path)) return;
    this.#whole.add(path);
    this.#touch(path);
    this.#wired.add(path);
    const all = value | call | itself;
    if (!this.#isIgnored(path))
      for (const unit of this.#project.outline(path) ?? []) this.#hitUnit(path, unit, all);
    // What is not in the outline is looked for by those who import it.
    for (const entry of this.#importers.get(path) ?? []) {
      if (entry.bound === nameless || entry.bound === everyName) this.#everything(entry.importer);
      else if (entry.name !== null) this.#pass(entry, all);
      else this.#useOfModule(entry, null, all, new Set());
    }
  }

  /** A module whose facts are read: what its objects are added to belongs to them. */
  #touch(path: string): void {
    if (this.#affected.has(path)) return;
    this.#affected.add(path);
    if (!this.#attention.registers(this.#project, path)) return;
    for (const { registers, binds, bodies } of this.#project.outline(path) ?? []) {
      for (const name of registers) this.#change(path, name, value | call);
      // `def register(app): app.include_router(router)`: who calls it, stands above.
      if (bodies.some((body) => body.registers && this.#attention.adds(body.text)))
        for (const name of binds) this.#flag(path, name, call);
    }
  }

  #flag(path: string, name: string, flags: number): void {
    if (!this.#reachable.has(path)) return;
    const names = this.#flags.get(path) ?? new Map<string, number>();
    this.#flags.set(path, names);
    const known = names.get(name) ?? 0;
    const fresh = flags & ~known;
    if (fresh === 0) return;
    names.set(name, known | flags);
    // How a name was affected before counts for what is new about it.
    this.#queue.push([path, name, known | flags]);
  }

  #process(path: string, name: string, flags: number): void {
    for (const use of this.#usesOf(path).get(name) ?? []) {
      // What is only handed to the framework is not called here.
      if ((flags & (value | seen)) !== 0 || !isOnlyHandedOver(use)) this.#hit(path, use, flags);
    }
    const passedOn = this.#attention.registers(this.#project, path) ? flags & ~itself : flags;
    for (const entry of this.#importers.get(path) ?? []) {
      if (entry.bound === nameless) this.#everything(entry.importer);
      else if (entry.bound === everyName) {
        if (!name.startsWith("_")) this.#pass({ ...entry, bound: name }, passedOn);
      } else if (entry.name === name) this.#pass(entry, passedOn);
      else if (entry.name === null) this.#useOfModule(entry, name, passedOn, new Set());
    }
  }

  /** The importer's name is affected; all of the importer where it can't be told how it uses names. */
  #pass({ importer, bound }: ModuleImport, flags: number): void {
    if (this.#isIgnored(importer) || this.#project.outline(importer) === null) this.#everything(importer);
    else this.#flag(importer, bound, flags);
  }

  /** A name that is bound to a module is used: what is taken of it counts, or anything where it stands alone. */
  #useOfModule(entry: ModuleImport, name: string | null, flags: number, visited: Set<string>): void {
    const { importer, bound } = entry;
    if (this.#isIgnored(importer) || this.#project.outline(importer) === null) this.#everything(importer);
    if (visited.has(`${importer}\0${bound}`)) return;
    visited.add(`${importer}\0${bound}`);
    for (const use of this.#usesOf(importer).get(bound) ?? []) {
      if (name === null || entry.dotted || use.attributes === null || use.attributes.has(name))
        this.#hit(importer, use, flags);
    }
    for (const further of this.#importers.get(importer) ?? []) {
      if (further.name === bound) this.#useOfModule(further, name, flags, visited);
    }
  }

  #hit(path: string, { unit, body }: Use, flags: number): void {
    if (body === null) this.#hitUnit(path, unit, flags);
    else if ((flags & (value | call)) !== 0) this.#hitBody(path, unit, body, flags);
  }

  #hitUnit(path: string, unit: Unit, flags: number): void {
    const known = this.#unitFlags.get(unit) ?? 0;
    const all = (flags & (value | call)) === 0 ? seen : value | call | (flags & itself);
    if ((all & ~known) === 0) return;
    this.#unitFlags.set(unit, known | all);
    this.#touch(path);
    if ((flags & itself) !== 0) this.#wired.add(path);
    for (const name of unit.binds) this.#flag(path, name, all);
    for (const name of unit.changes) this.#change(path, name, all);
  }

  #hitBody(path: string, unit: Unit, body: FunctionBody, flags: number): void {
    const { adds, looksInto } = this.#attention;
    if (looksInto(unit, body)) {
      this.#touch(path);
      if ((flags & itself) !== 0) this.#wired.add(path);
    }
    if (body.deferred || (body.inert && !adds(body.text))) return;
    for (const name of unit.binds) this.#flag(path, name, call | (flags & itself));
  }

  /** Something is added to what a name stands for, wherever that comes from. */
  #change(path: string, name: string, flags: number): void {
    const added = this.#attention.registers(this.#project, path) ? flags & ~itself : flags;
    const key = `${path}\0${name}\0${added}`;
    if (this.#changing.has(key) || !this.#reachable.has(path)) return;
    this.#changing.add(key);
    this.#flag(path, name, added);
    for (const { path: target, name: origin } of this.#imports.get(path)?.names.get(name) ?? []) {
      if (origin !== null) this.#change(target, origin, added);
      else for (const attribute of this.#attributesOf(path, name)) this.#change(target, attribute, added);
    }
    // A function that is called changes what its body changes.
    for (const unit of this.#project.outline(path) ?? []) {
      if (unit.kind !== "function" || !unit.binds.includes(name)) continue;
      for (const body of unit.bodies) for (const inner of body.changes) this.#changeOwn(path, inner, added);
    }
  }

  /** Names of a function's body that are the module's. */
  #changeOwn(path: string, name: string, flags: number): void {
    const isBound =
      this.#imports.get(path)?.names.has(name) === true ||
      (this.#project.outline(path) ?? []).some(({ binds }) => binds.includes(name));
    if (isBound) this.#change(path, name, flags);
  }

  #attributesOf(path: string, name: string): readonly string[] {
    return (this.#usesOf(path).get(name) ?? []).flatMap(({ attributes }) => [...(attributes ?? [])]);
  }

  #isIgnored(path: string): boolean {
    const known = this.#ignored.get(path) ?? this.#attention.ignored(this.#project, path);
    this.#ignored.set(path, known);
    return known;
  }

  #usesOf(path: string): ReadonlyMap<string, readonly Use[]> {
    const known = this.#uses.get(path);
    if (known !== undefined) return known;
    const uses = new Map<string, Use[]>();
    const add = (unit: Unit, body: FunctionBody | null, mentions: Mentions): void => {
      for (const [name, attributes] of mentions) {
        const list = uses.get(name);
        if (list === undefined) uses.set(name, [{ unit, body, attributes }]);
        else list.push({ unit, body, attributes });
      }
    };
    for (const unit of this.#project.outline(path) ?? []) {
      add(unit, null, unit.mentions);
      for (const body of unit.bodies) add(unit, body, body.mentions);
    }
    this.#uses.set(path, uses);
    return uses;
  }
}

function isOnlyHandedOver({ attributes }: Use): boolean {
  return attributes !== null && attributes.size === 1 && attributes.has(handedOver);
}

/** What is different in each changed module between one side and the other; null where that can't be told. */
export function seedsOf(own: Project, other: Project, paths: readonly string[], attention: Attention): Seeds {
  const seeds = new Map<string, ChangedNames | null>();
  const outlineIn = (project: Project, path: string): readonly Unit[] | null =>
    attention.ignored(project, path) ? null : project.outline(path);
  for (const path of paths) {
    const outline = outlineIn(own, path);
    const counterpart = outlineIn(other, path);
    if (outline === null || counterpart === null) {
      seeds.set(path, null);
      continue;
    }
    const changed = changedNames(
      { outline, imports: importedNames(own, path) },
      { outline: counterpart, imports: importedNames(other, path) },
      ({ text }) => !attention.adds(text),
    );
    seeds.set(path, changed);
  }
  return seeds;
}
