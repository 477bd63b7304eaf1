import type { Terminal } from "../ports/terminal.ts";
import { Failure } from "../text/failure.ts";
import type { Arguments } from "./arguments.ts";

/** `check-migrations PATH…`. */
export function checkMigrationsCommand(_args: Arguments, _terminal: Terminal): number {
  throw new Failure("usage", "`check-migrations` is not built yet.");
}
