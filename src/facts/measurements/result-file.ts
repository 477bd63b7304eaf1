import { readK6 } from "./k6.ts";
import { readLocust } from "./locust.ts";
import { isRecord } from "../../text/record.ts";
import { readPytestBenchmark } from "./pytest-benchmark.ts";
import type { Measurement } from "./measurement.ts";

/** Measurements, or why a file holds none: the end of a sentence that begins with the file's name. */
export type ResultFile =
  | { readonly kind: "read"; readonly measurements: readonly Measurement[] }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * The measurements of one result file: a k6 summary (JSON), Locust's statistics (CSV) or pytest-benchmark's results
 * (JSON), told apart by content. Total: any other text is an answer with its reason.
 */
export function readResultFile(text: string): ResultFile {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (!content.trimStart().startsWith("{")) return answer(readLocust(content));
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { kind: "unreadable", reason: "is not valid JSON" };
  }
  return answer(isRecord(value) ? (readK6(value) ?? readPytestBenchmark(value)) : null);
}

function answer(measurements: readonly Measurement[] | null): ResultFile {
  return measurements === null
    ? {
        kind: "unreadable",
        reason: "is no k6 summary (JSON), no Locust statistics (CSV) and no pytest-benchmark result (JSON)",
      }
    : { kind: "read", measurements };
}
