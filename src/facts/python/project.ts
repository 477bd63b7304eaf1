import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Module,
  Statement,
} from "../../syntax/python/ast.ts";
import type { Snapshot } from "../../source/snapshot.ts";
import type { Unit } from "./outline.ts";
import type { ImportScan } from "./scan-imports.ts";

/**
 * The Python modules of one snapshot and what names mean in them. Modules are parsed when first asked for and by
 * blob id, so the two sides of a change share what is equal between them.
 */
export interface Project {
  readonly snapshot: Snapshot;
  /** Paths of all Python files (`.py`), in order. */
  readonly paths: readonly string[];
  /** Text of a module, or null when it is missing or unread. Cheap: use it to decide what is worth parsing. */
  readonly text: (path: string) => string | null;
  /** The import lines of a module, found in its text. */
  readonly imports: (path: string) => ImportScan;
  /** Modules that a module looks for in folders, or imports by computed names. */
  readonly discovered: (path: string) => readonly string[];
  /** The statements of a module's top level, found in its text; null when it is missing or they can't be told apart. */
  readonly outline: (path: string) => readonly Unit[] | null;
  /** The parsed module, or null when it is missing or unread. */
  readonly module: (path: string) => Module | null;
  /** `app/api/deps.py` → `app.api.deps`, as its importers name it (source roots and `__init__.py` understood). */
  readonly moduleName: (path: string) => string;
  /** The file of a dotted module as seen from another file (with leading dots: relative to it), or null when it lies outside of the repository. */
  readonly findModule: (dotted: string, from: string) => string | null;
  /**
   * Module-level names of a file, in order of definition, conditional ones included; a name bound twice keeps its last
   * binding first, but a fallback (`else`, `except`) comes after the main branch. Star imports are under `*`.
   */
  readonly bindings: (path: string) => ReadonlyMap<string, readonly Binding[]>;
  /**
   * What `name` or `a.b.c` means at module level of `path`: re-exports, aliases and star imports are followed; an
   * attribute of an instance is that of its class (by annotation or constructor). A name that is bound nowhere and is
   * Python's own is `builtins.name`. Never throws, cycles end as unresolved.
   */
  readonly resolve: (path: string, dotted: string) => Resolution;
  /** `resolve` for a name or attribute chain written as an expression; anything else is unresolved. */
  readonly resolveExpression: (path: string, expression: Expression) => Resolution;
  /**
   * Folds constants: literals, names, f-strings, `+`, `%`, `.format`, `.join` and their like, lists, dicts, comprehensions
   * over them, members of enumerations, class attributes, `settings.X` with a literal default on the class. `locals`
   * are names that the expression may use and that come before those of the module (a loop's variable).
   */
  readonly evaluate: (path: string, expression: Expression, locals?: ReadonlyMap<string, Value>) => Value;
  /** Modules that import `path`, directly or by a name that a package passes on from it. Found by scanning text, so that nothing has to be parsed. */
  readonly importersOf: (path: string) => readonly string[];
  /** `paths` and all modules from which they can be reached by imports: what a change of them can affect. */
  readonly affectedBy: (paths: readonly string[]) => ReadonlySet<string>;
  /** All local names that a class inherits from, nearest first (C3 order is approximated by depth first, left to right); external bases by qualified name. */
  readonly ancestors: (definition: Definition) => readonly (Definition | External | Unresolvable)[];
}

export type Binding =
  | { readonly kind: "class"; readonly node: ClassDefinition }
  | { readonly kind: "function"; readonly node: FunctionDefinition }
  | {
      readonly kind: "value";
      readonly node: Statement;
      readonly value: Expression | null;
      readonly annotation: Expression | null;
    }
  | {
      readonly kind: "import";
      readonly module: string;
      readonly name: string | null;
      readonly level: number;
    };

/** A definition in the repository. `name` is qualified within its module (`Outer.Inner`). */
export interface Definition {
  readonly kind: "definition";
  readonly path: string;
  readonly name: string;
  readonly binding: Exclude<Binding, { kind: "import" }>;
}
/** A name of a library: `fastapi.APIRouter`, `sqlalchemy.orm.Session`. */
export interface External {
  readonly kind: "external";
  readonly name: string;
}
interface ModuleReference {
  readonly kind: "module";
  readonly path: string;
}
export interface Unresolvable {
  readonly kind: "unresolved";
  readonly reason: string;
}
export type Resolution = Definition | External | ModuleReference | Unresolvable;

/** A folded constant. Lists, tuples and sets become arrays; dicts with string keys become maps. */
export type Value =
  | { readonly known: true; readonly value: Constant }
  | { readonly known: false; readonly reason: string };
export type Constant =
  | string
  | number
  | boolean
  | null
  | readonly Constant[]
  | { readonly [key: string]: Constant };
