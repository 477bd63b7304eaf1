/** Which part of a snapshot has to be read. Facts that depend on no affected module are equal on both sides and may be left out. */
export interface ReadScope {
  /** Changed files of this side. */
  readonly changed: ReadonlySet<string>;
  /** `changed` and every module from which they can be reached by imports. */
  readonly affected: ReadonlySet<string>;
}
