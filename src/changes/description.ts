import type { Location } from "../facts/location.ts";

export type ChangeStatus = "added" | "removed" | "modified";

export interface EndpointChange {
  readonly operation: string;
  readonly status: ChangeStatus;
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location;
}

export interface NamedChange {
  readonly name: string;
  readonly status: ChangeStatus;
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location | null;
}

/** The changes in words, one line before and after each (interface.md, JSON `changes`). */
export interface ChangesDescription {
  readonly endpoints: readonly EndpointChange[];
  readonly schemas: readonly NamedChange[];
  readonly tables: readonly NamedChange[];
  readonly columns: readonly NamedChange[];
  readonly indexes: readonly NamedChange[];
  readonly constraints: readonly NamedChange[];
  readonly migrations: readonly NamedChange[];
  readonly models: readonly NamedChange[];
  readonly services: readonly NamedChange[];
  readonly controllers: readonly NamedChange[];
  readonly validation: readonly NamedChange[];
  readonly guards: readonly NamedChange[];
  readonly middleware: readonly NamedChange[];
  readonly pool: readonly NamedChange[];
}
