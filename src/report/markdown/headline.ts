import { sentence } from "../../text/untrusted.ts";
import { specialistsSentence, summary, title } from "../headline.ts";
import type { Report } from "../report.ts";

/** The verdict as a GitHub alert of one paragraph, which stands alone as text, for e-mails and phones. */
export function headline(report: Report, since: string | null): string {
  const kind = {
    pass: "TIP",
    "needs-acknowledgement": "IMPORTANT",
    blocked: "CAUTION",
    "not-evaluated": "WARNING",
  }[report.verdict.status];
  const sentences = [
    ...summary(report).map(sentence),
    ...(since === null ? [] : [since]),
    ...specialistsSentence(report).map(sentence),
  ];
  return `> [!${kind}]\n> **${title(report)}** ${sentences.join(" ")}`;
}
