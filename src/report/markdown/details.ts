import type { NamedChange } from "../../changes/description.ts";
import type { SpecialistResult } from "../../specialists/specialist.ts";
import { codeSpan, escapeMarkdown, sentence } from "../../text/untrusted.ts";
import { capped, count } from "../../text/words.ts";
import { diagram } from "../diagram.ts";
import { placeLink, type RepositoryUrl } from "../links.ts";
import type { Check, Report } from "../report.ts";
import { dollars } from "./evidence.ts";
import { folded } from "./folded.ts";
import { limited } from "./limited.ts";

export function impactSection(report: Report): string | null {
  const drawing = diagram(report);
  return drawing === null ? null : folded("Impact", `\`\`\`mermaid\n${drawing}\n\`\`\``);
}

/** What each specialist remarked. Left out where none was asked: the first line has said why. */
export function specialistsSection(report: Report, repository: RepositoryUrl): string | null {
  const deployed = report.specialists.filter(({ status }) => status !== "not-needed");
  const asked = deployed.filter(({ status }) => status !== "not-run");
  if (asked.length === 0) return null;
  const remarks = deployed.reduce((total, one) => total + one.remarks.length, 0);
  const items = deployed.map((one) => specialistText(one, report, repository));
  return folded("Specialists deployed", items.join("\n\n"), count(remarks, "remark"));
}

function specialistText(one: SpecialistResult, report: Report, repository: RepositoryUrl): string {
  const reason = sentence(one.reason ?? "no reason given");
  if (one.status === "failed") return `**${one.name}** · failed: ${reason}`;
  if (one.status === "not-run") return `**${one.name}** · not run: ${reason}`;
  const cost = one.model === null ? "" : ` · ${codeSpan(one.model)}, ${dollars(one.usd ?? 0)}`;
  const note = one.reason === null ? "" : ` · ${reason}`;
  const head = `**${one.name}**${one.remarks.length === 0 ? " · no remarks" : ""}${cost}${note}`;
  const remarks = one.remarks.map(
    (remark) =>
      `- ${escapeMarkdown(remark.text)} · ${codeSpan(remark.quote)} · ${placeLink(remark.where, report, repository)}`,
  );
  return remarks.length === 0 ? head : `${head}\n\n${remarks.join("\n")}`;
}

export function implementationSection({ changes }: Report): string | null {
  const groups: readonly [string, readonly [string, readonly NamedChange[]][]][] = [
    [
      "Database changes",
      [
        ["Tables", changes.tables],
        ["Columns", changes.columns],
        ["Migrations", changes.migrations],
        ["Indexes", changes.indexes],
        ["Constraints", changes.constraints],
      ],
    ],
    [
      "Backend changes",
      [
        ["Models", changes.models],
        ["Services", changes.services],
        ["Controllers", changes.controllers],
        ["Middleware", changes.middleware],
        ["Connection pool", changes.pool],
      ],
    ],
    [
      "API contract",
      [
        ["Endpoints", changes.endpoints.map((endpoint) => ({ ...endpoint, name: endpoint.operation }))],
        ["Schemas", changes.schemas],
        ["Validation", changes.validation],
        ["Guards", changes.guards],
      ],
    ],
  ];
  const lines = groups.flatMap(([name, parts]) => {
    const present = parts.filter(([, items]) => items.length > 0);
    if (present.length === 0) return [];
    return [`**${name}**`, present.map(([label, items]) => `- ${label}: ${changeList(items)}`).join("\n")];
  });
  return lines.length === 0 ? null : folded("Implementation details", lines.join("\n\n"));
}

const statusWords = { added: "new", removed: "removed", modified: "changed" } as const;

function changeList(items: readonly NamedChange[]): string {
  const { shown, more } = capped(items, 15);
  const texts = shown.map((item) => `${codeSpan(item.name)} ${statusWords[item.status]}${difference(item)}`);
  return [...texts, ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

/** What differs between before and after: of a list of fields only those that came or went. */
function difference({ before, after }: NamedChange): string {
  if (before === null || after === null || before === after) return "";
  const old = fieldsOf(before);
  const fresh = fieldsOf(after);
  if (old === null || fresh === null) return ` (${codeSpan(short(before))} → ${codeSpan(short(after))})`;
  const parts = [
    ...old.filter((field) => !fresh.includes(field)).map((field) => `− ${codeSpan(short(field))}`),
    ...fresh.filter((field) => !old.includes(field)).map((field) => `+ ${codeSpan(short(field))}`),
  ];
  const { shown, more } = capped(parts, 6);
  return shown.length === 0 ? "" : ` (${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ")})`;
}

/** `id: integer, name?: string` → its fields; null for a text of another form. */
function fieldsOf(text: string): readonly string[] | null {
  const parts = text.split(/, (?=[\w-]{1,80}\??: )/);
  return parts.every((part) => /^[\w-]{1,80}\??: /.test(part)) ? parts : null;
}

function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99).toWellFormed()}…`;
}

const checkTitles: Readonly<Record<Check["check"], string>> = {
  "alembic-migration": "Alembic migration created",
  async: "Async patterns used throughout",
  "pydantic-validation": "Pydantic validation on all inputs",
  "sensitive-data": "No sensitive data exposed in responses",
  tests: "Tests created",
};

/** The checklist of the founding documents. A box is ticked only with evidence. */
export function checksSection(report: Report): string | null {
  const applicable = report.checks.filter(({ state }) => state !== "not-applicable");
  if (applicable.length === 0) return null;
  const passed = applicable.filter(({ state }) => state === "pass").length;
  const items = applicable.map((check) => {
    const { shown, more } = capped(check.evidence, 5);
    const text = [...shown.map(sentence), ...(more > 0 ? [`${more} more`] : [])].join("; ");
    return `- [${check.state === "pass" ? "x" : " "}] ${checkTitles[check.check]}: ${check.state === "unknown" ? "not known, " : ""}${text}`;
  });
  return folded("Quality checks", items.join("\n"), `${passed} of ${applicable.length}`);
}

export function performanceSection({ performance }: Report): string | null {
  const measured = performance.measured.map(measurement);
  const lines = [
    ...(measured.length === 0
      ? []
      : [
          `Query performance:\n\n${limited(
            measured.map((line) => `- ${escapeMarkdown(line)}`),
            20,
          )}`,
        ]),
    ...(performance.expectedLoad === null ? [] : [`Expected load: ${sentence(performance.expectedLoad)}`]),
    ...(performance.database.length === 0
      ? []
      : [`Database impact: ${performance.database.map(sentence).join(", ")}`]),
  ];
  if (lines.length === 0) return null;
  const worst = performance.measured.findIndex(({ state }) => state === "exceeded");
  return folded("Performance impact", lines.join("\n\n"), measured[Math.max(0, worst)] ?? "");
}

const measuredWords = { ok: "within", exceeded: "over", better: "better, within" } as const;

/** `p95 180 → 210 ms, within 300 ms`. */
function measurement(one: Report["performance"]["measured"][number]): string {
  const base = one.base === null ? "" : `${one.base} → `;
  const threshold =
    one.threshold === null ? "" : `, ${measuredWords[one.state]} ${one.threshold} ${one.unit}`;
  return `${one.metric} ${base}${one.head} ${one.unit}${threshold}`;
}
