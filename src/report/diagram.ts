import type { ChangeStatus } from "../changes/description.ts";
import type { Report } from "./report.ts";

/** What a drawing may hold before it stops being readable. */
const mostNodes = 24;

interface Node {
  readonly id: string;
  readonly label: string;
  readonly style: "add" | "bad" | "warn" | null;
}

/**
 * The impact of the change as a Mermaid flow chart: tables → mapped classes, schemas → operations. Null where there is
 * nothing to connect. Labels are quoted and reduced to characters that Mermaid does not read as markup.
 */
export function diagram(report: Report): string | null {
  const nodes = new Map<string, Node>();
  const edges = new Set<string>();
  const add = (key: string, label: string, style: Node["style"]): string | null => {
    const known = nodes.get(key);
    if (known !== undefined) return known.id;
    if (nodes.size >= mostNodes) return null;
    const node = { id: `n${nodes.size + 1}`, label: safeLabel(label), style };
    nodes.set(key, node);
    return node.id;
  };
  const connect = (from: string | null, to: string | null) => {
    if (from !== null && to !== null && from !== to) edges.add(`${from} --> ${to}`);
  };

  for (const escalation of report.findings.filter(
    (finding) => finding.decides && finding.reaches.length > 0,
  )) {
    const schema = schemaOf(escalation.subject);
    const cause = add(
      `schema ${schema}`,
      schema === escalation.subject ? schema : `${schema}, ${fieldOf(escalation.subject)}`,
      "bad",
    );
    for (const operation of escalation.reaches) {
      if (operation !== escalation.subject) connect(cause, add(`operation ${operation}`, operation, null));
    }
  }
  for (const column of report.changes.columns) {
    const table = column.name.slice(0, column.name.lastIndexOf("."));
    const from = add(
      `column ${column.name}`,
      `${column.name} ${word(column.status)}`,
      columnStyle(column.name, column.status, report),
    );
    connect(from, modelNode(table, report, add));
  }
  for (const table of report.changes.tables) {
    if (table.status === "modified") continue;
    const from = add(
      `table ${table.name}`,
      `${table.name} ${word(table.status)}`,
      table.status === "added" ? "add" : "bad",
    );
    connect(from, modelNode(table.name, report, add));
  }
  for (const endpoint of report.changes.endpoints) {
    if (endpoint.status === "modified") continue;
    const to = add(
      `operation ${normalised(endpoint.operation)}`,
      endpoint.operation,
      endpoint.status === "added" ? "add" : "bad",
    );
    for (const schema of report.changes.schemas) {
      const text = endpoint.after ?? endpoint.before ?? "";
      if (mentions(text, schema.name))
        connect(
          add(`schema ${schema.name}`, `${schema.name} ${word(schema.status)}`, styleOf(schema.status)),
          to,
        );
    }
  }
  if (edges.size === 0) return null;
  const styles = new Set([...nodes.values()].flatMap((node) => node.style ?? []));
  const colours = { add: "#1a7f37", bad: "#cf222e", warn: "#bf8700" } as const;
  return [
    "flowchart LR",
    ...[...nodes.values()].map(
      (node) => `  ${node.id}["${node.label}"]${node.style === null ? "" : `:::${node.style}`}`,
    ),
    ...[...edges].map((edge) => `  ${edge}`),
    ...(["add", "bad", "warn"] as const)
      .filter((style) => styles.has(style))
      .map((style) => `  classDef ${style} stroke:${colours[style]}`),
  ].join("\n");
}

type AddNode = (key: string, label: string, style: Node["style"]) => string | null;

function modelNode(table: string, report: Report, add: AddNode): string | null {
  const model = report.changes.models.find(
    (one) => one.after === `table ${table}` || one.before === `table ${table}`,
  );
  return model === undefined
    ? null
    : add(`model ${model.name}`, model.name, model.status === "added" ? "add" : null);
}

function columnStyle(name: string, status: ChangeStatus, report: Report): Node["style"] {
  const decided = report.findings.some((finding) => finding.decides && finding.subject.startsWith(name));
  return decided ? "bad" : styleOf(status);
}

function styleOf(status: ChangeStatus): Node["style"] {
  return status === "added" ? "add" : status === "removed" ? "bad" : "warn";
}

function word(status: ChangeStatus): string {
  return status === "added" ? "new" : status === "removed" ? "gone" : "changed";
}

/** `UserRead.email (response)` → `UserRead`. */
function schemaOf(subject: string): string {
  const match = /^([A-Za-z_][A-Za-z0-9_]{0,80})\./.exec(subject);
  return match?.[1] ?? subject;
}

function fieldOf(subject: string): string {
  return subject.slice(subject.indexOf(".") + 1).split(" ")[0] ?? "";
}

function normalised(operation: string): string {
  return operation.replace(/\{[^{}]{0,200}\}/g, "{}");
}

function mentions(text: string, name: string): boolean {
  return text.split(/[^A-Za-z0-9_]/).includes(name);
}

/** Mermaid reads entities, quotes, brackets and backticks inside labels: keep what identifiers and paths need. */
function safeLabel(text: string): string {
  const kept = text.replace(/[^\p{L}\p{N} _./{},:*=-]/gu, " ");
  return kept.length > 60 ? `${kept.slice(0, 59)}…` : kept;
}
