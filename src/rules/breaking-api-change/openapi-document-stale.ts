import { diffContracts } from "../../changes/contract.ts";
import type { Contract, Operation } from "../../facts/contract.ts";
import type { CommittedDocument } from "../../facts/facts.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";

export const openapiDocumentStale = defineRule({
  id: "openapi-document-stale",
  domain: "API",
  severity: "warning",
  confidence: "medium",
  title: "The committed OpenAPI document no longer shows what the application serves",
  why: "Clients are generated from the document, and reviewers read it. The change alters operations that it lists, and leaves it as it was.",
  fix: "Generate the document again and commit it with this change.",
  *check(context): Iterable<FindingDraft> {
    const touched = touchedOperations(context);
    if (touched.length === 0) return;
    const { contract, reachingContract = () => contract } = context.before;
    for (const document of context.after.documents?.() ?? []) {
      const behind = touched
        .filter((one) => isBehind(one, document, context) && describes(document, reachingContract(), one))
        .map(({ key }) => key);
      const [first] = behind;
      if (first === undefined) continue;
      const name = document.path.slice(document.path.lastIndexOf("/") + 1);
      const others = behind.length === 1 ? "" : ` and ${behind.length - 1} more`;
      yield {
        subject: `document ${name}`,
        reaches: behind,
        before: "in step",
        after: "behind",
        where: { path: document.path, line: 1, endLine: 1, side: "after" },
        message: say`\`${name}\` does not show what the change does to \`${first}\`${others}`,
        fix: `Generate \`${name}\` again and commit it with this change.`,
      };
    }
  },
});

interface Touched {
  readonly key: string;
  readonly before: Operation | null;
  readonly after: Operation | null;
}

/** Documented operations that the change adds, removes or alters, themselves or by a model. */
function touchedOperations({ changes, before, after }: RuleContext): readonly Touched[] {
  const keys = new Set([
    ...changes.operations.map(({ key }) => key),
    ...changes.contract.flatMap(({ reaches }) => reaches),
  ]);
  const find = (contract: Contract, key: string) =>
    contract.operations.find((one) => one.key === key && one.includedInSchema && one.application !== null) ??
    null;
  return [...keys].sort().flatMap((key) => {
    const touched = { key, before: find(before.contract, key), after: find(after.contract, key) };
    return touched.before === null && touched.after === null ? [] : [touched];
  });
}

/** Whether the document agreed with the operation before the change, and does not any more. */
function isBehind({ before, after }: Touched, document: CommittedDocument, context: RuleContext): boolean {
  const shown = shownIn(document, after ?? before);
  if (before === null) return shown === undefined;
  if (after === null) return shown !== undefined;
  if (shown === undefined) return false;
  return (
    agrees(before, context.before.contract, shown, document.contract) &&
    !agrees(after, context.after.contract, shown, document.contract)
  );
}

/** The document of a mounted application does not have the path at which it is mounted. */
function shownIn({ contract }: CommittedDocument, operation: Operation | null): Operation | undefined {
  if (operation === null) return undefined;
  const { method, path, mounted = "" } = operation;
  const key = `${method} ${path.slice(mounted.length).replace(/\{[^{}]*\}/g, "{}")}`;
  return contract.operations.find((one) => one.key === operation.key || one.key === key);
}

/** Most of the operations that are known of the application stand in the document: it is about this application. */
function describes(document: CommittedDocument, { operations }: Contract, touched: Touched): boolean {
  const application = (touched.after ?? touched.before)?.application;
  const listed = operations.filter((one) => one.includedInSchema && one.application === application);
  const shown = listed.filter((one) => shownIn(document, one) !== undefined);
  return shown.length > 0 && shown.length * 2 >= listed.length;
}

function agrees(operation: Operation, contract: Contract, shown: Operation, declared: Contract): boolean {
  const { key, path } = shown;
  return diffContracts(
    { ...contract, operations: [{ ...operation, key, path }] },
    { ...declared, operations: [shown] },
  ).every(({ section, id }) => section !== "paths" || id.startsWith("api-security"));
}
