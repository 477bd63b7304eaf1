import type { Call, Expression, FunctionDefinition } from "../../syntax/python/ast.ts";
import { walkAll, walkScope } from "../../syntax/python/walk.ts";
import { isScriptPath, isTestModule } from "../../source/file-kind.ts";
import type { Project } from "../python/project.ts";
import { callsOf } from "./call-sites.ts";
import type { ColumnFilter } from "./code.ts";
import { functionsOf, placeOf } from "./function-unit.ts";

/** Methods of a statement that narrow it. */
const narrowing = new Set(["where", "filter", "filter_by"]);
/** Methods after which rows are reached by another way than the conditions on one table. */
const joining =
  /^(join|outerjoin|join_from|outerjoin_from|select_from|from_statement|correlate|union|union_all|intersect|except_|with_only_columns|add_columns|add_entity|using)$/;
/** Functions that begin a statement about a class. */
const roots = new Set(["select", "update", "delete", "query"]);
/** Comparisons that find few rows by an index. */
const comparing = new Set(["in_"]);
/** Further conditions on a column: they narrow, but say nothing of an index. */
const others =
  /^(is_|is_not|isnot|is_distinct_from|not_in|notin_|like|ilike|not_like|not_ilike|between|startswith|endswith|contains|any|has|op|overlaps|desc|asc|icontains)$/;

/**
 * Statements of a module that look for rows of one mapped class by `=` or `IN` on its attributes, and say everything
 * they are narrowed by: `select(User).where(User.email == email)`, `session.query(User).filter_by(email=email)`. What is
 * joined, built up in several steps or narrowed by a condition from elsewhere is left out.
 */
