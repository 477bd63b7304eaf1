import type { Operation, OperationResponse } from "../../facts/contract.ts";
import type { SchemaComparer } from "./compare-schemas.ts";
import type { Findings } from "./operation-difference.ts";

/** Headers of a response, which only documents declare. */
export function compareHeaders(
  old: OperationResponse,
  fresh: OperationResponse,
  [before, after]: readonly [Operation, Operation],
  comparer: SchemaComparer,
  { differences, roots }: Findings,
): void {
  if (old.headers === undefined || fresh.headers === undefined) return;
  const change = (id: string, name: string, was: string | null, is: string | null, what: string): void => {
    differences.push({
      id,
      place: `response ${fresh.status} header ${name}`,
      before: was,
      after: is,
      where: is === null ? { ...before.where, side: "before" } : { ...after.where, side: "after" },
      text: `The header \`${name}\` of response ${fresh.status} of \`${after.key}\` ${what}.`,
    });
  };
  for (const [name, header] of old.headers) {
    const need = header.required ? "required" : "optional";
    const partner = fresh.headers.get(name);
    if (partner === undefined) {
      change(`${need}-response-header-removed`, name, need, null, "was removed");
      continue;
    }
    if (header.required && !partner.required) {
      change("response-header-became-optional", name, "required", "optional", "became optional");
    }
    roots.push({
      place: `response ${fresh.status} header ${name}`,
      called: `The header \`${name}\` of response ${fresh.status}`,
      placement: {
        direction: "response",
        position: "header",
        typed: false,
        required: header.required,
        parameter: null,
      },
      pair: comparer.compare(header.schema, partner.schema),
      where: { before: before.where, after: after.where },
    });
  }
  for (const [name, header] of fresh.headers) {
    if (old.headers.has(name)) continue;
    change("response-header-added", name, null, header.required ? "required" : "optional", "was added");
  }
}
