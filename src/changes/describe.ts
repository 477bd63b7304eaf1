import type { Changed, Changes } from "./changes.ts";
import { factOf } from "./changed.ts";
import type { CodeFunction } from "../facts/code/code.ts";
import type { Guard, Operation, Schema } from "../facts/contract.ts";
import type { Column, ColumnType, Constraint, Index, SchemaOperation } from "../facts/database.ts";
import type { EndpointChange, NamedChange, ChangesDescription } from "./description.ts";
import { canonicalJson } from "../text/canonical.ts";
import { count } from "../text/words.ts";

/** The changes in the words of the report: one line of text before and after each. */
export function describeChanges(changes: Changes): ChangesDescription {
  const functions = (layer: CodeFunction["layer"]) =>
    changes.functions
      .filter((change) => factOf(change).layer === layer)
      .map((change) => named(change, () => null));
  const settings = (category: string) =>
    changes.settings
      .filter((change) => factOf(change).category === category)
      .map((change) => named(change, (setting) => setting.value));
  return {
    endpoints: distinct(changes.operations.map(endpoint), canonicalJson),
    schemas: changes.schemas.map((change) => named(change, (schema) => schema.summary)),
    tables: changes.tables.map((change) => named(change, (table) => count(table.columns.size, "column"))),
    columns: changes.columns.map((change) => named(change, describeColumn)),
    indexes: changes.indexes.map((change) => named(change, describeIndex)),
    constraints: changes.constraints.map((change) => named(change, describeConstraint)),
    migrations: changes.revisions.map((change) => ({
      name: change.key,
      status: change.status,
      before: null,
      after: change.after?.body
        ? describeOperations(change.after.body.upgrade.map((one) => one.operation))
        : null,
      where: factOf(change).revision.where,
    })),
    models: changes.tables
      .filter((change) => factOf(change).mappedClass !== null)
      .map((change) => ({
        name: factOf(change).mappedClass ?? "",
        status: change.status,
        before: change.before === null ? null : `table ${change.before.name}`,
        after: change.after === null ? null : `table ${change.after.name}`,
        where: factOf(change).where,
      })),
    services: [...functions("service"), ...functions("repository")],
    controllers: functions("controller"),
    validation: describeValidation(changes.contract),
    guards: changes.guards.map((change) => ({
      name: change.operation,
      status: change.before.length === 0 ? "added" : change.after.length === 0 ? "removed" : "modified",
      before: describeGuards(change.before),
      after: describeGuards(change.after),
      where: change.where,
    })),
    middleware: [...settings("middleware"), ...settings("cors")],
    pool: settings("pool"),
  };
}

/** What requests are checked for: of several changes of one field the one that says most. */
function describeValidation(changes: Changes["contract"]): readonly NamedChange[] {
  const described = changes
    .filter(({ id }) => id.startsWith("request-") || id.startsWith("new-required-request"))
    .map(({ subject, before, after, where }): NamedChange => {
      const status = before === null ? "added" : after === null ? "removed" : "modified";
      return { name: subject, status, before, after, where };
    });
  const length = ({ before, after }: NamedChange) => `${before ?? ""}${after ?? ""}`.length;
  const fullest = [...described].sort((one, other) => length(other) - length(one));
  const kept = new Set(distinct(fullest, ({ name, status }) => canonicalJson([name, status])));
  return described.filter((one) => kept.has(one));
}

/** The first of each key: a router that is included twice is served once. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return [...byKey.values()];
}

interface Placed {
  readonly where: NamedChange["where"];
}

function named<Fact extends Placed>(
  change: Changed<Fact>,
  describe: (fact: Fact) => string | null,
): NamedChange {
  return {
    name: change.key,
    status: change.status,
    before: change.before === null ? null : describe(change.before),
    after: change.after === null ? null : describe(change.after),
    where: factOf(change).where,
  };
}

function endpoint(change: Changed<Operation>): EndpointChange {
  const operation = factOf(change);
  return {
    operation: `${operation.method} ${operation.path}`,
    status: change.status,
    before: change.before === null ? null : describeOperation(change.before),
    after: change.after === null ? null : describeOperation(change.after),
    where: operation.where,
  };
}

/** `(page: query integer, body UserCreate) → 200 UserRead`. */
function describeOperation(operation: Operation): string {
  const parameters = operation.parameters.map(
    (parameter) =>
      `${parameter.name}${parameter.required ? "" : "?"}: ${parameter.in} ${describeSchema(parameter.schema)}`,
  );
  const body = operation.body?.content[0];
  if (body) parameters.push(`body ${describeSchema(body.schema)}`);
  const responses = operation.responses.map((response) => {
    const content = response.content[0];
    return content === undefined ? response.status : `${response.status} ${describeSchema(content.schema)}`;
  });
  return `(${parameters.join(", ")}) → ${responses.join(", ") || "nothing declared"}`;
}

/** A schema in a few words: `UserRead`, `array of UserRead`, `string or null`. */
export function describeSchema(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (schema.opaque !== undefined) return schema.opaque;
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return [...new Set(union.map(describeSchema))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined)
    return `one of ${schema.enum.map((member) => JSON.stringify(member)).join(", ")}`;
  if (schema.items !== undefined) return `array of ${describeSchema(schema.items)}`;
  const type = typeof schema.type === "string" ? schema.type : (schema.type?.join(" or ") ?? "any");
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

function describeGuards(guards: readonly Guard[]): string | null {
  if (guards.length === 0) return null;
  return guards
    .map((guard) => (guard.scopes.length === 0 ? guard.name : `${guard.name} [${guard.scopes.join(", ")}]`))
    .join(", ");
}

export function describeType(type: ColumnType): string {
  return type.args.length === 0 ? type.name : `${type.name}(${type.args.join(", ")})`;
}

function describeColumn(column: Column): string {
  const parts = [describeType(column.type), column.nullable ? "null" : "not null"];
  if (column.serverDefault !== null) parts.push(`default ${column.serverDefault}`);
  if (column.primaryKey) parts.push("primary key");
  if (column.unique) parts.push("unique");
  if (column.foreignKey !== null) parts.push(`→ ${column.foreignKey}`);
  return parts.join(" ");
}

function describeIndex(index: Index & { readonly table: string }): string {
  return `${index.unique ? "unique " : ""}on ${index.table} (${index.columns.join(", ")})`;
}

function describeConstraint(constraint: Constraint & { readonly table: string }): string {
  const columns = constraint.columns.length === 0 ? "" : ` (${constraint.columns.join(", ")})`;
  const target = constraint.references === null ? "" : ` → ${constraint.references.table}`;
  return `${constraint.kind} on ${constraint.table}${columns}${target}`;
}

function describeOperations(operations: readonly SchemaOperation[]): string {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation.kind, (counts.get(operation.kind) ?? 0) + 1);
  return (
    [...counts].map(([kind, times]) => (times === 1 ? kind : `${times} × ${kind}`)).join(", ") || "nothing"
  );
}
