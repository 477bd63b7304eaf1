import type {
  Contract,
  MediaType,
  Operation,
  OperationParameter,
  OperationResponse,
  RequestBody,
} from "../../facts/contract.ts";
import type { Location, Side } from "../../facts/location.ts";
import type { SchemaPair } from "./difference.ts";
import { makeSchemaComparer, type SchemaComparer } from "./compare-schemas.ts";
import type { Placement } from "./identify.ts";
import { pairOperations } from "./pair-operations.ts";

/** A difference of an operation itself: its existence, parameters, statuses and media types. */
export interface OperationDifference {
  readonly id: string;
  /** What comes behind the operation in a subject: `query limit`, `response 404`; empty for the operation as a whole. */
  readonly place: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  /** A whole sentence. */
  readonly text: string;
}

/** Where the comparison of schemas starts in an operation. */
export interface SchemaRoot {
  readonly place: string;
  /** How a sentence calls it: "Query parameter `limit`", "The request body". */
  readonly called: string;
  readonly placement: Placement;
  readonly pair: SchemaPair;
  readonly where: { readonly before: Location; readonly after: Location };
}

/** An operation on both sides; one of them is null where it exists on the other side only. */
export interface OperationComparison {
  readonly key: string;
  readonly before: Operation | null;
  readonly after: Operation | null;
  readonly differences: readonly OperationDifference[];
  readonly roots: readonly SchemaRoot[];
}

export interface ContractComparison {
  readonly before: Contract;
  readonly after: Contract;
  readonly operations: readonly OperationComparison[];
}

/**
 * Everything that is different between two contracts, operation by operation; schemas are compared once each.
 * Operations that promised nothing yet are left out.
 */
export function compareContracts(before: Contract, after: Contract): ContractComparison {
  const comparer = makeSchemaComparer(before.components, after.components);
  const kept = new Set(after.operations.map((operation) => pathKey(operation)));
  const pairs = pairOperations(before.operations, after.operations).filter(([old]) => old?.unstable !== true);
  const operations = pairs.map(([old, fresh]) => {
    if (old !== null && fresh !== null) return compareOperation(old, fresh, comparer);
    const operation = old ?? fresh;
    const differences = operation === null ? [] : [existence(operation, old !== null, kept)];
    return { key: operation?.key ?? "", before: old, after: fresh, differences, roots: [] };
  });
  return { before, after, operations };
}

function pathKey(operation: Operation): string {
  return operation.key.slice(operation.key.indexOf(" ") + 1);
}

/** oasdiff tells a removed operation from a path of which nothing is left. */
function existence(operation: Operation, removed: boolean, kept: ReadonlySet<string>): OperationDifference {
  const where = { ...operation.where, side: removed ? ("before" as const) : ("after" as const) };
  if (operation.path.startsWith("webhook:")) {
    return {
      id: `webhook-${removed ? "removed" : "added"}`,
      place: "",
      before: removed ? "exists" : null,
      after: removed ? null : "exists",
      where,
      text: `The webhook \`${operation.path.slice("webhook:".length)}\` was ${removed ? "removed" : "added"}.`,
    };
  }
  if (!removed) {
    return {
      id: "endpoint-added",
      place: "",
      before: null,
      after: "exists",
      where,
      text: `\`${operation.key}\` was added.`,
    };
  }
  const scope = kept.has(pathKey(operation)) ? "api" : "api-path";
  return {
    id: `${scope}-removed-${operation.deprecated ? "with" : "without"}-deprecation`,
    place: "",
    before: operation.deprecated ? "deprecated" : "exists",
    after: null,
    where,
    text: operation.deprecated
      ? `\`${operation.key}\` was removed after it had been deprecated.`
      : `\`${operation.key}\` was removed without having been deprecated.`,
  };
}

function compareOperation(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
): OperationComparison {
  const differences: OperationDifference[] = [...describeOperation(before, after)];
  const roots: SchemaRoot[] = [];
  compareParameters(before, after, comparer, differences, roots);
  compareBodies(before, after, comparer, differences, roots);
  compareResponses(before, after, comparer, differences, roots);
  return { key: after.key, before, after, differences, roots };
}

