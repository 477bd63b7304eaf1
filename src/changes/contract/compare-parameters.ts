import type { Operation, OperationParameter } from "../../facts/contract.ts";
import type { Location } from "../../facts/location.ts";
import type { SchemaComparer } from "./compare-schemas.ts";
import type { Findings, OperationDifference } from "./operation-difference.ts";
import { isSunsetDate } from "./sunset.ts";

/** Parameters by place and name. Renaming a parameter of the path is no change. */
export function compareParameters(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
  { differences, roots }: Findings,
): void {
  const old = parametersByKey(before);
  const fresh = parametersByKey(after);
  for (const [key, parameter] of old) {
    const partner = fresh.get(key);
    if (partner === undefined) differences.push(removedParameter(parameter, after));
    else compareParameter(parameter, partner, after.key, comparer, { differences, roots });
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
    ...sharedBy(parameter),
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
    ...sharedBy(parameter),
    text: `${called} of \`${after.key}\` is new${parameter.required ? " and required" : ""}.`,
  };
}

function compareParameter(
  before: OperationParameter,
  after: OperationParameter,
  key: string,
  comparer: SchemaComparer,
  { differences, roots }: Findings,
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
      ...sharedBy(after),
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
  differences.push(...sunsetChange(before, after, key));
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
    ...sharedBy(after),
  });
}

function sharedBy({ declared }: OperationParameter): { readonly shared?: Location } {
  return declared === undefined ? {} : { shared: declared };
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

/** The date until which a deprecated parameter is promised (`x-sunset`). */
function sunsetChange(
  before: OperationParameter,
  after: OperationParameter,
  key: string,
): readonly OperationDifference[] {
  const old = before.sunset;
  const fresh = after.sunset;
  if (!before.deprecated || !after.deprecated || old === undefined || old === fresh) return [];
  const { called, place } = nameParameter(after);
  const common = {
    place,
    before: old,
    after: fresh ?? null,
    where: { ...after.where, side: "after" as const },
  };
  if (fresh === undefined) {
    const text = `${called} of \`${key}\` no longer says when it will go (${old}).`;
    return [{ id: "request-parameter-sunset-deleted", ...common, text }];
  }
  if (isSunsetDate(old) && isSunsetDate(fresh)) return [];
  const text = `The date after which ${called.charAt(0).toLowerCase()}${called.slice(1)} of \`${key}\` may go cannot be read.`;
  return [{ id: "request-parameter-sunset-parse", ...common, text }];
}
