import { domains as domainNames, siblings } from "../../domains/domain.ts";
import { codeCell, codeSpan, escapeMarkdown, sentence } from "../../text/untrusted.ts";
import { diagram } from "../diagram.ts";
import { placeLink, type RepositoryUrl } from "../links.ts";
import type { NamedChange } from "../../changes/description.ts";
import type { Check, Report } from "../report.ts";
import { capped, count, shortCommit } from "../../text/words.ts";
import { decidedAlone } from "./headline.ts";
import { folded, statement, unreadStatement } from "./decisions.ts";

/** The line below the decisions: what the report rests on. */
export function evidenceLine(report: Report): string {
  const applicable = report.checks.filter((check) => check.state !== "not-applicable");
  const passed = applicable.filter((check) => check.state === "pass").length;
  const parts = [
    ...(applicable.length === 0 ? [] : [`checks ${passed} of ${applicable.length}`]),
    `${report.coverage.analysed} of ${count(report.coverage.files, "file")} read`,
  ];
  const needed = report.specialists.filter((specialist) => specialist.status !== "not-needed");
  const completed = needed.filter((specialist) => specialist.status === "completed");
  if (needed.length > 0) {
    const usd = completed.reduce((total, specialist) => total + (specialist.usd ?? 0), 0);
    parts.push(`specialists ${completed.length} of ${needed.length}${usd > 0 ? `, $${usd.toFixed(2)}` : ""}`);
  }
  return parts.join(" · ");
}

export function approachSection(report: Report, repository: RepositoryUrl): string {
  const { change } = report;
  const mission = `**Mission:** review ${commitLink(change.head, repository)} against ${codeSpan(change.base)} (${commitLink(change.baseTip, repository)}), ${count(change.files, "file")}, +${change.additions} −${change.deletions} · **Date:** ${change.date} (head commit)`;
  const rows: string[] = [];
  for (const domain of domainNames) {
    const { shown, more } = capped(report.domains[domain], 8);
    if (shown.length === 0) continue;
    const files = shown.map(
      (file) => `${codeCell(file.path)} (${file.because.map(escapeMarkdown).join(", ")})`,
    );
    rows.push(`| ${domain} | ${[...files, ...(more > 0 ? [`${more} more`] : [])].join("<br>")} |`);
  }
  for (const sibling of siblings) {
    const { shown, more } = capped(report.domains.handoff[sibling], 4);
    if (shown.length === 0) continue;
    rows.push(
      `| ${sibling} (hand-off) | ${[...shown.map(codeCell), ...(more > 0 ? [`${more} more`] : [])].join("<br>")} |`,
    );
  }
  const table = rows.length === 0 ? [] : [["| Domain | Why |", "|---|---|", ...rows].join("\n")];
  const alone = decidedAlone(report);
  const informed = report.escalations.filter((escalation) => escalation.state === "informed");
  const told = informed.flatMap((escalation) =>
    report.findings
      .filter((finding) => escalation.findings.includes(finding.id))
      .map((finding) => `- ${statement(finding, report, repository)}`),
  );
  const decided = [
    ...(alone === "" ? [] : [`Decided by COORD_PLATFORM: ${alone}.`]),
    ...(told.length === 0 ? [] : [`For information, no answer needed:\n\n${limited(told, 20)}`]),
  ];
  return folded(
    `<b>Approach</b>: ${sentence(report.approach)}`,
    [mission, ...table, ...decided].join("\n\n"),
  );
}

export function impactSection(report: Report): string | null {
  const drawing = diagram(report);
  return drawing === null ? null : folded("<b>Impact</b>", `\`\`\`mermaid\n${drawing}\n\`\`\``);
}

export function specialistsSection(report: Report, repository: RepositoryUrl): string | null {
  const deployed = report.specialists.filter((specialist) => specialist.status !== "not-needed");
  if (deployed.length === 0) return null;
  const items = deployed.map((specialist) => {
    if (specialist.status !== "completed") {
      const word = specialist.status === "failed" ? "failed" : "not run";
      return `**${specialist.name}** · ${word}: ${sentence(specialist.reason ?? "no reason given")}`;
    }
    if (specialist.remarks.length === 0) return `**${specialist.name}** · no remarks`;
    const remarks = specialist.remarks.map((remark) => {
      const place = placeLink({ ...remark.where, side: "after" }, report, repository);
      return `- ${escapeMarkdown(remark.text)} · ${codeSpan(remark.quote)} · ${place}`;
    });
    return [`**${specialist.name}**`, ...remarks].join("\n");
  });
  return folded("<b>Specialists deployed</b>", items.join("\n\n"));
}

export function implementationSection(report: Report): string | null {
  const { changes } = report;
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
  return lines.length === 0 ? null : folded("<b>Implementation details</b>", lines.join("\n\n"));
}

