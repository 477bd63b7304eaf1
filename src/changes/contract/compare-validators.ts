import type { Component, Validator } from "../../facts/contract.ts";
import { canonicalJson } from "../../text/canonical.ts";
import type { ContractComparison, OperationComparison } from "./compare-operations.ts";
import type { Cause } from "./found.ts";
import { shortName } from "./names.ts";
import { reachedByRequest } from "./reached-components.ts";

/**
 * Validators that a model of requests got: they can refuse what was accepted, and what they do is not known. One that
 * several models inherit is one cause. A model that is new has no callers that it could refuse.
 */
export function compareValidators(comparison: ContractComparison): readonly Cause[] {
  const before = byShortName(comparison.before.components.values());
  const groups = new Map<string, { readonly validator: Validator; readonly components: Component[] }>();
  for (const component of comparison.after.components.values()) {
    const old = before.get(shortName(component.name));
    if (old === undefined) continue;
    const fresh = (component.validators ?? []).filter((validator) => looksAtKnown(validator, old));
    const known = old.flatMap((one) => one.validators ?? []);
    for (const validator of added(known, fresh)) {
      const key = canonicalJson(validator.where);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { validator, components: [component] });
      else group.components.push(component);
    }
  }
  if (groups.size === 0) return [];
  const reached = comparison.operations.flatMap((operation) =>
    operation.before === null || operation.after === null
      ? []
      : [{ operation, names: reachedByRequest(operation.after, comparison.after) }],
  );
  return [...groups.values()].flatMap(({ validator, components }) => {
    const read = components.filter(({ name }) => reached.some(({ names }) => names.has(name)));
    const operations = reached
      .filter(({ names }) => read.some(({ name }) => names.has(name)))
      .map(({ operation }) => operation);
    return operations.length === 0 ? [] : [cause(validator, read, operations)];
  });
}

function byShortName(components: Iterable<Component>): ReadonlyMap<string, readonly Component[]> {
  const groups = new Map<string, Component[]>();
  for (const component of components) {
    const name = shortName(component.name);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [component]);
    else group.push(component);
  }
  return groups;
}

/** A field that is new has no values yet that a validator could refuse. Properties may be named by an alias generator. */
function looksAtKnown({ fields }: Validator, old: readonly Component[]): boolean {
  if (fields.length === 0 || fields.includes("*")) return true;
  const known = new Set(old.flatMap(({ schema }) => Object.keys(schema.properties ?? {}).map(plainName)));
  return fields.some((field) => known.has(plainName(field)));
}

function plainName(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** What a validator looks at and when: renaming its function is no change. */
function kindOf({ fields, mode }: Validator): string {
  return `${mode} ${fields.join(", ")}`;
}

/** Validators of a kind of which there were fewer before. Both forms of a model may list the same ones. */
function added(old: readonly Validator[], fresh: readonly Validator[]): readonly Validator[] {
  const known = new Map<string, Set<string>>();
  for (const validator of old) {
    const places = known.get(kindOf(validator)) ?? new Set();
    known.set(kindOf(validator), places.add(canonicalJson(validator.where)));
  }
  const left = new Map([...known].map(([kind, places]) => [kind, places.size]));
  return fresh.filter((validator) => {
    const count = left.get(kindOf(validator)) ?? 0;
    left.set(kindOf(validator), count - 1);
    return count <= 0;
  });
}

function cause(
  validator: Validator,
  components: readonly Component[],
  operations: readonly OperationComparison[],
): Cause {
  const names = [...new Set(components.map(({ name }) => shortName(name)))].sort().join(", ");
  const fields = validator.fields.join(", ");
  return {
    id: "fastapi-request-validator-added",
    subject: `${names}${fields === "" ? "" : `.${fields}`} (request)`,
    place: null,
    operations: operations.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    before: null,
    after: kindOf(validator).trim(),
    where: { ...validator.where, side: "after" },
    confidence: validator.mode === "before" ? "low" : "medium",
    text: `\`${names}\` got a validator ${fields === "" ? "of the whole model" : `of \`${fields}\``}, which can refuse what was accepted.`,
    deprecated: false,
  };
}
