import * as v from "valibot";

import type { Side } from "../facts/location.ts";
import type { LineRange } from "../ports/git.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { FileText } from "../source/snapshot.ts";
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

const answer = v.object({ remarks: v.array(v.unknown()) });

/** Unknown keys are dropped; an unknown severity is the lower one. */
const remarkForm = v.object({
  text: v.string(),
  path: v.string(),
  line: v.number(),
  quote: v.string(),
  severity: v.fallback(v.picklist(["warning", "info"]), "info"),
});

const mostRemarks = 8;
/** A part of a line proves something from this length on; a shorter quote has to be the whole line. */
const leastPart = 10;
const leastLine = 4;
/** Answers beyond this are no review. `maxOutputTokens` allows less. */
const mostAnswer = 200_000;

export type CheckedAnswer =
  | { readonly ok: true; readonly remarks: readonly Remark[]; readonly dropped: number }
  | { readonly ok: false; readonly reason: string };

/**
 * A model's answer is somebody else's text: it must have the form that was asked for, and each remark must quote a
 * line of a changed file: one of the head, or one that the change removes. The line number is ours, found by the
 * quote. `dropped`: remarks without such a line or without the form.
 */
export function checkAnswer(text: string, changeSet: ChangeSet, canary: string): CheckedAnswer {
  if (text.includes(canary)) return { ok: false, reason: "the answer repeated its instructions" };
  if (text.length > mostAnswer) return { ok: false, reason: "the answer was too long" };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { ok: false, reason: "the answer was not JSON" };
  }
  const parsed = v.safeParse(answer, data);
  if (!parsed.success) return { ok: false, reason: "the answer did not have the form that was asked for" };
  const remarks = new Map<string, Remark>();
  let dropped = 0;
  for (const given of parsed.output.remarks) {
    const remark = v.safeParse(remarkForm, given);
    const place = remark.success ? findQuote(changeSet, remark.output) : null;
    if (!remark.success || place === null || remark.output.text.trim() === "") {
      dropped += 1;
      continue;
    }
    const { path, line, side, text: quote } = place;
    const checked: Remark = {
      text: shortened(remark.output.text.trim(), 600),
      quote: shortened(quote, 200),
      where: { path, line, side },
      severity: remark.output.severity,
    };
    remarks.set(`${side} ${path}:${line} ${checked.text}`, checked);
  }
  return { ok: true, remarks: [...remarks.values()].slice(0, mostRemarks), dropped };
}

interface Quoted {
  readonly path: string;
  readonly line: number;
  readonly side: Side;
  /** The whole line, trimmed. */
  readonly text: string;
}

/** The quoted line nearest to where the model says it is: in the head, else among the removed lines. */
function findQuote(
  changeSet: ChangeSet,
  { path, line, quote }: { readonly path: string; readonly line: number; readonly quote: string },
): Quoted | null {
  const file = changeSet.files.find((one) => one.path === path || one.previousPath === path);
  const wanted = quote.trim();
  if (file === undefined || wanted.length < leastLine || wanted.includes("\n")) return null;
  const head =
    file.status === "removed" ? null : nearestLine(changeSet.after.read(file.path), wanted, line, null);
  if (head !== null) return { path: file.path, side: "after", ...head };
  if (file.previousPath === null) return null;
  const old = nearestLine(changeSet.before.read(file.previousPath), wanted, line, file.removedLines);
  return old === null ? null : { path: file.previousPath, side: "before", ...old };
}

function nearestLine(
  file: FileText,
  wanted: string,
  near: number,
  within: readonly LineRange[] | null,
): { readonly line: number; readonly text: string } | null {
  if (file.kind !== "text") return null;
  let best: { readonly line: number; readonly text: string } | null = null;
  for (const [index, raw] of file.text.split("\n").entries()) {
    const text = raw.trim();
    const line = index + 1;
    const holds = text === wanted || (wanted.length >= leastPart && text.includes(wanted));
    if (!holds || (within !== null && !within.some(({ start, end }) => line >= start && line <= end)))
      continue;
    if (best === null || Math.abs(line - near) < Math.abs(best.line - near)) best = { line, text };
  }
  return best;
}

function shortened(text: string, most: number): string {
  const safe = redactSecrets(text);
  return safe.length <= most ? safe : `${safe.slice(0, most - 1).toWellFormed()}…`;
}
