import { codes, plainText, readSentence, say, withStop, type Sentence } from "../text/sentence.ts";
import { capped, count, list } from "../text/words.ts";
import { decidedAloneInShort } from "./decided-alone.ts";
import { advice, informed, openItems } from "./open-items.ts";
import type { Report } from "./report.ts";
import { itemsTogether, together } from "./together.ts";
import { unreadWords } from "./unread-words.ts";

/** `Blocked.`, as the comment, the summary and the terminal begin. */
export function title(report: Report): string {
  const titles = {
    pass: "Pass.",
    "needs-acknowledgement": "Needs acknowledgement.",
    blocked: "Blocked.",
    "not-evaluated": "Not evaluated.",
  } as const;
  return titles[report.verdict.status];
}

/** What has to be done, or why nothing has to. */
export function summary(report: Report): readonly Sentence[] {
  if (report.verdict.status === "pass") return passSummary(report);
  const { fix, decide } = openStatements(report);
  const fixes = fix.length === 0 ? "" : `${count(fix.length, "thing")} to fix`;
  const decisions = fix.length === 0 ? count(decide.length, "decision") : `, ${decide.length}`;
  return [
    ...unfinishedReasons(report).map((reason) => withStop(readSentence(reason))),
    ...unreadSummary(report),
    ...(decide.length === 0
      ? fixes === ""
        ? []
        : [say`${fixes}.`]
      : [say`${fixes}${decisions} for ${authorities(report)}${namedAuthorities(report)}.`]),
  ];
}

/** What is said once counts once, however many ids answer it. */
function openStatements(report: Report) {
  const { fix, decide } = openItems(report);
  return { fix: itemsTogether(fix, report), decide: itemsTogether(decide, report) };
}

/** Reasons of the verdict that are about no item of the report: git, the API, specialists that are required. */
function unfinishedReasons(report: Report): readonly string[] {
  const ids = [
    ...report.violations.map(({ id }) => id),
    ...report.escalations.map(({ id }) => id),
    ...report.coverage.notAnalysed.map(({ id }) => id),
  ];
  return report.verdict.reasons.filter((reason) => !ids.some((id) => reason.includes(id)));
}

function unreadSummary(report: Report): readonly Sentence[] {
  const { unread } = openItems(report);
  const [only] = unread;
  if (only === undefined) return [];
  if (unread.length > 1)
    return [say`${count(unread.length, "file")} can't be read and may hide what decides.`];
  const line = only.line === null ? "" : ` in line ${only.line}`;
  const side = only.side === "before" ? " on the base side" : "";
  return [say`\`${only.path}\` ${unreadWords(only.reason)}${line}${side} and may hide what decides.`];
}

function authorities(report: Report): string {
  const names = [...new Set(openItems(report).decide.map(({ authority }) => authority))];
  return names.length === 1 && names[0] === "ARCHITECT" ? "an ARCHITECT" : list(names, "or");
}

function namedAuthorities(report: Report): Sentence | string {
  const who = new Set(openItems(report).decide.flatMap((escalation) => escalation.who));
  return who.size === 0 || who.size > 4 ? "" : say` (${codes([...who], "or")})`;
}

function passSummary(report: Report): readonly Sentence[] {
  const alone = decidedAloneInShort(report);
  const remarks = together(advice(report)).length;
  const said = [
    ...answers(report),
    ...(alone === "" ? informedSummary(report) : [say`Decided by COORD_PLATFORM: ${alone}.`]),
    ...(remarks === 0 ? [] : [say`Advice: ${count(remarks, "remark")}.`]),
  ];
  return [
    ...(said.length === 0 ? [say`Nothing to fix and nothing to decide.`] : said),
    say`${report.coverage.analysed} of ${count(report.coverage.files, "file")} read.`,
  ];
}

/** What was told, where no change says it better. */
function informedSummary(report: Report): readonly Sentence[] {
  const facts = informed(report);
  const [only] = facts;
  if (only === undefined) return [];
  return [
    facts.length === 1
      ? withStop(say`For information: ${only.message}`)
      : say`${count(facts.length, "fact")} for information.`,
  ];
}

/** `2 decisions accepted by \`alice\`: “v1 clients are gone since May” (2026-01-07).` */
function answers({ escalations, violations, coverage }: Report): readonly Sentence[] {
  const groups = [
    ["decision", "accepted", escalations.filter(({ state }) => state === "acknowledged")],
    ["violation", "waived", violations.filter(({ state }) => state === "waived")],
    [
      "unread file",
      "waived",
      coverage.notAnalysed
        .filter(({ decides, state }) => decides && state === "waived")
        .map(({ by, why }) => ({ by, reason: why, at: null })),
    ],
  ] as const;
  return groups.flatMap(([noun, verb, given]) => {
    if (given.length === 0) return [];
    const names = [...new Set(given.flatMap(({ by }) => by ?? []))];
    const reasons = [...new Set(given.flatMap(({ reason }) => reason ?? []))];
    const dates = [...new Set(given.flatMap(({ at }) => at ?? []))];
    const { shown, more } = capped(reasons, 2);
    const why =
      shown.length === 0
        ? ""
        : `: ${shown.map((reason) => `“${reason}”`).join(", ")}${more > 0 ? ` and ${more} more reasons` : ""}`;
    const when = dates.length === 1 ? ` (${dates[0]})` : "";
    return [
      say`${count(given.length, noun)} ${verb}${names.length === 0 ? "" : say` by ${codes(names, "and")}`}${why}${when}.`,
    ];
  });
}

/** Specialists that were needed and did not run must never read as "no findings". */
export function specialistsSentence(report: Report): readonly Sentence[] {
  const missing = report.specialists.filter(({ status }) => status === "not-run" || status === "failed");
  if (missing.length === 0) return [];
  const reasons = [...new Set(missing.map(({ reason }) => reason ?? "no reason given"))];
  if (reasons.every((reason) => plainText(readSentence(reason)) === "specialists: off"))
    return [say`Specialists: off.`];
  const done = report.specialists.some(({ status }) => status === "completed");
  return [
    done
      ? say`Specialists: ${list(missing.map(({ name }) => name))} did not finish: ${reasons.join("; ")}.`
      : say`Specialists: not run (${reasons.join("; ")}).`,
  ];
}
