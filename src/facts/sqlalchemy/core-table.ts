import type { Call, Expression } from "../../syntax/python/ast.ts";
import type { Location } from "../location.ts";
import { readColumn, type ColumnDraft } from "./column.ts";
import {
  constantIn,
  follow,
  keywordOf,
  returnedBy,
  sqlalchemyName,
  textIn,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { columnReference } from "./reference.ts";
import { metadataAt, type SchemaReader } from "./schema-reader.ts";
import type { TableDraft } from "./table-draft.ts";
import { keepsAway, readTableItems, tableArguments } from "./table-items.ts";

/** The `Table(…)` that an expression is, or null. */
export function tableCall(scope: NameScope, expression: Expression): Call | null {
  if (expression.kind !== "call") return null;
  return sqlalchemyName(scope, expression.callee) === "Table" ? expression : null;
}

/**
 * Reads `Table("name", metadata, Column(…), …)`. Null when its name is not a constant: then nothing can be compared.
 */
export function readCoreTable(
  reader: SchemaReader,
  scope: NameScope,
  call: Call,
  mappedClass: string | null = null,
): TableDraft | null {
  const name = textIn(scope, call.args[0] ?? keywordOf(call, "name"));
  const metadataArgument = call.args[1] ?? keywordOf(call, "metadata");
  if (name === null || metadataArgument === null || metadataArgument === undefined) return null;
  const metadata = metadataAt(reader, scope, metadataArgument, null);
  const where = (expression: Expression, inside: NameScope): Location => ({
    path: inside.path,
    line: expression.line,
    endLine: expression.endLine,
  });
  const columns: ColumnDraft[] = [];
  const others: Placed[] = [];
  let partial = false;
  for (const argument of call.args.slice(2)) {
    for (const member of members(scope, argument)) {
      const column = coreColumn(reader, member, where);
      if (column === null) others.push(member);
      else columns.push(column);
    }
  }
  for (const keyword of call.keywords) {
    if (keyword.name === null) partial = true;
    if (keyword.name === "autoload_with" || keyword.name === "autoload") partial = true;
  }
  const schemaKeyword = keywordOf(call, "schema");
  const schema = schemaKeyword === null ? metadata.schema : textIn(scope, schemaKeyword);
  const unread = schemaKeyword !== null && schema === null && constantIn(scope, schemaKeyword) !== null;
  const info = keywordOf(call, "info");
  const items = readTableItems(others, (inside, expression) => textIn(inside, expression), where);
  return {
    name,
    schema,
    defaultSchema: metadata.schema,
    mappedClass,
    metadata: metadata.key,
    columns,
    items: { ...items, unmigrated: info !== null && keepsAway(scope, info) },
    where: where(call, scope),
    partial: partial || unread,
  };
}

function members(scope: NameScope, argument: Expression): readonly Placed[] {
  if (argument.kind !== "starred") return [{ scope, expression: argument }];
  return tableArguments({ scope, expression: argument.value }, () => null);
}

function coreColumn(
  reader: SchemaReader,
  member: Placed,
  where: (expression: Expression, scope: NameScope) => Location,
): ColumnDraft | null {
  const call = columnCall(member);
  if (call === null) return null;
  return readColumn([call], {
    attribute: null,
    type: null,
    nullable: null,
    where: where(call.call, call.scope),
    reference: (scope, expression) => columnReference(reader, scope, expression),
  });
}

/** `Column(…)`, also by name or as the result of a function of the repository. */
export function columnCall(at: Placed, depth = 0): { readonly scope: NameScope; readonly call: Call } | null {
  const { scope, expression } = follow(at.scope, at.expression);
  if (expression.kind !== "call" || depth > 4) return null;
  const name = sqlalchemyName(scope, expression.callee);
  if (name === "Column" || name === "mapped_column") return { scope, call: expression };
  if (name !== null) return null;
  const returned = returnedBy(scope, expression);
  return returned === null ? null : columnCall(returned, depth + 1);
}
