import { describeType } from "../../changes/contract/describe-schema.ts";
import { isBodyWrapper, shortName } from "../../changes/contract/names.ts";
import { makeSchemaViews, type SchemaView, type SchemaViews } from "../../changes/contract/schema-view.ts";
import type { Component, Contract, Operation, Schema } from "../../facts/contract.ts";
import type { Location } from "../../facts/location.ts";

/** A text that a response holds under a name. */
export interface ExposedField {
  readonly name: string;
  /** The model that has the field; null for a schema without a name. */
  readonly model: string | null;
  /** Where it stands in the response: `200 /items/password`. */
  readonly path: string;
  readonly type: string;
  /** The type could not be resolved, so that it may be no text. */
  readonly opaque: boolean;
  readonly where: Location;
}

/** Finds the fields of an operation's responses whose value is a text, each model once. */
export function makeFieldFinder(contract: Contract): (operation: Operation) => readonly ExposedField[] {
  const views = makeSchemaViews(contract.components);
  return (operation) => {
    const search = new Search(contract, views, operation);
    for (const { status, content } of operation.responses) {
      for (const { schema } of content) search.visit(views.of(schema), status, null);
    }
    return search.found;
  };
}

class Search {
  readonly found: ExposedField[] = [];
  readonly #contract: Contract;
  readonly #views: SchemaViews;
  readonly #operation: Operation;
  readonly #seen = new Set<SchemaView>();

  constructor(contract: Contract, views: SchemaViews, operation: Operation) {
    this.#contract = contract;
    this.#views = views;
    this.#operation = operation;
  }

  visit(view: SchemaView, path: string, owner: Component | null): void {
    if (this.#seen.has(view)) return;
    this.#seen.add(view);
    const own =
      view.component === null || isBodyWrapper(view.component) ? owner : this.#component(view.component);
    for (const [name, schema] of view.properties) this.#property(name, schema, `${path} /${name}`, own);
    for (const inner of [view.items, ...view.prefixItems, view.additionalProperties]) {
      if (typeof inner === "object" && inner !== null) this.visit(this.#views.of(inner), `${path}/[]`, own);
    }
    for (const branch of [...(view.union?.branches ?? []), ...view.allOf]) this.visit(branch, path, own);
  }

  #property(name: string, schema: Schema, path: string, owner: Component | null): void {
    const view = this.#views.of(schema);
    if (holdsText(view, this.#views)) {
      this.found.push({
        name,
        model: owner === null ? null : shortName(owner.name),
        path,
        type: describeType(view),
        opaque: view.opaque !== null,
        where: owner?.fields.get(name) ?? owner?.where ?? this.#operation.where,
      });
    }
    this.visit(view, path, owner);
  }

  #component(name: string): Component | null {
    return this.#contract.components.get(name) ?? null;
  }
}

/** A text, a list of texts, or a type that may be one. What is only written (`SecretStr`) is masked in a response. */
function holdsText(view: SchemaView, views: SchemaViews): boolean {
  if (view.writeOnly || view.enumeration !== null || view.constant !== null) return false;
  if (view.opaque !== null) return true;
  if (view.union !== null) return view.union.branches.some((branch) => holdsText(branch, views));
  if (view.types.includes("array")) return view.items !== null && holdsText(views.of(view.items), views);
  return (
    view.types.includes("string") && !["date", "date-time", "time", "duration"].includes(view.format ?? "")
  );
}
