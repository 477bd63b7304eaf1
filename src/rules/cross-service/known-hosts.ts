import { moduleLevel } from "../../facts/code/function-unit.ts";
import { brokerModules } from "../../facts/code/outbound-libraries.ts";
import type { OutboundClient } from "../../facts/code/code.ts";
import type { Settings } from "../../settings/settings.ts";
import type { Snapshot } from "../../source/snapshot.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { RuleContext } from "../rule.ts";

/** Source and configuration files; documentation does not make a service known. */
const searched = /\.(?:py|toml|ini|cfg|ya?ml|sql|env|json)$/;

/** Whether a text of a snapshot satisfies `test`. */
export function someText(snapshot: Snapshot, test: (text: string, path: string) => boolean): boolean {
  for (const path of snapshot.entries.keys()) {
    if (!searched.test(path)) continue;
    const file = snapshot.read(path);
    if (file.kind === "text" && test(file.text, path)) return true;
  }
  return false;
}

/** Whether the configuration names a host, or a domain that it belongs to, as one of the repository's services. */
export function isConfiguredHost(host: string, settings: Settings): boolean {
  return Object.values(settings.services).some((service) =>
    service.hosts.some((known) => host === known || host.endsWith(`.${known.replace(/^\*\./, "")}`)),
  );
}

/** `stripe.com` of `api.stripe.com`, `service.gov.uk` of `pay.service.gov.uk`; the host itself where it has no dot. */
export function organisationOf(host: string): string {
  const labels = host.split(".");
  const second = labels.at(-2) ?? "";
  return labels.slice(/^(?:com?|org|net|gov|ac|edu)$/.test(second) ? -3 : -2).join(".");
}

/** Whether a text names a host, as a whole: `billing` is not named by `billing_address`. */
export function mentionsHost(text: string, host: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(host); at !== -1; at = lower.indexOf(host, at + 1)) {
    const before = lower[at - 1] ?? " ";
    const after = lower[at + host.length] ?? " ";
    if (!/[a-z0-9_-]/.test(before) && !/[a-z0-9_-]/.test(after)) return true;
  }
  return false;
}

/** Some module of the base imports a client library of this broker. */
export function isBrokerUsed(library: string, context: RuleContext): boolean {
  const modules = brokerModules.get(library) ?? [library];
  const imports = (text: string, path: string) =>
    path.endsWith(".py") && modules.some((module) => importsModule(text, module));
  return someText(context.changeSet.before, imports) || someText(context.changeSet.base, imports);
}

function importsModule(text: string, module: string): boolean {
  if (!text.includes(module)) return false;
  return text.split("\n").some((line) => {
    const words = line.trim().split(/[\s,]+/, 2);
    if (words[0] !== "import" && words[0] !== "from") return false;
    return words[1] === module || (words[1]?.startsWith(`${module}.`) ?? false);
  });
}

/** `charge` in backticks; for code outside of functions its file. */
export function callerOf(client: OutboundClient): Sentence {
  return say`\`${client.function === moduleLevel ? client.where.path : client.function}\``;
}
