import { charColumn } from "./char-column.ts";
import { commitInRevision } from "./commit-in-revision.ts";
import { constraintWithoutName } from "./constraint-without-name.ts";
import { dropIndexNotConcurrently } from "./drop-index-not-concurrently.ts";
import { enumTypeCreated } from "./enum-type-created.ts";
import { indexWithManyColumns } from "./index-with-many-columns.ts";
import { integerPrimaryKey } from "./integer-primary-key.ts";
import { jsonColumn } from "./json-column.ts";
import { lockTimeoutMissing } from "./lock-timeout-missing.ts";
import type { MigrationRule } from "./migration-rule.ts";
import { moneyColumn } from "./money-column.ts";
import { nameAgainstConvention } from "./name-against-convention.ts";
import { nameTooLong } from "./name-too-long.ts";
import { nestedTransaction } from "./nested-transaction.ts";
import { serialColumn } from "./serial-column.ts";
import { severalAlterations } from "./several-alterations.ts";
import { statementNotRepeatable } from "./statement-not-repeatable.ts";
import { statementTimeoutMissing } from "./statement-timeout-missing.ts";
import { tableWithoutPrimaryKey } from "./table-without-primary-key.ts";
import { timestampWithoutTimeZone } from "./timestamp-without-time-zone.ts";
import { transactionLeftOpen } from "./transaction-left-open.ts";
import { varcharWithLimit } from "./varchar-with-limit.ts";
import { workBeforeAutocommitBlock } from "./work-before-autocommit-block.ts";

/** Advice on how migrations are written: off until the configuration names a rule. */
export const styleRules: readonly MigrationRule[] = [
  charColumn,
  commitInRevision,
  constraintWithoutName,
  dropIndexNotConcurrently,
  enumTypeCreated,
  indexWithManyColumns,
  integerPrimaryKey,
  jsonColumn,
  lockTimeoutMissing,
  moneyColumn,
  nameAgainstConvention,
  nameTooLong,
  nestedTransaction,
  serialColumn,
  severalAlterations,
  statementNotRepeatable,
  statementTimeoutMissing,
  tableWithoutPrimaryKey,
  timestampWithoutTimeZone,
  transactionLeftOpen,
  varcharWithLimit,
  workBeforeAutocommitBlock,
];
