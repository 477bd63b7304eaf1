import { callTextMethod } from "../python/text-methods.ts";
import type { Call, Expression, FunctionDefinition, Statement } from "../../syntax/python/ast.ts";
import type { Constant, Project, Resolution } from "../python/project.ts";

/**
 * Where an expression of a model stands: its module, the names that its class body or function binds, and, inside a
 * `declared_attr`, what `cls` is.
 */
export interface NameScope {
  readonly project: Project;
  readonly path: string;
  readonly locals: ReadonlyMap<string, Bound>;
  /** First parameter of a `declared_attr` and the class that it stands for; null elsewhere. */
  readonly cls: { readonly parameter: string; readonly name: string; readonly table: string | null } | null;
}

/** A local name's expression; `scope` is the caller's for an argument, null where it is the scope that binds the name. */
export interface Bound {
  readonly expression: Expression;
  readonly scope: NameScope | null;
}

/** An expression with the scope in which to read it. */
export interface Placed {
  readonly scope: NameScope;
  readonly expression: Expression;
}

/** Chains of aliases longer than this are not followed. */
const longestChain = 8;

export function moduleScope(project: Project, path: string): NameScope {
  return { project, path, locals: new Map(), cls: null };
}

/** What a name or attribute chain means here. Names of the class body come before names of the module. */
export function resolveIn(scope: NameScope, expression: Expression, hop = 0): Resolution {
  const local = localValue(scope, expression);
  if (local !== null && hop < longestChain) return resolveIn(local.scope, local.expression, hop + 1);
  return scope.project.resolveExpression(scope.path, expression);
}

/** The expression that a name stands for, through aliases and imports. */
export function follow(scope: NameScope, expression: Expression): Placed {
  let at: Placed = { scope, expression };
  for (let hop = 0; hop < longestChain; hop += 1) {
    const local = localValue(at.scope, at.expression);
    if (local !== null) {
      at = local;
      continue;
    }
    if (at.expression.kind !== "name" && at.expression.kind !== "attribute") return at;
    const found = at.scope.project.resolveExpression(at.scope.path, at.expression);
    if (found.kind !== "definition" || found.binding.kind !== "value" || found.binding.value === null)
      return at;
    at = { scope: moduleScope(scope.project, found.path), expression: found.binding.value };
  }
  return at;
}

/** A class attribute may be named like what it is bound to (`status = Column(status)`): inside, the name means the module's. */
function localValue(scope: NameScope, expression: Expression): Placed | null {
  if (expression.kind !== "name") return null;
  const bound = scope.locals.get(expression.id);
  if (bound === undefined) return null;
  if (bound.scope !== null) return { scope: bound.scope, expression: bound.expression };
  const locals = new Map(scope.locals);
  locals.delete(expression.id);
  return { scope: { ...scope, locals }, expression: bound.expression };
}

/** The value of a constant expression, `cls.__name__` and `cls.__tablename__` included; undefined when it is not constant. */
export function constantIn(scope: NameScope, expression: Expression): Constant | undefined {
  if (expression.kind === "attribute" && scope.cls !== null) {
    const { value, attribute } = expression;
    if (value.kind === "name" && value.id === scope.cls.parameter) {
      if (attribute === "__name__") return scope.cls.name;
      if (attribute === "__tablename__") return scope.cls.table ?? undefined;
      return undefined;
    }
  }
  if (expression.kind === "joined-string") {
    const parts = expression.parts.map((part) => {
      if (typeof part === "string") return part;
      if (part.conversion !== null || part.format !== null) return undefined;
      const value = constantIn(scope, part.value);
      return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    });
    return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
  }
  if (expression.kind === "binary" && expression.operator === "+") {
    const left = constantIn(scope, expression.left);
    const right = constantIn(scope, expression.right);
    return typeof left === "string" && typeof right === "string" ? left + right : undefined;
  }
  if (expression.kind === "call" && expression.callee.kind === "attribute") {
    const made = methodOfText(scope, expression, expression.callee);
    if (made !== undefined) return made;
  }
  const local = localValue(scope, expression);
  if (local !== null) return constantIn(local.scope, local.expression);
  const value = scope.project.evaluate(scope.path, expression);
  return value.known ? value.value : undefined;
}

