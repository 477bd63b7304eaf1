import type { Contract, Operation, Schema } from "../../facts/contract.ts";
import { componentName } from "./schema-view.ts";

/** Names of the components that the requests of an operation reach. */
export function reachedByRequest({ parameters, body }: Operation, contract: Contract): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (schema: Schema): void => {
    const name = componentName(schema);
    if (name !== null) names.add(name);
    for (const inner of innerSchemas(schema)) visit(inner);
  };
  for (const { schema } of [...parameters, ...(body?.content ?? [])]) visit(schema);
  // The set grows while it is walked: each component is entered once.
  for (const name of names) {
    const component = contract.components.get(name);
    if (component !== undefined) visit(component.schema);
  }
  return names;
}

function innerSchemas(schema: Schema): readonly Schema[] {
  const { items, additionalProperties, propertyNames, properties } = schema;
  return [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.prefixItems ?? []),
    ...(items === undefined ? [] : [items]),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...(propertyNames === undefined ? [] : [propertyNames]),
    ...Object.values(properties ?? {}),
  ];
}
