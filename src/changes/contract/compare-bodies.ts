import type { MediaType, Operation, OperationResponse, RequestBody } from "../../facts/contract.ts";
import type { SchemaComparer } from "./compare-schemas.ts";
import type { Placement } from "./identified.ts";
import { compareHeaders } from "./compare-headers.ts";
import { mediaTypeRenaming, pairMediaTypes } from "./media-types.ts";
import type { Findings, OperationDifference } from "./operation-difference.ts";

export function compareBodies(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  { differences, roots }: Findings,
): void {
  const old = before.body;
  const fresh = after.body;
  const change = (id: string, was: string | null, is: string | null, what: string) => {
    const where = fresh === null ? (old?.where ?? before.where) : fresh.where;
    differences.push({
      id,
      place: "request",
      before: was,
      after: is,
      where: { ...where, side: fresh === null ? "before" : "after" },
      text: `The request body of \`${after.key}\` ${what}.`,
    });
  };
  if (old === null || fresh === null) {
    if (fresh !== null) {
      const need = bodyNeed(fresh);
      change(
        `request-body-added-${need}`,
        null,
        need,
        `is new${fresh.required ? " and required" : " and optional"}`,
      );
    } else if (old !== null) change("request-body-removed", bodyNeed(old), null, "was removed");
    return;
  }
  if (old.required !== fresh.required) {
    change(
      `request-body-became-${bodyNeed(fresh)}`,
      bodyNeed(old),
      bodyNeed(fresh),
      `became ${bodyNeed(fresh)}`,
    );
  }
  const media = pairMediaTypes(old.content, fresh.content);
  for (const type of media.added) {
    change("request-body-media-type-added", null, type.mediaType, `can be sent as \`${type.mediaType}\` now`);
  }
  for (const type of media.removed) {
    change(
      "request-body-media-type-removed",
      type.mediaType,
      null,
      `can no longer be sent as \`${type.mediaType}\``,
    );
  }
  for (const [was, is] of media.pairs) {
    const existence = schemaExistence("request", was, is);
    if (existence !== null) {
      change(existence.id, existence.before, existence.after, existence.what);
      continue;
    }
    roots.push({
      place: `request${media.pairs.length > 1 ? ` (${is.mediaType})` : ""}`,
      called: "The request body",
      placement: bodyPlacement("request", is.mediaType),
      pair: comparer.compare(was.schema, is.schema),
      where: { before: old.where, after: fresh.where },
    });
  }
}

function bodyNeed(body: RequestBody): "required" | "optional" {
  return body.required ? "required" : "optional";
}

/** A document may name a media type without saying what it holds. */
function schemaExistence(direction: "request" | "response", before: MediaType, after: MediaType) {
  const old = before.undeclared === true;
  const fresh = after.undeclared === true;
  if (old === fresh) return null;
  return {
    id: `${direction}-body-media-type-schema-${old ? "added" : "removed"}`,
    before: old ? null : before.mediaType,
    after: fresh ? null : after.mediaType,
    what: old
      ? `has a schema for \`${after.mediaType}\` now`
      : `no longer has a schema for \`${after.mediaType}\``,
  };
}

function bodyPlacement(direction: "request" | "response", mediaType: string): Placement {
  const essence = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const typed = essence === "application/json" || essence.endsWith("+json");
  return { direction, position: "body", typed, required: true, parameter: null };
}

export function compareResponses(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  { differences, roots }: Findings,
): void {
  for (const old of before.responses) {
    const fresh = after.responses.find(({ status }) => status === old.status);
    if (fresh === undefined) differences.push(...statusChange(old, before, "removed", after.key));
    else compareResponse(old, fresh, [before, after], comparer, { differences, roots });
  }
  for (const fresh of after.responses) {
    if (before.responses.some(({ status }) => status === fresh.status)) continue;
    differences.push(...statusChange(fresh, after, "added", after.key));
  }
}

function statusChange(
  { status }: OperationResponse,
  operation: Operation,
  action: "added" | "removed",
  key: string,
): readonly OperationDifference[] {
  if (!/^[0-9]{3}$/.test(status)) return [];
  const success = status.startsWith("2") ? "success" : "non-success";
  const removed = action === "removed";
  return [
    {
      id: `response-${success}-status-${action}`,
      place: `response ${status}`,
      before: removed ? status : null,
      after: removed ? null : status,
      where: { ...operation.where, side: removed ? "before" : "after" },
      text: removed ? `\`${key}\` no longer answers ${status}.` : `\`${key}\` can answer ${status} now.`,
    },
  ];
}

function compareResponse(
  old: OperationResponse,
  fresh: OperationResponse,
  [before, after]: readonly [Operation, Operation],
  comparer: SchemaComparer,
  { differences, roots }: Findings,
): void {
  const place = `response ${fresh.status}`;
  const media = pairMediaTypes(old.content, fresh.content);
  const change = (id: string, was: string | null, is: string | null, what: string) =>
    differences.push({
      id,
      place,
      before: was,
      after: is,
      where: is === null ? { ...before.where, side: "before" } : { ...after.where, side: "after" },
      text: `Response ${fresh.status} of \`${after.key}\` ${what}.`,
    });
  compareHeaders(old, fresh, [before, after], comparer, { differences, roots });
  for (const type of media.removed) {
    change("response-media-type-removed", type.mediaType, null, `no longer comes as \`${type.mediaType}\``);
  }
  for (const type of media.added) {
    change("response-media-type-added", null, type.mediaType, `can come as \`${type.mediaType}\` now`);
  }
  for (const [was, is] of media.pairs) {
    if (was.mediaType !== is.mediaType) {
      change(
        `response-media-type-name-${mediaTypeRenaming(was.mediaType, is.mediaType)}`,
        was.mediaType,
        is.mediaType,
        `comes as \`${is.mediaType}\` instead of \`${was.mediaType}\``,
      );
    }
    const existence = schemaExistence("response", was, is);
    if (existence !== null) {
      change(existence.id, existence.before, existence.after, existence.what);
      continue;
    }
    roots.push({
      place: `${place}${media.pairs.length > 1 ? ` (${is.mediaType})` : ""}`,
      called: `Response ${fresh.status}`,
      placement: bodyPlacement("response", is.mediaType),
      pair: comparer.compare(was.schema, is.schema),
      where: { before: before.where, after: after.where },
    });
  }
}
