import { alembicStampInScript } from "./alembic-only/alembic-stamp-in-script.ts";
import { modelChangedWithoutMigration } from "./alembic-only/model-changed-without-migration.ts";
import { revisionDiffersFromModel } from "./alembic-only/revision-differs-from-model.ts";
import { runtimeSchemaChange } from "./alembic-only/runtime-schema-change.ts";
import { sqlOutsideMigrations } from "./alembic-only/sql-outside-migrations.ts";
import { blockingCall } from "./async-only/blocking-call.ts";
import { blockingDatabaseCall } from "./async-only/blocking-database-call.ts";
import { syncEndpoint } from "./async-only/sync-endpoint.ts";
import { guardAdded } from "./auth-change/guard-added.ts";
import { guardChanged } from "./auth-change/guard-changed.ts";
import { guardRemoved } from "./auth-change/guard-removed.ts";
import { guardWeakened } from "./auth-change/guard-weakened.ts";
import { operationWithoutGuard } from "./auth-change/operation-without-guard.ts";
import { sensitivePathChanged } from "./auth-change/sensitive-path-changed.ts";
import { apiPathRemovedWithoutDeprecation } from "./breaking-api-change/api-path-removed-without-deprecation.ts";
import { apiRemovedBeforeSunset } from "./breaking-api-change/api-removed-before-sunset.ts";
import { apiRemovedWithoutDeprecation } from "./breaking-api-change/api-removed-without-deprecation.ts";
import { fastapiModelReplacedClosely } from "./breaking-api-change/fastapi-model-replaced-closely.ts";
import { fastapiNewOperationShadowed } from "./breaking-api-change/fastapi-new-operation-shadowed.ts";
import { fastapiOperationHidden } from "./breaking-api-change/fastapi-operation-hidden.ts";
import { fastapiOperationIdChanged } from "./breaking-api-change/fastapi-operation-id-changed.ts";
import { fastapiOperationShadowed } from "./breaking-api-change/fastapi-operation-shadowed.ts";
import { fastapiRequestExtraForbidden } from "./breaking-api-change/fastapi-request-extra-forbidden.ts";
import { fastapiRequestMaxItemsDecreased } from "./breaking-api-change/fastapi-request-max-items-decreased.ts";
import { fastapiRequestModelReplaced } from "./breaking-api-change/fastapi-request-model-replaced.ts";
import { fastapiRequestMultipleOfChanged } from "./breaking-api-change/fastapi-request-multiple-of-changed.ts";
import { fastapiRequestPropertyRefused } from "./breaking-api-change/fastapi-request-property-refused.ts";
import { fastapiRequestValidatorAdded } from "./breaking-api-change/fastapi-request-validator-added.ts";
import { fastapiResponseByAliasChanged } from "./breaking-api-change/fastapi-response-by-alias-changed.ts";
import { fastapiResponseExclusionAdded } from "./breaking-api-change/fastapi-response-exclusion-added.ts";
import { fastapiResponseModelReplaced } from "./breaking-api-change/fastapi-response-model-replaced.ts";
import { newRequestPathParameter } from "./breaking-api-change/new-request-path-parameter.ts";
import { newRequiredRequestParameter } from "./breaking-api-change/new-required-request-parameter.ts";
import { newRequiredRequestProperty } from "./breaking-api-change/new-required-request-property.ts";
import { openapiDocumentStale } from "./breaking-api-change/openapi-document-stale.ts";
import { optionalResponseHeaderRemoved } from "./breaking-api-change/optional-response-header-removed.ts";
import { requestBodyAddedRequired } from "./breaking-api-change/request-body-added-required.ts";
import { requestBodyBecameRequired } from "./breaking-api-change/request-body-became-required.ts";
import { requestBodyMediaTypeRemoved } from "./breaking-api-change/request-body-media-type-removed.ts";
import { requestBodyRemoved } from "./breaking-api-change/request-body-removed.ts";
import { requestBodyWrappedInOneOf } from "./breaking-api-change/request-body-wrapped-in-one-of.ts";
import { requestParameterBecameEnum } from "./breaking-api-change/request-parameter-became-enum.ts";
import { requestParameterBecameNotNullable } from "./breaking-api-change/request-parameter-became-not-nullable.ts";
import { requestParameterBecameRequired } from "./breaking-api-change/request-parameter-became-required.ts";
import { requestParameterDefaultValueChanged } from "./breaking-api-change/request-parameter-default-value-changed.ts";
import { requestParameterEnumValueRemoved } from "./breaking-api-change/request-parameter-enum-value-removed.ts";
import { requestParameterMaxDecreased } from "./breaking-api-change/request-parameter-max-decreased.ts";
import { requestParameterMaxItemsDecreased } from "./breaking-api-change/request-parameter-max-items-decreased.ts";
import { requestParameterMaxLengthDecreased } from "./breaking-api-change/request-parameter-max-length-decreased.ts";
import { requestParameterMaxSet } from "./breaking-api-change/request-parameter-max-set.ts";
import { requestParameterMinIncreased } from "./breaking-api-change/request-parameter-min-increased.ts";
import { requestParameterMinItemsIncreased } from "./breaking-api-change/request-parameter-min-items-increased.ts";
import { requestParameterMinLengthIncreased } from "./breaking-api-change/request-parameter-min-length-increased.ts";
import { requestParameterPatternAdded } from "./breaking-api-change/request-parameter-pattern-added.ts";
import { requestParameterPatternChanged } from "./breaking-api-change/request-parameter-pattern-changed.ts";
import { requestParameterPropertyTypeChanged } from "./breaking-api-change/request-parameter-property-type-changed.ts";
import { requestParameterRemoved } from "./breaking-api-change/request-parameter-removed.ts";
import { requestParameterTypeChanged } from "./breaking-api-change/request-parameter-type-changed.ts";
import { requestPropertyAnyOfRemoved } from "./breaking-api-change/request-property-any-of-removed.ts";
import { requestPropertyBecameEnum } from "./breaking-api-change/request-property-became-enum.ts";
import { requestPropertyBecameNotNullable } from "./breaking-api-change/request-property-became-not-nullable.ts";
import { requestPropertyBecameRequired } from "./breaking-api-change/request-property-became-required.ts";
import { requestPropertyConstChanged } from "./breaking-api-change/request-property-const-changed.ts";
import { requestPropertyEnumValueRemoved } from "./breaking-api-change/request-property-enum-value-removed.ts";
import { requestPropertyMaxDecreased } from "./breaking-api-change/request-property-max-decreased.ts";
import { requestPropertyMaxLengthDecreased } from "./breaking-api-change/request-property-max-length-decreased.ts";
import { requestPropertyMaxSet } from "./breaking-api-change/request-property-max-set.ts";
import { requestPropertyMinIncreased } from "./breaking-api-change/request-property-min-increased.ts";
import { requestPropertyMinItemsIncreased } from "./breaking-api-change/request-property-min-items-increased.ts";
import { requestPropertyMinLengthIncreased } from "./breaking-api-change/request-property-min-length-increased.ts";
import { requestPropertyPatternAdded } from "./breaking-api-change/request-property-pattern-added.ts";
import { requestPropertyPatternChanged } from "./breaking-api-change/request-property-pattern-changed.ts";
import { requestPropertyPatternPropertyAdded } from "./breaking-api-change/request-property-pattern-property-added.ts";
import { requestPropertyRemoved } from "./breaking-api-change/request-property-removed.ts";
import { requestPropertyTypeChanged } from "./breaking-api-change/request-property-type-changed.ts";
import { requiredResponseHeaderRemoved } from "./breaking-api-change/required-response-header-removed.ts";
import { responseBodyTypeChanged } from "./breaking-api-change/response-body-type-changed.ts";
import { responseMediaTypeRemoved } from "./breaking-api-change/response-media-type-removed.ts";
import { responseOptionalPropertyRemoved } from "./breaking-api-change/response-optional-property-removed.ts";
import { responsePropertyBecameNullable } from "./breaking-api-change/response-property-became-nullable.ts";
import { responsePropertyBecameOptional } from "./breaking-api-change/response-property-became-optional.ts";
import { responsePropertyConstChanged } from "./breaking-api-change/response-property-const-changed.ts";
import { responsePropertyEnumValueAdded } from "./breaking-api-change/response-property-enum-value-added.ts";
import { responsePropertyMaxIncreased } from "./breaking-api-change/response-property-max-increased.ts";
import { responsePropertyMaxLengthIncreased } from "./breaking-api-change/response-property-max-length-increased.ts";
import { responsePropertyMinDecreased } from "./breaking-api-change/response-property-min-decreased.ts";
import { responsePropertyMinItemsDecreased } from "./breaking-api-change/response-property-min-items-decreased.ts";
import { responsePropertyMinLengthDecreased } from "./breaking-api-change/response-property-min-length-decreased.ts";
import { responsePropertyOneOfAdded } from "./breaking-api-change/response-property-one-of-added.ts";
import { responsePropertyPatternPropertyRemoved } from "./breaking-api-change/response-property-pattern-property-removed.ts";
import { responsePropertyTypeChanged } from "./breaking-api-change/response-property-type-changed.ts";
import { responseRequiredPropertyRemoved } from "./breaking-api-change/response-required-property-removed.ts";
import { responseSuccessStatusRemoved } from "./breaking-api-change/response-success-status-removed.ts";
import { sunsetDeleted } from "./breaking-api-change/sunset-deleted.ts";
import { newBroker } from "./cross-service/new-broker.ts";
import { newOutboundHost } from "./cross-service/new-outbound-host.ts";
import { submoduleMoved } from "./cross-service/submodule-moved.ts";
import { codeownersChanged } from "./gate-change/codeowners-changed.ts";
import { configurationChanged } from "./gate-change/configuration-changed.ts";
import { identitiesChanged } from "./gate-change/identities-changed.ts";
import { protectedPathChanged } from "./gate-change/protected-path-changed.ts";
import { workflowChanged } from "./gate-change/workflow-changed.ts";
import { sensitiveFieldInResponse } from "./no-sensitive-data/sensitive-field-in-response.ts";
import { addColumnRewritesTable } from "./production-migration/add-column-rewrites-table.ts";
import { addNotNullColumn } from "./production-migration/add-not-null-column.ts";
import { blockingStatement } from "./production-migration/blocking-statement.ts";
import { charColumn } from "./production-migration/char-column.ts";
import { columnTypeRewritesTable } from "./production-migration/column-type-rewrites-table.ts";
import { commitInRevision } from "./production-migration/commit-in-revision.ts";
import { concurrentIndexIfNotExists } from "./production-migration/concurrent-index-if-not-exists.ts";
import { concurrentlyInTransaction } from "./production-migration/concurrently-in-transaction.ts";
import { constraintWithoutName } from "./production-migration/constraint-without-name.ts";
import { createIndexNotConcurrently } from "./production-migration/create-index-not-concurrently.ts";
import { danglingRevision } from "./production-migration/dangling-revision.ts";
import { deleteAllRows } from "./production-migration/delete-all-rows.ts";
import { deletedMergedRevision } from "./production-migration/deleted-merged-revision.ts";
import { downgradeRestoresNothing } from "./production-migration/downgrade-restores-nothing.ts";
import { dropColumn } from "./production-migration/drop-column.ts";
import { dropIndexNotConcurrently } from "./production-migration/drop-index-not-concurrently.ts";
import { dropTable } from "./production-migration/drop-table.ts";
import { duplicateRevision } from "./production-migration/duplicate-revision.ts";
import { editedMergedRevision } from "./production-migration/edited-merged-revision.ts";
import { enumTypeCreated } from "./production-migration/enum-type-created.ts";
import { enumTypeMissing } from "./production-migration/enum-type-missing.ts";
import { enumValueInSameTransaction } from "./production-migration/enum-value-in-same-transaction.ts";
import { foreignKeyWithoutIndex } from "./production-migration/foreign-key-without-index.ts";
import { indexWithManyColumns } from "./production-migration/index-with-many-columns.ts";
import { integerPrimaryKey } from "./production-migration/integer-primary-key.ts";
import { jsonColumn } from "./production-migration/json-column.ts";
import { lockTimeoutMissing } from "./production-migration/lock-timeout-missing.ts";
import { moneyColumn } from "./production-migration/money-column.ts";
import { multipleHeads } from "./production-migration/multiple-heads.ts";
import { nameAgainstConvention } from "./production-migration/name-against-convention.ts";
import { nameTooLong } from "./production-migration/name-too-long.ts";
import { nestedTransaction } from "./production-migration/nested-transaction.ts";
import { renameColumn } from "./production-migration/rename-column.ts";
import { renameEnumValue } from "./production-migration/rename-enum-value.ts";
import { renameTable } from "./production-migration/rename-table.ts";
import { rewriteTable } from "./production-migration/rewrite-table.ts";
import { schemaChange } from "./production-migration/schema-change.ts";
import { serialColumn } from "./production-migration/serial-column.ts";
import { setNotNullWithoutValues } from "./production-migration/set-not-null-without-values.ts";
import { setNotNull } from "./production-migration/set-not-null.ts";
import { severalAlterations } from "./production-migration/several-alterations.ts";
import { statementNotRepeatable } from "./production-migration/statement-not-repeatable.ts";
import { statementTimeoutMissing } from "./production-migration/statement-timeout-missing.ts";
import { tableWithoutPrimaryKey } from "./production-migration/table-without-primary-key.ts";
import { timestampWithoutTimeZone } from "./production-migration/timestamp-without-time-zone.ts";
import { transactionLeftOpen } from "./production-migration/transaction-left-open.ts";
import { unbatchedRowChange } from "./production-migration/unbatched-row-change.ts";
import { unreadableMigration } from "./production-migration/unreadable-migration.ts";
import { validateInSameTransaction } from "./production-migration/validate-in-same-transaction.ts";
import { validatingCheck } from "./production-migration/validating-check.ts";
import { validatingForeignKey } from "./production-migration/validating-foreign-key.ts";
import { validatingUnique } from "./production-migration/validating-unique.ts";
import { varcharWithLimit } from "./production-migration/varchar-with-limit.ts";
import { workBeforeAutocommitBlock } from "./production-migration/work-before-autocommit-block.ts";
import { unvalidatedRequestBody } from "./pydantic-validation/unvalidated-request-body.ts";
import type { Rule } from "./rule.ts";
import { droppedIndexInUse } from "./sla-degradation/dropped-index-in-use.ts";
import { filterWithoutIndex } from "./sla-degradation/filter-without-index.ts";
import { poolSizeChanged } from "./sla-degradation/pool-size-changed.ts";
import { queryInLoop } from "./sla-degradation/query-in-loop.ts";
import { slaExceeded } from "./sla-degradation/sla-exceeded.ts";
import { slaNotMeasured } from "./sla-degradation/sla-not-measured.ts";

