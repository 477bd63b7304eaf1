import type { Escalation, NotAnalysed, Violation } from "../escalation/escalation.ts";
import type { Finding } from "../rules/finding.ts";
import { canonicalJson } from "../text/canonical.ts";
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

/** Facts that need no consent, told to the authority. */
export function informed(report: Report): readonly Finding[] {
  const ids = new Set(
    report.escalations.filter(({ state }) => state === "informed").flatMap(({ findings }) => findings),
  );
  return report.findings.filter(({ id }) => ids.has(id));
}

/** Findings that nobody has to answer for or was told of. */
export function advice(report: Report): readonly Finding[] {
  const others = new Set([...report.violations, ...report.escalations].flatMap(({ findings }) => findings));
  return report.findings.filter(({ id, accepted }) => !others.has(id) && accepted === null);
}

export function openIds(report: Report): ReadonlySet<string> {
  const { fix, decide, unread } = openItems(report);
  return new Set([...fix, ...decide, ...unread].map(({ id }) => id));
}

/** What could not be read and decides nothing: the places of one file and reason together, at least one each. */
export function unreadAside(report: Report): readonly (readonly [NotAnalysed, ...NotAnalysed[]])[] {
  const groups = new Map<string, [NotAnalysed, ...NotAnalysed[]]>();
  for (const one of report.coverage.notAnalysed) {
    if (one.decides) continue;
    const key = canonicalJson([one.path, one.side, one.reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
