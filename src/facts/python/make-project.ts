import type { Project } from "./project.ts";
import type { Snapshot } from "../../source/snapshot.ts";
import type { Syntax } from "../../syntax/syntax.ts";

/** Makes the project of a snapshot. Parsed modules are shared through `syntax`'s cache by blob id. */
export function makeProject(_snapshot: Snapshot, _syntax: Syntax): Project {
  throw new Error("not built yet");
}
