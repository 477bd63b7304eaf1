import type { Escalation, NotAnalysed, Violation } from "../escalation/escalation.ts";
import type { Report } from "./report.ts";

/** What somebody has to do before the change may pass. */
export interface OpenItems {
  readonly fix: readonly Violation[];
  readonly decide: readonly Escalation[];
  /** One per id: both sides of a file have the same. */
  readonly unread: readonly NotAnalysed[];
}

/** `withdrawn` and `refused` hold like `open` (interface.md, "From findings to verdict"). */
export function openItems(report: Report): OpenItems {
  const unread = new Map<string, NotAnalysed>();
  for (const item of report.coverage.notAnalysed) {
    if (item.decides && item.state === "open" && !unread.has(item.id)) unread.set(item.id, item);
  }
  return {
    fix: report.violations.filter(({ state }) => state === "open"),
    decide: report.escalations.filter(({ state }) => state !== "acknowledged" && state !== "informed"),
    unread: [...unread.values()],
  };
}

export function openIds(report: Report): ReadonlySet<string> {
  const { fix, decide, unread } = openItems(report);
  return new Set([...fix, ...decide, ...unread].map(({ id }) => id));
}
