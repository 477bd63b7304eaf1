import { addColumnRewritesTable } from "./add-column-rewrites-table.ts";
import { addNotNullColumn } from "./add-not-null-column.ts";
import { blockingStatement } from "./blocking-statement.ts";
import { columnTypeRewritesTable } from "./column-type-rewrites-table.ts";
import { concurrentlyInTransaction } from "./concurrently-in-transaction.ts";
import { createIndexNotConcurrently } from "./create-index-not-concurrently.ts";
import { deleteAllRows } from "./delete-all-rows.ts";
import { dropColumn } from "./drop-column.ts";
import { dropTable } from "./drop-table.ts";
import { enumTypeMissing } from "./enum-type-missing.ts";
import { enumValueInSameTransaction } from "./enum-value-in-same-transaction.ts";
import type { MigrationRule } from "./migration-rule.ts";
import { renameColumn } from "./rename-column.ts";
import { renameEnumValue } from "./rename-enum-value.ts";
import { renameTable } from "./rename-table.ts";
import { rewriteTable } from "./rewrite-table.ts";
import { setNotNull } from "./set-not-null.ts";
import { setNotNullWithoutValues } from "./set-not-null-without-values.ts";
import { unbatchedRowChange } from "./unbatched-row-change.ts";
import { validateInSameTransaction } from "./validate-in-same-transaction.ts";
import { validatingCheck } from "./validating-check.ts";
import { validatingForeignKey } from "./validating-foreign-key.ts";
import { validatingUnique } from "./validating-unique.ts";

/** The rules about single statements of a migration. What none of them objects to is `schema-change`'s. */
export const operationRules: readonly MigrationRule[] = [
  addColumnRewritesTable,
  addNotNullColumn,
  blockingStatement,
  columnTypeRewritesTable,
  concurrentlyInTransaction,
  createIndexNotConcurrently,
  deleteAllRows,
  dropColumn,
  dropTable,
  enumTypeMissing,
  enumValueInSameTransaction,
  renameColumn,
  renameEnumValue,
  renameTable,
  rewriteTable,
  setNotNull,
  setNotNullWithoutValues,
  unbatchedRowChange,
  validateInSameTransaction,
  validatingCheck,
  validatingForeignKey,
  validatingUnique,
];