function changeList(items: readonly NamedChange[]): string {
  const { shown, more } = capped(items, 15);
  const words = { added: "new", removed: "removed", modified: "modified" } as const;
  const texts = shown.map((item) => {
    const detail =
      item.before !== null && item.after !== null && item.before !== item.after
        ? `: ${codeSpan(item.before)} → ${codeSpan(item.after)}`
        : "";
    return `${codeSpan(item.name)} ${words[item.status]}${detail}`;
  });
  return [...texts, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

const checkTitles: Readonly<Record<Check["check"], string>> = {
  "alembic-migration": "Alembic migration created",
  async: "Async patterns used throughout",
  "pydantic-validation": "Pydantic validation on all inputs",
  "sensitive-data": "No sensitive data exposed in responses",
  tests: "Tests created",
};

export function checksSection(report: Report): string | null {
  const applicable = report.checks.filter((check) => check.state !== "not-applicable");
  if (applicable.length === 0) return null;
  const passed = applicable.filter((check) => check.state === "pass").length;
  const items = applicable.map((check) => {
    const box = check.state === "pass" ? "x" : " ";
    const unknown = check.state === "unknown" ? "not known; " : "";
    const evidence = capped(check.evidence, 5);
    const text = [
      ...evidence.shown.map(sentence),
      ...(evidence.more > 0 ? [`${evidence.more} more`] : []),
    ].join("; ");
    return `- [${box}] ${checkTitles[check.check]}: ${unknown}${text}`;
  });
  return folded(`<b>Quality checks</b> ${passed} of ${applicable.length}`, items.join("\n"));
}

export function performanceSection(report: Report): string | null {
  const { performance } = report;
  const words = { ok: "within", exceeded: "over", better: "better, within" } as const;
  const measured = performance.measured.map((one) => {
    const base = one.base === null ? "" : `${one.base} → `;
    const threshold =
      one.threshold === null ? "" : `, ${words[one.state]} ${one.threshold} ${escapeMarkdown(one.unit)}`;
    return `${escapeMarkdown(one.metric)} ${base}${one.head} ${escapeMarkdown(one.unit)}${threshold}`;
  });
  const lines = [
    ...(measured.length === 0
      ? []
      : [
          `Query performance: ${limited(
            measured.map((line) => `- ${line}`),
            20,
            "\n",
          )}`,
        ]),
    ...(performance.expectedLoad === null ? [] : [`Expected load: ${sentence(performance.expectedLoad)}`]),
    ...(performance.database.length === 0
      ? []
      : [`Database impact: ${performance.database.map(sentence).join(", ")}`]),
  ];
  return lines.length === 0 ? null : folded("<b>Performance impact</b>", lines.join("\n\n"));
}

/** Advice, accepted findings and what could not be resolved: folded, since nobody has to act. */
export function adviceSection(report: Report, repository: RepositoryUrl): string | null {
  const shown = new Set([
    ...report.violations.flatMap((violation) => violation.findings),
    ...report.escalations.flatMap((escalation) => escalation.findings),
  ]);
  const advice = report.findings.filter((finding) => !shown.has(finding.id) && finding.accepted === null);
  if (advice.length === 0) return null;
  const lines = advice.map((finding) => `- ${statement(finding, report, repository)}`);
  return folded(`<b>Advice</b>: ${count(advice.length, "remark")}, nothing here decides`, limited(lines, 30));
}

export function answersSection(report: Report, repository: RepositoryUrl): string | null {
  const lines = [...report.escalations, ...report.violations]
    .filter((item) => item.state !== "open" && item.state !== "informed")
    .map((item) => {
      const facts = report.findings.filter((finding) => item.findings.includes(finding.id));
      const by = item.by === null ? "" : ` by ${codeSpan(item.by)}`;
      const at = item.at === null ? "" : ` on ${item.at}`;
      const reason = item.reason === null ? "" : `: “${escapeMarkdown(item.reason)}”`;
      const text = facts.map((finding) => statement(finding, report, repository)).join(" ");
      return `- ${codeSpan(item.id)} ${item.state}${by}${at}${reason}. ${text}`;
    });
  const accepted = report.findings
    .filter((finding) => finding.accepted !== null)
    .map(
      (finding) =>
        `- ${codeSpan(finding.accepted ?? "")} accepted in the configuration. ${statement(finding, report, repository)}`,
    );
  const all = [...lines, ...accepted];
  return all.length === 0 ? null : folded(`<b>Answers</b>: ${all.length}`, limited(all, 40));
}

export function coverageSection(report: Report, repository: RepositoryUrl): string | null {
  const lines = [
    ...report.coverage.notAnalysed
      .filter((unread) => !(unread.decides && unread.state === "open"))
      .map((unread) => {
        const waived = unread.state === "waived" ? ` (waived by ${codeSpan(unread.by ?? "")})` : "";
        return `- ${unreadStatement(unread, report, repository)}${waived}`;
      }),
    ...report.coverage.unresolved.map(
      (one) => `- ${placeLink({ ...one, side: "after" }, report, repository)}: ${sentence(one.what)}`,
    ),
  ];
  return lines.length === 0
    ? null
    : folded(`<b>Not known</b>: ${count(lines.length, "place")}`, limited(lines, 30));
}

export function handoffLine(report: Report): string | null {
  const open = report.handoff.ARCHITECT.length;
  const parts = [
    ...(open === 0 ? [] : [`To ARCHITECT: ${open === 1 ? "the decision" : `the ${open} decisions`} above`]),
    ...(report.handoff.COORD_QUALITY.length === 0
      ? []
      : [`To COORD_QUALITY: ${capped(report.handoff.COORD_QUALITY, 3).shown.map(sentence).join("; ")}`]),
  ];
  return parts.length === 0 ? null : `**Handoff** · ${parts.join(" · ")}`;
}

function limited(lines: readonly string[], most: number, before = ""): string {
  const { shown, more } = capped(lines, most);
  return before + [...shown, ...(more > 0 ? [`- and ${more} more, in the JSON report`] : [])].join("\n");
}

function commitLink(commit: string, repository: RepositoryUrl): string {
  const short = codeSpan(shortCommit(commit));
  return repository === null ? short : `[${short}](${repository}/commit/${encodeURIComponent(commit)})`;
}
