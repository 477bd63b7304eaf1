import { canonicalJson } from "../../text/canonical.ts";
import { isRecord } from "../../text/record.ts";
import type { Component, Schema } from "../contract.ts";
import type { SchemaDefinition } from "./schemas.ts";

const prefix = "#/components/schemas/";

/** Chooses the names of the definitions that one application uses, and collects the components. */
export interface ComponentNames {
  /** Puts names in for keys, for schemas of one application. All of its schemas have to be given at once. */
  readonly nameAll: (roots: readonly Schema[]) => (schema: Schema) => Schema;
  readonly components: ReadonlyMap<string, Component>;
}

/**
 * Names follow Pydantic's `_DefinitionsRemapping.from_prioritized_choices`: the shortest that only one schema would
 * have. Applications have names of their own; where two of them would use one name for different schemas, the later
 * one keeps to its long name.
 */
export function createComponentNames(definitions: ReadonlyMap<string, SchemaDefinition>): ComponentNames {
  const components = new Map<string, Component>();
  return {
    components,
    nameAll: (roots) => {
      const reached = reachable(definitions, roots);
      const names = chooseNames(reached);
      // The first application has all names to itself.
      if (components.size > 0) avoidTaken(reached, names, components);
      for (const { key, where, fields, schema, omits, validators, furtherNames } of reached) {
        const name = names.get(key) ?? "";
        if (!components.has(name))
          components.set(name, {
            name,
            schema: rename(schema, names),
            where,
            fields,
            ...(omits === undefined ? {} : { omits }),
            ...(validators === undefined ? {} : { validators }),
            ...(furtherNames === undefined ? {} : { furtherNames }),
          });
      }
      return (schema) => rename(schema, names);
    },
  };
}

/** Gives another name to each schema whose name stands for a different one already. */
function avoidTaken(
  reached: readonly SchemaDefinition[],
  names: Map<string, string>,
  taken: ReadonlyMap<string, Component>,
): void {
  for (const definition of reached) {
    const wanted = names.get(definition.key) ?? "";
    if (!taken.has(wanted)) continue;
    const text = canonicalJson(rename(definition.schema, names));
    const isFree = (name: string): boolean => {
      const other = taken.get(name);
      return other === undefined || canonicalJson(other.schema) === text;
    };
    const longer = definition.names.slice(definition.names.indexOf(wanted) + 1);
    names.set(definition.key, [wanted, ...longer].find(isFree) ?? numbered(wanted, isFree));
  }
}

function numbered(name: string, isFree: (name: string) => boolean): string {
  let count = 2;
  while (!isFree(`${name}__${count}`)) count += 1;
  return `${name}__${count}`;
}

function reachable(
  definitions: ReadonlyMap<string, SchemaDefinition>,
  roots: readonly Schema[],
): readonly SchemaDefinition[] {
  const found = new Map<string, SchemaDefinition>();
  const pending = roots.flatMap((schema) => referencesIn(schema));
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    const definition = definitions.get(key);
    if (definition === undefined || found.has(key)) continue;
    found.set(key, definition);
    pending.push(...referencesIn(definition.schema));
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function chooseNames(definitions: readonly SchemaDefinition[]): Map<string, string> {
  let names = new Map<string, string>();
  const rivals = groupByShortName(definitions);
  for (const definition of definitions) {
    if (rivals.get(definition.names[0] ?? "")?.length === 1)
      names.set(definition.key, definition.names[0] ?? "");
  }
  // Outer schemas become equal only when the inner ones have been given their names.
  for (let round = 0; round < 100; round += 1) {
    const next = new Map(names);
    for (const group of rivals.values()) {
      if (group.length > 1) chooseInGroup(group, names, next);
    }
    const isStable = [...next].every(([key, name]) => names.get(key) === name);
    names = next;
    if (isStable) break;
  }
  return names;
}

function groupByShortName(definitions: readonly SchemaDefinition[]): Map<string, SchemaDefinition[]> {
  const groups = new Map<string, SchemaDefinition[]>();
  for (const definition of definitions) {
    const name = definition.names[0] ?? "";
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [definition]);
    else group.push(definition);
  }
  return groups;
}

/** Within one short name every definition gets its first name that stands for one schema only. */
function chooseInGroup(
  group: readonly SchemaDefinition[],
  names: ReadonlyMap<string, string>,
  next: Map<string, string>,
): void {
  const bySchema = new Map<string, Set<string>>();
  for (const definition of group) {
    const text = `${definition.documentation}\u0000${canonicalJson(rename(definition.schema, names))}`;
    for (const name of definition.names) {
      const texts = bySchema.get(name) ?? new Set<string>();
      bySchema.set(name, texts.add(text));
    }
  }
  for (const [at, definition] of group.entries()) {
    const name = definition.names.find((candidate) => bySchema.get(candidate)?.size === 1);
    next.set(definition.key, name ?? `${definition.names.at(-1) ?? ""}__${at + 1}`);
  }
}

// ── walking schemas ────────────────────────────────────────────────────────────────────────────────────────────

/** Members whose content is data, not schemas. */
const data = new Set(["default", "enum", "const", "required", "mapping"]);

function referencesIn(schema: Schema): string[] {
  const found: string[] = [];
  const pending: unknown[] = [schema];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) pending.push(...node);
    if (!isRecord(node)) continue;
    for (const [key, value] of Object.entries(node)) {
      if (key === "$ref" && typeof value === "string") found.push(value);
      else if (key === "properties" && isRecord(value)) pending.push(...Object.values(value));
      else if (!data.has(key)) pending.push(value);
    }
  }
  return found;
}

/** The schema with names instead of keys, in references and in the mappings of discriminators. */
function rename(schema: Schema, names: ReadonlyMap<string, string>): Schema {
  const renamed = renameNode(schema, names);
  return isRecord(renamed) ? renamed : schema;
}

function renameNode(node: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((item) => renameNode(item, names));
  if (!isRecord(node)) return node;
  return mapMembers(node, (key, value) => {
    if (key === "$ref" && typeof value === "string") return referenceTo(value, names);
    if (key === "properties" && isRecord(value))
      return mapMembers(value, (_, inner) => renameNode(inner, names));
    if (key === "mapping" && isRecord(value))
      return mapMembers(value, (_, to) => referenceTo(String(to), names));
    return data.has(key) ? value : renameNode(value, names);
  });
}

function mapMembers(
  node: Record<string, unknown>,
  change: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(key, value)]));
}

function referenceTo(key: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(key);
  return name === undefined ? key : prefix + name;
}
