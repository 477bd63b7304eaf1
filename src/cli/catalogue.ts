import { shippedRulePage } from "../adapters/shipped.ts";
import { rules } from "../rules/rules.ts";
import { nearest } from "../text/nearest.ts";
import { Failure } from "../text/failure.ts";
import type { Arguments } from "./arguments.ts";
import { deliverJson, deliverProse, formatOf } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `rules`: one line a rule. */
export function rulesCommand(args: Arguments, terminal: Terminal): number {
  if (formatOf(args, terminal) === "json") {
    const list = rules.map((rule) => ({ ...rule, check: undefined }));
    deliverJson(`${JSON.stringify(list, null, 2)}\n`, args, terminal);
    return 0;
  }
  const width = Math.max(...rules.map((rule) => rule.id.length));
  const lines = rules.map((rule) => {
    const serves = rule.constraint ?? rule.trigger ?? "advice";
    const off = rule.offByDefault ? " (off by default)" : "";
    return `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${serves}${off}`;
  });
  deliverProse(`${lines.join("\n")}\n`, args, terminal);
  return 0;
}

/** `explain RULE`: its page. */
export function explainCommand(args: Arguments, terminal: Terminal): number {
  const id = args.positionals[0] ?? "";
  if (!rules.some((rule) => rule.id === id)) {
    const near = nearest(
      id,
      rules.map((rule) => rule.id),
    );
    throw new Failure(
      "usage",
      `There is no rule \`${id}\`.${near === null ? "" : ` Did you mean \`${near}\`?`} \`rules\` lists all.`,
    );
  }
  deliverProse(shippedRulePage(id), args, terminal);
  return 0;
}
