import type { ChangeStatus } from "../changes/description.ts";
import type { Finding } from "../rules/finding.ts";
import { answerable, isNamed, isOperation, modelOf, namesIn, normalisedOperation } from "./concerns.ts";
import type { Report } from "./report.ts";

/** What a drawing may hold before it stops being readable. */
const mostNodes = 24;
const mostOperations = 8;

type Style = "add" | "bad" | "warn" | null;

/**
 * The impact of the change as a Mermaid flow chart: causes → the operations that they reach, columns and tables →
 * mapped classes, new schemas → new operations. Null where there is nothing to connect.
 */
export function diagram(report: Report): string | null {
  const chart = new Chart();
  const findings = answerable(report);
  for (const finding of findings) drawCause(finding, chart);
  const names = findings.flatMap(namesIn);
  for (const column of report.changes.columns) {
    const style = isNamed(column.name, names) ? "bad" : styleOf(column.status);
    drawModel(
      column.name,
      chart.node(column.name, `${column.name} ${word(column.status)}`, style),
      report,
      chart,
    );
  }
  for (const table of report.changes.tables) {
    if (table.status === "modified") continue;
    const node = chart.node(table.name, `${table.name} ${word(table.status)}`, styleOf(table.status));
    drawModel(table.name, node, report, chart);
  }
  for (const endpoint of report.changes.endpoints) {
    if (endpoint.status !== "added") continue;
    const words = new Set((endpoint.after ?? "").split(/[^A-Za-z0-9_]/));
    for (const schema of report.changes.schemas) {
      if (!words.has(schema.name)) continue;
      const to = chart.node(normalisedOperation(endpoint.operation), `${endpoint.operation} new`, "add");
      chart.connect(
        chart.node(schema.name, `${schema.name} ${word(schema.status)}`, styleOf(schema.status)),
        to,
      );
    }
  }
  return chart.text();
}

/** `ResidentRead.email gone` → each operation that it reaches; the operation's own facts need no arrow. */
function drawCause(finding: Finding, chart: Chart): void {
  const [name] = namesIn(finding);
  const reached = finding.reaches.filter((one) => isOperation(one));
  if (name === undefined || reached.length === 0) return;
  const what = finding.before === null ? "" : finding.after === null ? " gone" : " changed";
  const cause = chart.node(name, `${name}${what}`, "bad");
  for (const operation of reached.slice(0, mostOperations)) {
    chart.connect(cause, chart.node(operation, operation, null));
  }
  const more = reached.length - mostOperations;
  if (more > 0) chart.connect(cause, chart.node(`more than ${name}`, `${more} more operations`, null));
}

function drawModel(name: string, from: string | null, report: Report, chart: Chart): void {
  const model = modelOf(name, report);
  if (model === null) return;
  const status = report.changes.models.find((one) => one.name === model)?.status;
  chart.connect(from, chart.node(`model ${model}`, model, status === "added" ? "add" : null));
}

/** Nodes in the order in which they came up; those that nothing is connected to are left out. */
class Chart {
  readonly #nodes = new Map<string, { readonly id: string; readonly label: string; readonly style: Style }>();
  readonly #edges = new Map<string, readonly [string, string]>();

  /** The id of a node; null where the drawing is full. A key that is known keeps its first label. */
  node(key: string, label: string, style: Style): string | null {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known.id;
    if (this.#nodes.size >= mostNodes) return null;
    const id = `n${this.#nodes.size + 1}`;
    this.#nodes.set(key, { id, label: safeLabel(label), style });
    return id;
  }

  connect(from: string | null, to: string | null): void {
    if (from !== null && to !== null && from !== to) this.#edges.set(`${from} --> ${to}`, [from, to]);
  }

  text(): string | null {
    if (this.#edges.size === 0) return null;
    const connected = new Set([...this.#edges.values()].flat());
    const nodes = [...this.#nodes.values()].filter(({ id }) => connected.has(id));
    const styles = new Set(nodes.flatMap(({ style }) => style ?? []));
    const colours = { add: "#1a7f37", bad: "#cf222e", warn: "#bf8700" } as const;
    return [
      "flowchart LR",
      ...nodes.map(({ id, label, style }) => `  ${id}["${label}"]${style === null ? "" : `:::${style}`}`),
      ...[...this.#edges.keys()].map((edge) => `  ${edge}`),
      ...(["add", "bad", "warn"] as const)
        .filter((style) => styles.has(style))
        .map((style) => `  classDef ${style} stroke:${colours[style]}`),
    ].join("\n");
  }
}

function styleOf(status: ChangeStatus): Style {
  return status === "added" ? "add" : status === "removed" ? "bad" : "warn";
}

function word(status: ChangeStatus): string {
  return status === "added" ? "new" : status === "removed" ? "gone" : "changed";
}

/** Mermaid reads entities, quotes, brackets and backticks inside labels: what identifiers and paths need is kept. */
function safeLabel(text: string): string {
  const kept = text.replace(/[^\p{L}\p{N} _./{},:*=-]/gu, " ").trim();
  if (kept === "") return "…";
  return kept.length > 60 ? `${kept.slice(0, 59).toWellFormed()}…` : kept;
}
