import type { Finding } from "../rules/finding.ts";
import type { Report } from "./report.ts";

/** The findings that somebody has or had to answer for: of violations, and of escalations that are not only told. */
export function answerable(report: Report): readonly Finding[] {
  const ids = new Set(
    [...report.violations, ...report.escalations.filter(({ state }) => state !== "informed")].flatMap(
      ({ findings }) => findings,
    ),
  );
  return report.findings.filter((finding) => ids.has(finding.id) || finding.accepted !== null);
}

/** The names in a subject: `A.x, B.x (request)` → `A.x`, `B.x`; of code the functions, without the operation before them. */
export function namesIn({ subject }: Pick<Finding, "subject">): readonly string[] {
  const parts = subject.split(" › ").flatMap((part) => part.split(", "));
  return parts
    .map((part) => part.replace(/ \([a-z]{1,20}\)$/, "").replace(/ #\d{1,6}$/, ""))
    .filter((part) => part !== "" && !isOperation(part));
}

/** Whether a name, or a part of what it names, is among `names`: `users` for `users.email`. */
export function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((one) => one === name || one.startsWith(`${name}.`));
}

export function isOperation(text: string): boolean {
  return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|WEBSOCKET) \//.test(text);
}

/** `GET /users/{user_id}` → `GET /users/{}`, as subjects and reaches write it. */
export function normalisedOperation(operation: string): string {
  return operation.replace(/\{[^{}]{0,200}\}/g, "{}");
}

/** The mapped class of a changed table or of a changed column's table. */
export function modelOf(name: string, { changes }: Report): string | null {
  const columns = new Set(changes.columns.map((column) => column.name));
  const table = columns.has(name) ? name.slice(0, name.lastIndexOf(".")) : name;
  const tables = changes.models.find(
    ({ before, after }) => after === `table ${table}` || before === `table ${table}`,
  );
  return tables?.name ?? null;
}
