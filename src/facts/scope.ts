/** Which part of a snapshot has to be read. Facts that depend on no affected module are equal on both sides and may be left out. */
export interface ReadScope {
  /** Changed files of this side. */
  readonly changed: ReadonlySet<string>;
  /** Changed files of both sides, and every module from which they can be reached by imports. */
  readonly affected: ReadonlySet<string>;
  /**
   * Affected modules that may hand routers something else than before (a prefix, a dependency), and not only import
   * a router that changed: every operation below them has to be read.
   */
  readonly wiring: ReadonlySet<string>;
}

/** Everything of a snapshot. */
export function wholeScope(paths: readonly string[]): ReadScope {
  const everything = new Set(paths);
  return { changed: everything, affected: everything, wiring: everything };
}
