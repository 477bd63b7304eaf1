import { autocommitCode, executeCode, newName, quote, sqlName, tableCode } from "../alembic-code.ts";

/** `SET NOT NULL` without a scan under the lock: a check that is validated on its own proves it (PostgreSQL 12). */
export function notNullCode(table: string, column: string): readonly string[] {
  const { name, schema } = tableCode(table);
  const check = newName("ck", table.slice(table.lastIndexOf(".") + 1), column, "not_null");
  return [
    `op.create_check_constraint(${quote(check)}, ${name}, ${quote(`${sqlName(column)} IS NOT NULL`)}, postgresql_not_valid=True${schema})`,
    autocommitCode(executeCode(`ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(check)}`)),
    `op.alter_column(${name}, ${quote(column)}, nullable=False${schema})`,
    `op.drop_constraint(${quote(check)}, ${name}, type_="check"${schema})`,
  ];
}
