/** Which part of a snapshot has to be read. Facts that depend on no affected module are equal on both sides and may be left out. */
export interface ReadScope {
  /** Changed files of this side. */
  readonly changed: ReadonlySet<string>;
  /** Changed files of both sides, and every module whose facts they can affect. */
  readonly affected: ReadonlySet<string>;
  /**
   * Affected modules that may hand routers something else than before (a prefix, a dependency), and not only import
   * a router that changed: every operation below them has to be read.
   */
  readonly wiring: ReadonlySet<string>;
}

/** The scopes of one side. */
export interface Scopes {
  /** What the change can affect. */
  readonly own: ReadScope;
  /** Modules from which a changed file can be reached by imports: they may call what changed. */
  readonly reaching: ReadonlySet<string>;
  /** The scope of all that can reach a changed file. */
  readonly wide: () => ReadScope;
}

/** Everything of a snapshot. */
export function wholeScope(paths: readonly string[]): ReadScope {
  const everything = new Set(paths);
  return { changed: everything, affected: everything, wiring: everything };
}
