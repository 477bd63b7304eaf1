import type { FailOn, Verdict, VerdictStatus } from "./status.ts";

/** Where the exit code is read: by GitHub as a check, or by whoever called the command line. */
export type Surface = "action" | "cli";

/** interface.md, "Exit": which status fails under which `fail-on`. `not-evaluated` always does. */
const failing: Readonly<Record<FailOn, readonly VerdictStatus[]>> = {
  blocked: ["needs-acknowledgement", "blocked"],
  violations: ["blocked"],
  never: [],
};

/** The exit code of a verdict. An evaluation that could not finish is never green, whatever its status. */
export function exitCode(
  verdict: Pick<Verdict, "status" | "unfinished">,
  failOn: FailOn,
  surface: Surface,
): 0 | 1 | 3 {
  if (verdict.unfinished || verdict.status === "not-evaluated") return surface === "action" ? 1 : 3;
  return failing[failOn].includes(verdict.status) ? 1 : 0;
}
