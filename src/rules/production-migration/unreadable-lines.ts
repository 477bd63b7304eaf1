import type { Location } from "../../facts/location.ts";
import type { MigrationContext } from "./migration-context.ts";
import { newBodies } from "./steps.ts";

/** A place in a new migration that could not be evaluated, and why. */
export interface UnreadableLine {
  readonly where: Location;
  readonly revision: string | null;
  readonly why: string;
}

/**
 * What the upgrades of the change's new migrations do that could not be read: custom operations, SQL that is put
 * together at run time, SQL that does not parse. Anything may hide there, so that it counts as unread input (`dynamic`).
 */
export function unreadableLines(context: MigrationContext): readonly UnreadableLine[] {
  return newBodies(context).flatMap((body) => [
    ...body.unresolved.map(({ where, what }) => ({ where, revision: body.revision, why: what })),
    ...body.upgrade.flatMap(({ operation, where }) =>
      operation.kind === "unknown" ? [{ where, revision: body.revision, why: operation.what }] : [],
    ),
  ]);
}
