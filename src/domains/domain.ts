export const domains = ["DBA", "BACKEND", "API"] as const;
export type Domain = (typeof domains)[number];

export const siblings = ["QUALITY", "FRONTEND", "OPS", "ENGINE"] as const;
export type Sibling = (typeof siblings)[number];

export interface DomainFile {
  readonly path: string;
  /** Reasons, such as `alembic-revision`, `mapped-class`, `route`, `response-model`, `path`. */
  readonly because: readonly string[];
}

/** Where each changed file belongs (interface.md, JSON `domains`). Paths are those at the head (of a removed file: at the merge base). */
export interface Domains {
  readonly DBA: readonly DomainFile[];
  readonly BACKEND: readonly DomainFile[];
  readonly API: readonly DomainFile[];
  readonly handoff: Readonly<Record<Sibling, readonly string[]>>;
  readonly none: readonly string[];
}
