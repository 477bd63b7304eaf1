import type { Rule } from "./rule.ts";

/** A change that shows a rule. */
export interface RuleExample {
  readonly diff: string;
  /** The configuration that it is judged by, which is not part of the change; null for the defaults. */
  readonly configuration: string | null;
}

/** The documentation page of a rule, and what `explain` prints. The headings are a contract: every page has them. */
export function rulePage(
  rule: Rule,
  { bad, good }: { readonly bad: RuleExample; readonly good: RuleExample },
): string {
  const isShared = bad.configuration === good.configuration;
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    facts(rule),
    `## Why\n\n${rule.why}`,
    `## Bad\n\n${judgedBy(bad, isShared ? ", here and below" : "")}${diffText(bad)}`,
    `## Good\n\n${isShared ? "" : judgedBy(good, "")}${diffText(good)}`,
    `## How to fix\n\n${rule.fix}`,
    `## How to accept\n\n${acceptance(rule)}`,
    `## Configuration\n\n${configuration(rule)}`,
  ]
    .join("\n\n")
    .concat("\n");
}

function diffText({ diff }: RuleExample): string {
  return `\`\`\`diff\n${diff.trimEnd()}\n\`\`\``;
}

function judgedBy({ configuration: text }: RuleExample, where: string): string {
  return text === null ? "" : `With this configuration${where}:\n\n\`\`\`yaml\n${text.trimEnd()}\n\`\`\`\n\n`;
}

/** One line of the catalogue. */
export function ruleLine(rule: Rule): string {
  const serves = [rule.constraint, rule.trigger].filter((name) => name !== null).join(", ") || "advice";
  return `| [${rule.id}](${rule.id}.md) | ${rule.title} | ${serves} | ${rule.severity}${rule.offByDefault ? ", off by default" : ""} |`;
}

function facts(rule: Rule): string {
  const off = rule.offByDefault ? ", off by default" : "";
  const lines = [`- Severity: ${rule.severity}${off}`, `- Confidence: ${rule.confidence}`];
  if (rule.domain !== null) lines.push(`- Domain: ${rule.domain}`);
  if (rule.constraint !== null) lines.push(`- Constraint: \`${rule.constraint}\``);
  if (rule.trigger !== null)
    lines.push(`- Trigger: \`${rule.trigger}\`${rule.informs ? " (for information)" : ""}`);
  return lines.join("\n");
}

function acceptance(rule: Rule): string {
  if (rule.severity !== "error" || (rule.constraint === null && rule.trigger === null)) {
    return "Nothing to accept: it never fails the check.";
  }
  const isPair = rule.constraint === "versioned-breaking-changes" && rule.trigger === "breaking-api-change";
  const verb = rule.constraint !== null && !isPair ? "waive CON-…" : "ack ESC-…";
  return `An authority comments on the pull request, as the first line, with the id from the report:\n\n\`\`\`\n/coord-platform ${verb} -- why\n\`\`\``;
}

function configuration(rule: Rule): string {
  if (rule.trigger === "gate-change")
    return "None: what guards the gate cannot be lowered by the gate's configuration.";
  const lead = rule.offByDefault ? "Off by default. This turns it on:\n\n" : "";
  return `${lead}\`\`\`yaml\n# .github/coord-platform.yml, at the base branch\nrules:\n  ${rule.id}: warning   # off, info, warning or error\n\`\`\``;
}
