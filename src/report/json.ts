import type { Finding } from "../rules/finding.ts";
import { writePassage } from "../text/passage.ts";
import { writeSentence } from "../text/sentence.ts";
import type { Report } from "./report.ts";

/**
 * The report as JSON: keys in the order of interface.md, two spaces, one newline at the end. The order is this file's
 * and not that of whoever built a value; a key that does not apply is null, and one that nobody promised is left out.
 */
export function renderJson(report: Report): string {
  const value: WrittenReport = { ...report, findings: report.findings.map(written) };
  return `${JSON.stringify(shaped(value, reportShape), null, 2)}\n`;
}

/** A finding with its sentences as text, from which they can be read again: code stands between backticks. */
export function written<Given extends Finding>(finding: Given): Written<Given> {
  return { ...finding, message: writeSentence(finding.message), fix: writePassage(finding.fix) };
}

type Written<Given extends Finding> = Omit<Given, "message" | "fix"> & {
  readonly message: string;
  readonly fix: string;
};

interface WrittenReport extends Omit<Report, "findings"> {
  readonly findings: readonly Written<Finding>[];
}

/** The keys of a type, in order; `value` stands for what has none. The type makes sure that none is missing. */
type Shape<T> = [NonNullable<T>] extends [readonly (infer Item)[]]
  ? readonly [Shape<Item>]
  : [NonNullable<T>] extends [object]
    ? { readonly [Key in keyof NonNullable<T>]-?: Shape<NonNullable<T>[Key]> }
    : null;

const value = null;
const values = [value] as const;
const location = { path: value, line: value, endLine: value } as const;
const named = [{ name: value, status: value, before: value, after: value, where: location }] as const;
const answer = { state: value, by: value, reason: value, at: value, url: value } as const;

const reportShape: Shape<WrittenReport> = {
  schemaVersion: value,
  tool: { name: value, version: value },
  change: {
    title: value,
    base: value,
    date: value,
    baseTip: value,
    mergeBase: value,
    head: value,
    files: value,
    additions: value,
    deletions: value,
  },
  domains: {
    DBA: [{ path: value, because: values }],
    BACKEND: [{ path: value, because: values }],
    API: [{ path: value, because: values }],
    handoff: { QUALITY: values, FRONTEND: values, OPS: values, ENGINE: values },
    none: values,
  },
  coverage: {
    files: value,
    analysed: value,
    notAnalysed: [
      {
        path: value,
        side: value,
        reason: value,
        line: value,
        id: value,
        decides: value,
        state: value,
        by: value,
        why: value,
      },
    ],
    unresolved: [{ path: value, line: value, what: value }],
  },
  changes: {
    endpoints: [{ operation: value, status: value, before: value, after: value, where: location }],
    schemas: named,
    tables: named,
    columns: named,
    indexes: named,
    constraints: named,
    migrations: named,
    models: named,
    services: named,
    controllers: named,
    validation: named,
    guards: named,
    middleware: named,
    pool: named,
  },
  findings: [
    {
      id: value,
      rule: value,
      kind: value,
      constraint: value,
      trigger: value,
      severity: value,
      confidence: value,
      introduced: value,
      decides: value,
      accepted: value,
      subject: value,
      reaches: values,
      before: value,
      after: value,
      where: { ...location, side: value },
      message: value,
      fix: value,
      source: value,
    },
  ],
  escalations: [{ id: value, trigger: value, findings: values, authority: value, who: values, ...answer }],
  violations: [{ id: value, constraint: value, findings: values, authority: value, who: values, ...answer }],
  checks: [{ check: value, state: value, evidence: values }],
  performance: {
    measured: [{ metric: value, base: value, head: value, threshold: value, unit: value, state: value }],
    expectedLoad: value,
    database: values,
  },
  approach: value,
  handoff: { ARCHITECT: values, COORD_QUALITY: values },
  specialists: [
    {
      name: value,
      status: value,
      reason: value,
      remarks: [
        { text: value, quote: value, where: { path: value, line: value, side: value }, severity: value },
      ],
      model: value,
      tokens: { input: value, output: value },
      usd: value,
    },
  ],
  verdict: { status: value, reasons: values },
  notices: values,
};

function shaped(given: unknown, shape: unknown): unknown {
  if (given === null || given === undefined) return null;
  if (Array.isArray(shape)) {
    return Array.isArray(given) ? given.map((item) => shaped(item, shape[0])) : given;
  }
  if (shape === null || typeof shape !== "object" || typeof given !== "object") return given;
  const members: ReadonlyMap<string, unknown> = new Map(Object.entries(given));
  return Object.fromEntries(
    Object.entries(shape).map(([key, part]) => [key, shaped(members.get(key), part)]),
  );
}
