import type { ChangeStatus, NamedChange } from "../changes/description.ts";
import { answerable, isNamed, namesIn, normalisedOperation } from "./concerns.ts";
import type { Report } from "./report.ts";
import { count, list } from "../text/words.ts";

type Described = Pick<NamedChange, "name" | "status" | "where">;

/**
 * `1 new operation, 2 changed columns`: what changed without anyone having to agree. What a violation or an escalation
 * is about is not among it. Empty where nothing is left.
 */
export function decidedAlone(report: Report): string {
  const parts = alone(report).flatMap(({ singular, plural, items }) =>
    (["added", "removed", "modified"] as const).flatMap((status) => {
      const number = items.filter((item) => item.status === status).length;
      return number === 0 ? [] : [`${number} ${words[status]} ${number === 1 ? singular : plural}`];
    }),
  );
  if (parts.length === 0) return "";
  return `${parts.join(", ")}${onlyAdds(report) ? "; nothing that exists changes" : ""}`;
}

const words = { added: "new", removed: "removed", modified: "changed" } as const;

/** The same for a first line: what would not fit there is counted without saying what happened to it. */
export function decidedAloneInShort(report: Report): string {
  const groups = alone(report);
  const kinds = groups.flatMap(({ items }) => [...new Set(items.map(({ status }) => status))]);
  if (kinds.length <= mostInShort) return decidedAlone(report);
  const counts = groups.map(({ singular, plural, items }) => count(items.length, singular, plural));
  return `changes of ${list(counts)}${onlyAdds(report) ? "; nothing that exists changes" : ""}`;
}

const mostInShort = 4;

interface Group {
  readonly singular: string;
  readonly plural: string;
  /** At least one. */
  readonly items: readonly Described[];
}

function alone(report: Report): readonly Group[] {
  const { changes } = report;
  const groups: readonly (readonly [string, string, readonly Described[]])[] = [
    [
      "operation",
      "operations",
      changes.endpoints.map((endpoint) => ({ ...endpoint, name: normalisedOperation(endpoint.operation) })),
    ],
    ["schema", "schemas", changes.schemas],
    ["table", "tables", changes.tables],
    ["column", "columns", changes.columns],
    ["index", "indexes", changes.indexes],
    ["constraint", "constraints", changes.constraints],
    ["migration", "migrations", changes.migrations],
    ["service", "services", changes.services],
    ["controller", "controllers", changes.controllers],
  ];
  const concerned = concern(report);
  return groups
    .map(([singular, plural, items]) => ({
      singular,
      plural,
      items: items.filter((item) => !concerned(item)),
    }))
    .filter(({ items }) => items.length > 0);
}

function concern(report: Report): (item: Described) => boolean {
  const findings = answerable(report);
  const names = findings.flatMap(namesIn);
  const operations = new Set(findings.flatMap(({ reaches }) => reaches));
  const subjects = findings.map(({ subject }) => subject);
  const migrations = new Set(findings.map(({ where }) => where.path));
  const revisions = new Set(report.changes.migrations.map(({ name }) => name));
  return ({ name, where }) =>
    isNamed(name, names) ||
    operations.has(name) ||
    subjects.some((subject) => subject === name || subject.startsWith(`${name} `)) ||
    (revisions.has(name) && where !== null && migrations.has(where.path));
}

/** Claimed only where everything was read. */
function onlyAdds({ changes, coverage }: Report): boolean {
  const complete = coverage.notAnalysed.length === 0 && coverage.unresolved.length === 0;
  const lists: readonly (readonly { readonly status: ChangeStatus }[])[] = Object.values(changes);
  return complete && lists.every((items) => items.every(({ status }) => status === "added"));
}