function* describeOperation(before: Operation, after: Operation): Iterable<OperationDifference> {
  const where = { ...after.where, side: "after" as const };
  const change = (id: string, old: string | null, fresh: string | null, text: string) => ({
    id,
    place: "",
    before: old,
    after: fresh,
    where,
    text,
  });
  if (before.operationId !== after.operationId) {
    const added = before.operationId === null;
    yield change(
      added ? "api-operation-id-added" : "api-operation-id-removed",
      before.operationId,
      after.operationId,
      added
        ? `\`${after.key}\` got the operation id \`${after.operationId}\`.`
        : `\`${after.key}\` no longer has the operation id \`${before.operationId}\`${
            after.operationId === null ? "" : `, but \`${after.operationId}\``
          }.`,
    );
  }
  for (const tag of before.tags.filter((tag) => !after.tags.includes(tag))) {
    yield change("api-tag-removed", tag, null, `\`${after.key}\` lost the tag \`${tag}\`.`);
  }
  for (const tag of after.tags.filter((tag) => !before.tags.includes(tag))) {
    yield change("api-tag-added", null, tag, `\`${after.key}\` got the tag \`${tag}\`.`);
  }
  if (!before.deprecated && after.deprecated) {
    yield change("endpoint-deprecated", null, "deprecated", `\`${after.key}\` was deprecated.`);
  } else if (before.deprecated && !after.deprecated) {
    yield change("endpoint-reactivated", "deprecated", null, `\`${after.key}\` is no longer deprecated.`);
  }
  if (before.includedInSchema && !after.includedInSchema) {
    yield change(
      "fastapi-operation-hidden",
      "documented",
      "hidden",
      `\`${after.key}\` is served but no longer documented.`,
    );
  }
}

function compareParameters(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  differences: OperationDifference[],
  roots: SchemaRoot[],
): void {
  const old = parametersByKey(before);
  const fresh = parametersByKey(after);
  for (const [key, parameter] of old) {
    const partner = fresh.get(key);
    if (partner === undefined) differences.push(removedParameter(parameter, after));
    else compareParameter(parameter, partner, after.key, comparer, differences, roots);
  }
  for (const [key, parameter] of fresh) {
    if (!old.has(key)) differences.push(addedParameter(parameter, after));
  }
}