/** Every rule, in alphabetical order of its id. A test holds that no rule file is missing here. */
export const rules: readonly Rule[] = [
  addColumnRewritesTable,
  addNotNullColumn,
  alembicStampInScript,
  apiPathRemovedWithoutDeprecation,
  apiRemovedBeforeSunset,
  apiRemovedWithoutDeprecation,
  blockingCall,
  blockingDatabaseCall,
  blockingStatement,
  charColumn,
  codeownersChanged,
  columnTypeRewritesTable,
  commitInRevision,
  concurrentIndexIfNotExists,
  concurrentlyInTransaction,
  configurationChanged,
  constraintWithoutName,
  createIndexNotConcurrently,
  danglingRevision,
  deleteAllRows,
  deletedMergedRevision,
  downgradeRestoresNothing,
  dropColumn,
  dropIndexNotConcurrently,
  dropTable,
  droppedIndexInUse,
  duplicateRevision,
  editedMergedRevision,
  enumTypeCreated,
  enumTypeMissing,
  enumValueInSameTransaction,
  fastapiModelReplacedClosely,
  fastapiNewOperationShadowed,
  fastapiOperationHidden,
  fastapiOperationIdChanged,
  fastapiOperationShadowed,
  fastapiRequestExtraForbidden,
  fastapiRequestMaxItemsDecreased,
  fastapiRequestModelReplaced,
  fastapiRequestMultipleOfChanged,
  fastapiRequestPropertyRefused,
  fastapiRequestValidatorAdded,
  fastapiResponseByAliasChanged,
  fastapiResponseExclusionAdded,
  fastapiResponseModelReplaced,
  filterWithoutIndex,
  foreignKeyWithoutIndex,
  guardAdded,
  guardChanged,
  guardRemoved,
  guardWeakened,
  identitiesChanged,
  indexWithManyColumns,
  integerPrimaryKey,
  jsonColumn,
  lockTimeoutMissing,
  modelChangedWithoutMigration,
  moneyColumn,
  multipleHeads,
  nameAgainstConvention,
  nameTooLong,
  nestedTransaction,
  newBroker,
  newOutboundHost,
  newRequestPathParameter,
  newRequiredRequestParameter,
  newRequiredRequestProperty,
  openapiDocumentStale,
  operationWithoutGuard,
  optionalResponseHeaderRemoved,
  poolSizeChanged,
  protectedPathChanged,
  queryInLoop,
  renameColumn,
  renameEnumValue,
  renameTable,
  requestBodyAddedRequired,
  requestBodyBecameRequired,
  requestBodyMediaTypeRemoved,
  requestBodyRemoved,
  requestBodyWrappedInOneOf,
  requestParameterBecameEnum,
  requestParameterBecameNotNullable,
  requestParameterBecameRequired,
  requestParameterDefaultValueChanged,
  requestParameterEnumValueRemoved,
  requestParameterMaxDecreased,
  requestParameterMaxItemsDecreased,
  requestParameterMaxLengthDecreased,
  requestParameterMaxSet,
  requestParameterMinIncreased,
  requestParameterMinItemsIncreased,
  requestParameterMinLengthIncreased,
  requestParameterPatternAdded,
  requestParameterPatternChanged,
  requestParameterPropertyTypeChanged,
  requestParameterRemoved,
  requestParameterTypeChanged,
  requestPropertyAnyOfRemoved,
  requestPropertyBecameEnum,
  requestPropertyBecameNotNullable,
  requestPropertyBecameRequired,
  requestPropertyConstChanged,
  requestPropertyEnumValueRemoved,
  requestPropertyMaxDecreased,
  requestPropertyMaxLengthDecreased,
  requestPropertyMaxSet,
  requestPropertyMinIncreased,
  requestPropertyMinItemsIncreased,
  requestPropertyMinLengthIncreased,
  requestPropertyPatternAdded,
  requestPropertyPatternChanged,
  requestPropertyPatternPropertyAdded,
  requestPropertyRemoved,
  requestPropertyTypeChanged,
  requiredResponseHeaderRemoved,
  responseBodyTypeChanged,
  responseMediaTypeRemoved,
  responseOptionalPropertyRemoved,
  responsePropertyBecameNullable,
  responsePropertyBecameOptional,
  responsePropertyConstChanged,
  responsePropertyEnumValueAdded,
  responsePropertyMaxIncreased,
  responsePropertyMaxLengthIncreased,
  responsePropertyMinDecreased,
  responsePropertyMinItemsDecreased,
  responsePropertyMinLengthDecreased,
  responsePropertyOneOfAdded,
  responsePropertyPatternPropertyRemoved,
  responsePropertyTypeChanged,
  responseRequiredPropertyRemoved,
  responseSuccessStatusRemoved,
  revisionDiffersFromModel,
  rewriteTable,
  runtimeSchemaChange,
  schemaChange,
  sensitiveFieldInResponse,
  sensitivePathChanged,
  serialColumn,
  setNotNull,
  setNotNullWithoutValues,
  severalAlterations,
  slaExceeded,
  slaNotMeasured,
  sqlOutsideMigrations,
  statementNotRepeatable,
  statementTimeoutMissing,
  submoduleMoved,
  sunsetDeleted,
  syncEndpoint,
  tableWithoutPrimaryKey,
  timestampWithoutTimeZone,
  transactionLeftOpen,
  unbatchedRowChange,
  unreadableMigration,
  unvalidatedRequestBody,
  validateInSameTransaction,
  validatingCheck,
  validatingForeignKey,
  validatingUnique,
  varcharWithLimit,
  workBeforeAutocommitBlock,
  workflowChanged,
];
