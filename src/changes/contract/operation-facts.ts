import type { Contract, MediaType, Operation, Schema } from "../../facts/contract.ts";
import type { Changed, GuardChange } from "../changes.ts";
import { canonicalJson } from "../../text/canonical.ts";
import { guardName } from "./guards.ts";
import { shortName } from "./names.ts";
import { pairOperations } from "./pair-operations.ts";

/**
 * Which operations are new, gone or different in what they say of themselves. That a model which they reach has
 * changed is said of the model; that a handler moved is nothing.
 */
export function compareOperationFacts(before: Contract, after: Contract): readonly Changed<Operation>[] {
  return pairOperations(before.operations, after.operations).flatMap(([old, fresh]): Changed<Operation>[] => {
    if (old === null) {
      return fresh === null ? [] : [{ status: "added", key: fresh.key, before: null, after: fresh }];
    }
    if (fresh === null) return [{ status: "removed", key: old.key, before: old, after: null }];
    if (canonicalJson(ownFacts(old)) === canonicalJson(ownFacts(fresh))) return [];
    return [{ status: "modified", key: fresh.key, before: old, after: fresh }];
  });
}

/** How the protection of the operations that exist on both sides changed; the module of a guard does not matter. */
export function compareGuards(before: Contract, after: Contract): readonly GuardChange[] {
  return pairOperations(before.operations, after.operations).flatMap(([old, fresh]) => {
    if (old === null || fresh === null) return [];
    if (canonicalJson(guardFacts(old)) === canonicalJson(guardFacts(fresh))) return [];
    return [{ operation: fresh.key, before: old.guards, after: fresh.guards, where: fresh.where }];
  });
}

function ownFacts(operation: Operation): unknown {
  return {
    path: operation.key,
    operationId: operation.operationId,
    tags: [...operation.tags].sort(),
    deprecated: operation.deprecated,
    included: operation.includedInSchema,
    parameters: operation.parameters
      .map(({ name, in: place, required, schema, deprecated }) => [
        place,
        place === "path" ? "" : name,
        required,
        deprecated,
        withShortNames(schema),
      ])
      .map(canonicalJson)
      .sort(),
    body:
      operation.body === null
        ? null
        : {
            required: operation.body.required,
            unvalidated: operation.body.unvalidated,
            content: contentFacts(operation.body.content),
          },
    responses: operation.responses.map(({ status, content, headers }) => [
      status,
      contentFacts(content),
      [...(headers ?? [])].map(([name, { required, schema }]) => [name, required, withShortNames(schema)]),
    ]),
    guards: guardFacts(operation),
  };
}

function contentFacts(content: readonly MediaType[]): unknown {
  return content.map(({ mediaType, schema }) => [mediaType, withShortNames(schema)]);
}

function guardFacts(operation: Operation): readonly unknown[] {
  return operation.guards
    .map((guard) => [guardName(guard), [...guard.scopes].sort()])
    .map(canonicalJson)
    .sort();
}

/** References by the names that models have in the source. */
function withShortNames(schema: Schema): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === "$ref" && typeof value === "string"
        ? shortName(value)
        : value instanceof Map
          ? [...value]
          : value,
    ),
  );
}
