import * as v from "valibot";

import type { ChangeSet } from "../source/change-set.ts";
import { redactSecrets } from "../text/secrets.ts";
import type { Remark } from "./specialist.ts";

/** The JSON schema of an answer: small and flat, since large grammars are refused. Ranges are checked by us. */
export const answerSchema = {
  type: "object",
  properties: {
    remarks: {
      type: "array",
      items: {
        type: "object",
        properties: {
          text: { type: "string" },
          path: { type: "string" },
          line: { type: "integer" },
          quote: { type: "string" },
          severity: { type: "string", enum: ["warning", "info"] },
        },
        required: ["text", "path", "line", "quote", "severity"],
        additionalProperties: false,
      },
    },
  },
  required: ["remarks"],
  additionalProperties: false,
} as const;

const answer = v.object({
  remarks: v.array(
    v.object({
      text: v.string(),
      path: v.string(),
      line: v.number(),
      quote: v.string(),
      severity: v.picklist(["warning", "info"]),
    }),
  ),
});

const mostRemarks = 8;

export type CheckedAnswer =
  | { readonly ok: true; readonly remarks: readonly Remark[]; readonly dropped: number }
  | { readonly ok: false; readonly reason: string };

/**
 * A model's answer is somebody else's text: it must have the form that was asked for, and each remark must quote a
 * line that stands in a changed file of the head. The line number is ours, found by the quote.
 */
export function checkAnswer(text: string, changeSet: ChangeSet, canary: string): CheckedAnswer {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { ok: false, reason: "the answer was not JSON" };
  }
  const parsed = v.safeParse(answer, data);
  if (!parsed.success) return { ok: false, reason: "the answer did not have the form that was asked for" };
  if (text.includes(canary)) return { ok: false, reason: "the answer repeated its instructions" };
  const changed = new Set(
    changeSet.files.filter((file) => file.status !== "removed").map((file) => file.path),
  );
  const remarks: Remark[] = [];
  let dropped = 0;
  for (const remark of parsed.output.remarks) {
    const line = changed.has(remark.path)
      ? findLine(changeSet, remark.path, remark.quote, remark.line)
      : null;
    if (line === null || remark.text.trim() === "" || remarks.length >= mostRemarks) {
      dropped += 1;
      continue;
    }
    remarks.push({
      text: redactSecrets(remark.text).slice(0, 600),
      quote: redactSecrets(line.text).slice(0, 200),
      where: { path: remark.path, line: line.number },
      severity: remark.severity,
    });
  }
  return { ok: true, remarks, dropped };
}

/** The line nearest to `near` that holds the quote; quotes below four characters prove nothing. */
function findLine(
  changeSet: ChangeSet,
  path: string,
  quote: string,
  near: number,
): { readonly number: number; readonly text: string } | null {
  const wanted = quote.trim();
  const file = changeSet.after.read(path);
  if (wanted.length < 4 || wanted.includes("\n") || file.kind !== "text") return null;
  let best: { number: number; text: string } | null = null;
  for (const [index, text] of file.text.split("\n").entries()) {
    if (!text.includes(wanted)) continue;
    if (best === null || Math.abs(index + 1 - near) < Math.abs(best.number - near))
      best = { number: index + 1, text: text.trim() };
  }
  return best;
}
