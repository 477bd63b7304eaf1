import type { ConstraintSpecification, SchemaOperation } from "../../facts/database.ts";
import type { MigrationContext } from "./migration-context.ts";

/** `ix`, `uq`, `ck`, `fk`, `pk` → template, as `MetaData(naming_convention=…)` has it. */
export type NamingConvention = ReadonlyMap<string, string>;

export function conventionOf({ after }: MigrationContext): NamingConvention | null {
  return after.namingConvention?.() ?? null;
}

/** An index or constraint that a statement makes. */
export interface NamedThing {
  readonly key: "ix" | "uq" | "fk" | "pk";
  readonly name: string | null;
  readonly table: string;
  readonly columns: readonly string[];
  readonly references: ConstraintSpecification["references"];
}

const keys = { unique: "uq", "foreign-key": "fk", "primary-key": "pk" } as const;

/** Checks are left out: their convention asks for a name of their own. */
export function namedThings(operation: SchemaOperation): readonly NamedThing[] {
  switch (operation.kind) {
    case "create-table":
      return operation.constraints.flatMap(({ kind, name, columns, references }) =>
        kind === "check" || kind === "exclude"
          ? []
          : [{ key: keys[kind], name, table: operation.table, columns, references }],
      );
    case "add-constraint": {
      const { constraint, name, table, columns, references } = operation;
      if (constraint === "check" || constraint === "exclude") return [];
      return [{ key: keys[constraint], name, table, columns, references }];
    }
    case "create-index": {
      const { name, table, columns } = operation;
      return [{ key: "ix", name, table, columns, references: null }];
    }
    default:
      return [];
  }
}

/**
 * The name that the convention gives (SQLAlchemy, sql/naming.py, `ConventionDict`). Null where it asks for what is not
 * known here: labels made of other tokens, expressions instead of columns, a name that SQLAlchemy would cut off.
 */
export function expectedName(thing: NamedThing, convention: NamingConvention): string | null {
  const template = convention.get(thing.key);
  if (template === undefined || !thing.columns.every((column) => /^\w+$/.test(column))) return null;
  let isKnown = true;
  const name = template.replaceAll(/%\((\w+)\)s/g, (_, token: string) => {
    const value = valueOf(token, thing);
    isKnown &&= value !== null;
    return value ?? "";
  });
  return isKnown && !name.includes("%") && name.length <= 63 ? name : null;
}

function valueOf(token: string, { table, columns, references }: NamedThing): string | null {
  const plain = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  if (token === "table_name") return plain(table);
  if (token === "referred_table_name") return references === null ? null : plain(references.table);
  const referred = /^referred_column_(\d)_name$/.exec(token)?.[1];
  if (referred !== undefined) return references?.columns[Number(referred)] ?? null;
  const found = /^column_(\d)(N?|_N)_?(name|label|key)$/.exec(token);
  if (found === null) return null;
  const [, first = "0", all = "", form] = found;
  const label = (column: string): string => (form === "label" ? `${plain(table)}_${column}` : column);
  if (all === "") {
    const column = columns[Number(first)];
    return column === undefined ? null : label(column);
  }
  return columns.map(label).join(all === "_N" ? "_" : "");
}
