import type { Component, Contract, Schema } from "../../facts/contract.ts";
import { compareByKey } from "../changed.ts";
import type { Changed, SchemaFact } from "../changes.ts";
import { describeRestrictions, describeType } from "./describe-schema.ts";
import { isBodyWrapper, shortName } from "./names.ts";
import { makeSchemaViews, type SchemaViews } from "./schema-view.ts";

/** FastAPI's own models for the automatic 422. */
const automatic: ReadonlySet<string> = new Set(["HTTPValidationError", "ValidationError"]);

/** Which models are new, gone or different, each with its fields in one line. The two forms of a model are one. */
export function compareModels(before: Contract, after: Contract): readonly Changed<SchemaFact>[] {
  return compareByKey(modelFacts(before), modelFacts(after), ({ summary }) => summary);
}

function modelFacts({ components }: Contract): ReadonlyMap<string, SchemaFact> {
  const views = makeSchemaViews(components);
  const facts = new Map<string, SchemaFact>();
  for (const component of [...components.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = shortName(component.name);
    if (isBodyWrapper(component.name) || automatic.has(name)) continue;
    const summary = summarise(component, views);
    const known = facts.get(name);
    const joined =
      known === undefined || known.summary === summary ? summary : `${known.summary}; ${summary}`;
    facts.set(name, { name, summary: joined, where: known?.where ?? component.where });
  }
  return facts;
}

/** `email: string, id: integer, name?: string | null`. */
function summarise(component: Component, views: SchemaViews): string {
  const view = views.of(component.schema);
  if (view.properties.size === 0)
    return [describeType(view), describeRestrictions(view)].filter(Boolean).join(", ");
  const fields = [...view.properties].map(([name, schema]) => {
    const need = view.required.has(name) ? "" : "?";
    return `${name}${need}: ${summariseField(schema, views)}`;
  });
  if (view.additionalProperties === false) fields.push("nothing else");
  return fields.sort().join(", ");
}

function summariseField(schema: Schema, views: SchemaViews): string {
  const view = views.of(schema);
  const restrictions = describeRestrictions(view);
  return restrictions === "" ? describeType(view) : `${describeType(view)} (${restrictions})`;
}