/** `NAMES.lower()`, `SQL.split(";")` of a constant text. */
function methodOfText(
  scope: NameScope,
  call: Call,
  callee: Extract<Expression, { kind: "attribute" }>,
): Constant | undefined {
  const text = constantIn(scope, callee.value);
  const args = call.args.map((argument) => constantIn(scope, argument));
  if (typeof text !== "string" || call.keywords.length > 0) return undefined;
  if (!args.every((argument) => argument !== undefined)) return undefined;
  return callTextMethod(text, callee.attribute, args);
}

/** `constantIn` where only text will do. */
export function textIn(scope: NameScope, expression: Expression | null | undefined): string | null {
  if (expression === null || expression === undefined) return null;
  const value = constantIn(scope, expression);
  return typeof value === "string" ? value : null;
}

/**
 * `Column` for `sqlalchemy.Column`, `sa.Column`, `sqlmodel.Column` and `db.Column` of Flask-SQLAlchemy: the last part
 * of a name of SQLAlchemy's, whatever module it was imported from; null for everything else.
 */
export function sqlalchemyName(scope: NameScope, expression: Expression): string | null {
  const found = resolveIn(scope, expression);
  if (found.kind === "external") return sqlalchemyPart(found.name);
  if (expression.kind === "attribute" && isFlaskExtension(scope, expression.value))
    return expression.attribute;
  return null;
}

function sqlalchemyPart(name: string): string | null {
  const parts = name.split(".");
  return parts[0] === "sqlalchemy" || parts[0] === "sqlmodel" ? (parts.at(-1) ?? null) : null;
}

/** `db = SQLAlchemy()`: its attributes are SQLAlchemy's names. */
export function isFlaskExtension(scope: NameScope, expression: Expression): boolean {
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind !== "call") return false;
  const callee = resolveIn(inside, value.callee);
  return callee.kind === "external" && callee.name === "flask_sqlalchemy.SQLAlchemy";
}

/** Value of a keyword argument, or null. */
export function keywordOf(call: Call, name: string): Expression | null {
  return call.keywords.find((keyword) => keyword.name === name)?.value ?? null;
}

/** What a function returns when its body is nothing but a docstring, plain assignments and one `return`; else null. */
export function onlyReturn(
  node: FunctionDefinition,
): { readonly value: Expression; readonly locals: ReadonlyMap<string, Bound> } | null {
  const locals = new Map<string, Bound>();
  for (const statement of node.body) {
    if (statement.kind === "return" && statement.value !== null) return { value: statement.value, locals };
    if (!bindLocal(statement, locals)) return null;
  }
  return null;
}

function bindLocal(statement: Statement, locals: Map<string, Bound>): boolean {
  if (statement.kind === "pass" || statement.kind === "import-from" || statement.kind === "import")
    return true;
  if (statement.kind === "expression") return statement.value.kind === "string";
  if (statement.kind !== "assign") return false;
  for (const target of statement.targets) {
    if (target.kind !== "name") return false;
    locals.set(target.id, { expression: statement.value, scope: null });
  }
  return true;
}

/** What a call of a function of the repository gives, when the function only builds and returns one expression. */
export function returnedBy(scope: NameScope, call: Call): Placed | null {
  const found = resolveIn(scope, call.callee);
  if (found.kind !== "definition" || found.binding.kind !== "function") return null;
  const { node } = found.binding;
  const returned = onlyReturn(node);
  if (returned === null) return null;
  const locals = new Map(returned.locals);
  const positional = node.parameters.filter(
    ({ kind }) => kind === "positional" || kind === "positional-only",
  );
  for (const parameter of node.parameters) {
    const given = keywordOf(call, parameter.name) ?? call.args[positional.indexOf(parameter)];
    if (given !== undefined) locals.set(parameter.name, { expression: given, scope });
    else if (parameter.default !== null)
      locals.set(parameter.name, { expression: parameter.default, scope: null });
  }
  return { scope: { ...moduleScope(scope.project, found.path), locals }, expression: returned.value };
}