/** Parameters of the path count by position, those of headers without regard to case (RFC 9110, 5.1). */
function parametersByKey(operation: Operation): ReadonlyMap<string, OperationParameter> {
  const names = [...operation.path.matchAll(/\{([^{}:]*)/g)].map(([, name]) => name);
  const byKey = new Map<string, OperationParameter>();
  for (const parameter of operation.parameters) {
    const position = parameter.in === "path" ? names.indexOf(parameter.name) : -1;
    const name = parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
    const key = `${parameter.in} ${position >= 0 ? `#${position}` : name}`;
    if (!byKey.has(key)) byKey.set(key, parameter);
  }
  return byKey;
}

function removedParameter(parameter: OperationParameter, after: Operation): OperationDifference {
  const { called, place } = nameParameter(parameter);
  return {
    id: parameter.deprecated ? "request-parameter-removed-with-deprecation" : "request-parameter-removed",
    place,
    before: parameter.deprecated ? "deprecated" : needOf(parameter),
    after: null,
    where: { ...parameter.where, side: "before" },
    text: `${called} of \`${after.key}\` was removed.`,
  };
}

function addedParameter(parameter: OperationParameter, after: Operation): OperationDifference {
  const { called, place } = nameParameter(parameter);
  const id =
    parameter.in === "path"
      ? "new-request-path-parameter"
      : parameter.required
        ? "new-required-request-parameter"
        : "new-optional-request-parameter";
  return {
    id,
    place,
    before: null,
    after: needOf(parameter),
    where: { ...parameter.where, side: "after" },
    text: `${called} of \`${after.key}\` is new${parameter.required ? " and required" : ""}.`,
  };
}

function compareParameter(
  before: OperationParameter,
  after: OperationParameter,
  key: string,
  comparer: SchemaComparer,
  differences: OperationDifference[],
  roots: SchemaRoot[],
): void {
  const { called, place } = nameParameter(after);
  const where = { ...after.where, side: "after" as const };
  if (before.required !== after.required) {
    const now = needOf(after);
    differences.push({
      id: `request-parameter-became-${now}`,
      place,
      before: needOf(before),
      after: now,
      where,
      text: `${called} of \`${key}\` became ${now}.`,
    });
  }
  if (before.deprecated !== after.deprecated) {
    differences.push({
      id: `request-parameter-${after.deprecated ? "deprecated" : "reactivated"}`,
      place,
      before: before.deprecated ? "deprecated" : null,
      after: after.deprecated ? "deprecated" : null,
      where,
      text: `${called} of \`${key}\` ${after.deprecated ? "was deprecated" : "is no longer deprecated"}.`,
    });
  }
  roots.push({
    place,
    called,
    placement: {
      direction: "request",
      position: "parameter",
      typed: false,
      required: before.required,
      parameter: { in: after.in, optional: !before.required && !after.required },
    },
    pair: comparer.compare(before.schema, after.schema),
    where: { before: before.where, after: after.where },
  });
}

function needOf(parameter: OperationParameter): "required" | "optional" {
  return parameter.required ? "required" : "optional";
}

/** A path parameter has no name in a subject: renaming it is no change. */
function nameParameter(parameter: OperationParameter): { called: string; place: string } {
  const kind = { path: "Path", query: "Query", header: "Header", cookie: "Cookie" }[parameter.in];
  const name = parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
  return { called: `${kind} parameter \`${parameter.name}\``, place: `${parameter.in} ${name}` };
}

function compareBodies(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  differences: OperationDifference[],
  roots: SchemaRoot[],
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

function bodyPlacement(direction: "request" | "response", mediaType: string): Placement {
  const essence = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const typed = essence === "application/json" || essence.endsWith("+json");
  return { direction, position: "body", typed, required: true, parameter: null };
}

function compareResponses(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  differences: OperationDifference[],
  roots: SchemaRoot[],
): void {
  for (const old of before.responses) {
    const fresh = after.responses.find(({ status }) => status === old.status);
    if (fresh === undefined) differences.push(...statusChange(old, before, "removed", after.key));
    else compareResponse(old, fresh, [before, after], comparer, differences, roots);
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
  differences: OperationDifference[],
  roots: SchemaRoot[],
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
  for (const type of media.removed) {
    change("response-media-type-removed", type.mediaType, null, `no longer comes as \`${type.mediaType}\``);
  }
  for (const type of media.added) {
    change("response-media-type-added", null, type.mediaType, `can come as \`${type.mediaType}\` now`);
  }
  for (const [was, is] of media.pairs) {
    if (was.mediaType !== is.mediaType) {
      change(
        `response-media-type-name-${renaming(was.mediaType, is.mediaType)}`,
        was.mediaType,
        is.mediaType,
        `comes as \`${is.mediaType}\` instead of \`${was.mediaType}\``,
      );
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

/** A subtype is a specialisation of its suffix: `application/problem+json` of `application/json`. */
function renaming(before: string, after: string): "generalized" | "specialized" | "changed" {
  const [old, oldParameters] = splitMediaType(before);
  const [fresh, newParameters] = splitMediaType(after);
  if (oldParameters !== newParameters) return "changed";
  return isSuffixed(fresh, old) ? "specialized" : "generalized";
}

function splitMediaType(name: string): readonly [string, string] {
  const end = name.indexOf(";");
  return end < 0
    ? [name.trim().toLowerCase(), ""]
    : [name.slice(0, end).trim().toLowerCase(), name.slice(end + 1).trim()];
}

/** `application/problem+json` for `application/json`. */
function isSuffixed(special: string, general: string): boolean {
  const [type, subtype] = general.split("/");
  return special.startsWith(`${type}/`) && special.endsWith(`+${subtype}`);
}

interface MediaMatch {
  readonly pairs: readonly (readonly [MediaType, MediaType])[];
  readonly added: readonly MediaType[];
  readonly removed: readonly MediaType[];
}

/** By name; what is left, by names of which one contains the other. */
function pairMediaTypes(before: readonly MediaType[], after: readonly MediaType[]): MediaMatch {
  const pairs: (readonly [MediaType, MediaType])[] = [];
  let removed = [...before];
  let added = [...after];
  const pairUp = (fits: (old: string, fresh: string) => boolean) => {
    for (const old of removed) {
      const partner = added.find((fresh) => fits(old.mediaType, fresh.mediaType));
      if (partner === undefined) continue;
      pairs.push([old, partner]);
      removed = removed.filter((type) => type !== old);
      added = added.filter((type) => type !== partner);
    }
  };
  pairUp((old, fresh) => old === fresh);
  pairUp((old, fresh) => {
    const [a] = splitMediaType(old);
    const [b] = splitMediaType(fresh);
    return a === b || isSuffixed(a, b) || isSuffixed(b, a);
  });
  return { pairs, added, removed };
}