export function* columnFiltersIn(project: Project, path: string): Generator<ColumnFilter> {
  const text = project.text(path) ?? "";
  if (!/\.(where|filter|filter_by)\(/.test(text) || isScriptPath(path) || isTestModule(path, text)) return;
  if (/^from alembic import/m.test(text)) return;
  const module = project.module(path);
  if (module === null) return;
  for (const unit of functionsOf(path, module)) {
    const calls = callsOf(unit.node).map(({ call }) => call);
    const inner = new Set(calls.map((call) => receiverOf(call)));
    const extended = extendedNames(unit.node, calls);
    const assigned = assignedNames(unit.node);
    for (const call of calls) {
      if (inner.has(call) || extended.has(assigned.get(call) ?? "")) continue;
      const read = readChain(project, path, call);
      if (read !== null) yield { ...read, function: unit.name, where: placeOf(path, call) };
    }
  }
}

function receiverOf(call: Call): Expression | null {
  return call.callee.kind === "attribute" ? call.callee.value : null;
}

function methodOf(call: Call): string {
  if (call.callee.kind === "attribute") return call.callee.attribute;
  return call.callee.kind === "name" ? call.callee.id : "";
}

/** Names of statements that are assigned, narrowed further or handed on under the same name. */
function extendedNames(node: FunctionDefinition, calls: readonly Call[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const call of calls) {
    if (!narrowing.has(methodOf(call)) && !joining.test(methodOf(call))) continue;
    let root: Expression = call;
    while (root.kind === "call" && root.callee.kind === "attribute") root = root.callee.value;
    if (root.kind === "name") names.add(root.id);
  }
  const seen = new Set<string>();
  for (const statement of walkScope(node.body)) {
    if (statement.kind !== "assign") continue;
    for (const target of statement.targets) {
      if (target.kind !== "name") continue;
      if (seen.has(target.id)) names.add(target.id);
      seen.add(target.id);
    }
  }
  return names;
}

/** The name that a statement is assigned to, by its outermost call. */
function assignedNames(node: FunctionDefinition): ReadonlyMap<Call, string> {
  const names = new Map<Call, string>();
  for (const statement of walkScope(node.body)) {
    if (statement.kind !== "assign" || statement.value.kind !== "call") continue;
    const [target] = statement.targets;
    if (target?.kind === "name") names.set(statement.value, target.id);
  }
  return names;
}

/** A whole statement from its outermost call; null where it is none, or not one that is understood in full. */
function readChain(
  project: Project,
  path: string,
  outermost: Call,
): Pick<ColumnFilter, "model" | "columns"> | null {
  const conditions: Call[] = [];
  let call: Call = outermost;
  while (!roots.has(methodOf(call))) {
    if (joining.test(methodOf(call))) return null;
    if (narrowing.has(methodOf(call))) conditions.push(call);
    const receiver = receiverOf(call);
    if (receiver?.kind !== "call") return null;
    call = receiver;
  }
  if (conditions.length === 0) return null;
  const model = modelOf(project, path, call);
  if (model === null) return null;
  const columns = new Set<string>();
  for (const condition of conditions) {
    for (const { name, value } of condition.keywords) {
      if (name === null) return null;
      if (!isNothing(value)) columns.add(name);
    }
    for (const argument of condition.args) if (!collect(project, path, model, argument, columns)) return null;
  }
  return columns.size === 0 ? null : { model, columns: [...columns].sort() };
}

/** The one mapped class that `select(User)`, `select(User.id, User.name)` or `query(User)` is about. */
function modelOf(project: Project, path: string, root: Call): ColumnFilter["model"] | null {
  let found: ColumnFilter["model"] | null = null;
  for (const argument of root.args) {
    const named =
      argument.kind === "attribute"
        ? (classOf(project, path, argument.value) ?? classOf(project, path, argument))
        : classOf(project, path, argument);
    if (named === null) return null;
    if (found !== null && (found.path !== named.path || found.name !== named.name)) return null;
    found = named;
  }
  return found;
}

function classOf(project: Project, path: string, expression: Expression): ColumnFilter["model"] | null {
  if (expression.kind !== "name" && expression.kind !== "attribute") return null;
  const resolved = project.resolveExpression(path, expression);
  if (resolved.kind !== "definition" || resolved.binding.kind !== "class") return null;
  return { path: resolved.path, name: resolved.name };
}

/** Adds the attributes that a condition compares; false where it is not understood. */
function collect(
  project: Project,
  path: string,
  model: ColumnFilter["model"],
  condition: Expression,
  columns: Set<string>,
): boolean {
  const attribute = (expression: Expression): string | null => {
    const bare =
      expression.kind === "call" && methodOf(expression) === "col"
        ? (expression.args[0] ?? expression)
        : expression;
    if (bare.kind !== "attribute") return null;
    const owner = classOf(project, path, bare.value);
    return owner !== null && owner.path === model.path && owner.name === model.name ? bare.attribute : null;
  };
  if (condition.kind === "comparison") {
    const [operator] = condition.operators;
    const [right] = condition.comparators;
    if (right === undefined || condition.operators.length !== 1) return false;
    const left = attribute(condition.left);
    const other = attribute(right);
    if ((left === null) === (other === null)) return false;
    const value = left === null ? condition.left : right;
    // What another class has is a join.
    if (namesClass(project, path, value)) return false;
    if (operator === "==" && !isNothing(value)) columns.add(left ?? other ?? "");
    return true;
  }
  if (condition.kind === "binary" && condition.operator === "&") {
    return [condition.left, condition.right].every((part) => collect(project, path, model, part, columns));
  }
  if (condition.kind === "call") {
    const method = methodOf(condition);
    if (method === "and_")
      return condition.args.every((part) => collect(project, path, model, part, columns));
    if (method === "or_" || method === "not_")
      return condition.args.every((part) => !namesAnother(project, path, model, part));
    const receiver = receiverOf(condition);
    const name = receiver === null ? null : attribute(receiver);
    if (name === null) return false;
    if (comparing.has(method)) columns.add(name);
    return comparing.has(method) || others.test(method);
  }
  // `User.is_active`, `~User.is_active`
  const bare = condition.kind === "unary" ? condition.operand : condition;
  return attribute(bare) !== null;
}

/** `None`, `True` and `False` single out no rows. */
function isNothing(value: Expression): boolean {
  return value.kind === "constant";
}

/** An attribute of some class of the repository, or a statement inside of the condition. */
function namesClass(project: Project, path: string, expression: Expression): boolean {
  for (const node of walkAll([expression])) {
    if (node.kind === "call" && roots.has(methodOf(node))) return true;
    if (node.kind === "attribute" && isMapped(project, path, node.value)) return true;
  }
  return false;
}

function namesAnother(
  project: Project,
  path: string,
  model: ColumnFilter["model"],
  expression: Expression,
): boolean {
  for (const node of walkAll([expression])) {
    if (node.kind !== "attribute") continue;
    const owner = classOf(project, path, node.value);
    if (owner !== null && owner.name !== model.name && isMapped(project, path, node.value)) return true;
  }
  return false;
}

/** Whether a name is a class with columns; an enumeration's member is a constant. */
function isMapped(project: Project, path: string, expression: Expression): boolean {
  if (expression.kind !== "name" && expression.kind !== "attribute") return false;
  const resolved = project.resolveExpression(path, expression);
  if (resolved.kind !== "definition" || resolved.binding.kind !== "class") return false;
  const body = resolved.binding.node.body;
  return body.some(
    (statement) =>
      (statement.kind === "assign" || statement.kind === "annotated-assign") &&
      statement.value?.kind === "call" &&
      /^(Column|mapped_column|Field|relationship)$/.test(methodOf(statement.value)),
  );
}
