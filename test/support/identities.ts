import { shippedIdentities } from "../../src/adapters/shipped.ts";
import { loadIdentities, type Identities } from "../../src/specialists/identity.ts";

/** The cards that ship with the product, some of them replaced: file name → text. */
export function identitiesWith(own: Readonly<Record<string, string>> = {}): Identities {
  const result = loadIdentities(shippedIdentities(), new Map(Object.entries(own)));
  if (!result.ok) throw new Error(result.error);
  return result.identities;
}

interface CardParts {
  readonly name?: string;
  readonly tier?: string;
  readonly model?: string;
  readonly reportsTo?: string;
  readonly mayDeploy?: string;
  readonly beside?: string;
  readonly after?: string;
  readonly batchSize?: string;
  readonly maxFiles?: string;
  readonly needsGit?: string;
  readonly needsDatabaseFacts?: string;
  readonly knowledge?: string;
  readonly triggers?: string;
  readonly body?: string;
}

/** The text of a card; values are YAML. Change what a test is about. */
export function cardText(parts: CardParts = {}): string {
  return `---
name: ${parts.name ?? "DBA"}
tier: ${parts.tier ?? "specialist"}
model: ${parts.model ?? "haiku"}
reports-to: ${parts.reportsTo ?? "COORD_PLATFORM"}
may-deploy: ${parts.mayDeploy ?? "[]"}
parallel:
  beside: ${parts.beside ?? "[BACKEND_ENGINEER, API_DEVELOPER]"}
  after: ${parts.after ?? "[]"}
  batch-size: ${parts.batchSize ?? "3"}
context:
  max-files: ${parts.maxFiles ?? "30"}
  needs-git: ${parts.needsGit ?? "true"}
  needs-database-facts: ${parts.needsDatabaseFacts ?? "true"}
knowledge: ${parts.knowledge ?? "[]"}
escalation-triggers: ${parts.triggers ?? "[]"}
---
${parts.body ?? "# DBA\n\nYou review the schema."}
`;
}
