import type { Measurement } from "./measurement.ts";

/** Columns of Locust's `*_stats.csv` (its documentation, "Retrieve test statistics in CSV format") → name and unit. */
const columns: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["Median Response Time", ["median", "ms"]],
  ["Average Response Time", ["average", "ms"]],
  ["Min Response Time", ["min", "ms"]],
  ["Max Response Time", ["max", "ms"]],
  ["Requests/s", ["requests/s", "1/s"]],
  ["50%", ["p50", "ms"]],
  ["75%", ["p75", "ms"]],
  ["90%", ["p90", "ms"]],
  ["95%", ["p95", "ms"]],
  ["98%", ["p98", "ms"]],
  ["99%", ["p99", "ms"]],
  ["99.9%", ["p99.9", "ms"]],
]);

/**
 * Locust's statistics: `GET /users p95`, `Aggregated average`, `Aggregated failures` (per cent of the requests).
 * Null when the text is not that table; other tables of Locust (failures, history, exceptions) are not.
 */
export function readLocust(text: string): readonly Measurement[] | null {
  const [header, ...rows] = readCsv(text);
  const at = (name: string) => header?.indexOf(name) ?? -1;
  const [type, name, requests, failures] = ["Type", "Name", "Request Count", "Failure Count"].map(at);
  if (
    header === undefined ||
    [type, name, requests, failures].some((column) => column === undefined || column < 0)
  )
    return null;
  const measurements: Measurement[] = [];
  for (const row of rows) {
    if (row.length !== header.length) continue;
    const cell = (column: number | undefined) => row[column ?? -1] ?? "";
    const subject = `${cell(type)} ${cell(name)}`.trim();
    header.forEach((title, column) => {
      const known = columns.get(title);
      const value = numberOf(cell(column));
      if (known !== undefined && value !== null)
        measurements.push({ metric: `${subject} ${known[0]}`, value, unit: known[1] });
    });
    const all = numberOf(cell(requests));
    const failed = numberOf(cell(failures));
    if (all !== null && failed !== null && all > 0)
      measurements.push({ metric: `${subject} failures`, value: (failed / all) * 100, unit: "%" });
  }
  return measurements;
}

function numberOf(cell: string): number | null {
  const value = cell === "" ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** RFC 4180: cells in quotes may hold commas, quotes (doubled) and line breaks. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    cell = "";
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  endRow();
  return rows;
}
