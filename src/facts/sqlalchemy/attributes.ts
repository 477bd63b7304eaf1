import type { ClassDefinition, Expression, FunctionDefinition, Statement } from "../../syntax/python/ast.ts";
import type { Location } from "../location.ts";
import { linearise, isDeclaredAttribute, type ClassIndex, type ModelClass } from "./model-class.ts";
import {
  moduleScope,
  onlyReturn,
  sqlalchemyName,
  type Bound,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { walkScope } from "../../syntax/python/walk.ts";

/** One name that the body of a model, a mixin or an abstract base binds. */
export interface ModelAttribute {
  readonly name: string;
  readonly owner: ModelClass;
  readonly scope: NameScope;
  readonly annotation: Expression | null;
  /** Null for an annotation alone and for a function that is no `declared_attr`. */
  readonly value: Expression | null;
  readonly where: Location;
  /** A `declared_attr` whose body is more than one `return`, and that makes a column. */
  readonly opaqueColumn: boolean;
  /** It stands below an `if` or a `try` of the class body. */
  readonly conditional: boolean;
}

/** A class's view of what it inherits: its own name and table stand for `cls` in a `declared_attr`. */
export interface Identity {
  readonly name: string;
  readonly table: string | null;
}

/**
 * Names that a class binds itself or inherits from mixins and abstract bases, in order of Python's method resolution:
 * the nearest one wins. Classes in `without` (mapped parents and what they inherit from) have columns in other tables.
 */
export function attributesOf(
  index: ClassIndex,
  model: ModelClass,
  identity: Identity,
  without: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, ModelAttribute> {
  const attributes = new Map<string, ModelAttribute>();
  for (const ancestor of linearise(index, model)) {
    if (ancestor.kind !== "class" || without.has(ancestor.key)) continue;
    for (const [name, attribute] of ownAttributes(index, ancestor, identity)) {
      if (!attributes.has(name)) attributes.set(name, attribute);
    }
  }
  return attributes;
}

/** Names bound in the body of one class; the last binding of a name wins. */
export function ownAttributes(
  index: ClassIndex,
  owner: ModelClass,
  identity: Identity,
): ReadonlyMap<string, ModelAttribute> {
  const known = index.own.get(owner.key);
  if (known !== undefined) return known;
  const scope = bodyScope(index, owner);
  const attributes = new Map<string, ModelAttribute>();
  // What a `declared_attr` gives depends on the class that asks.
  let shared = true;
  for (const { statement, conditional } of bodyStatements(owner.node.body)) {
    shared &&= statement.kind !== "function" || !isDeclaredAttribute(scope, statement);
    for (const attribute of boundBy(scope, owner, statement, identity)) {
      attributes.set(attribute.name, { ...attribute, conditional });
    }
  }
  if (shared) index.own.set(owner.key, attributes);
  return attributes;
}

/** Names inside the class body: what it has assigned, then its module's. */
function bodyScope(index: ClassIndex, owner: ModelClass): NameScope {
  const locals = new Map<string, Bound>();
  for (const statement of owner.node.body) {
    if (statement.kind === "assign") {
      for (const target of statement.targets) {
        if (target.kind === "name") locals.set(target.id, { expression: statement.value, scope: null });
      }
    }
    if (
      statement.kind === "annotated-assign" &&
      statement.value !== null &&
      statement.target.kind === "name"
    ) {
      locals.set(statement.target.id, { expression: statement.value, scope: null });
    }
  }
  return { ...moduleScope(index.project, owner.path), locals };
}

interface BodyStatement {
  readonly statement: Statement;
  readonly conditional: boolean;
}

/** Statements of a body, those below `if`, `try` and `with` included; what is only for type checkers is not there at run time. */
export function* bodyStatements(body: readonly Statement[], conditional = false): Generator<BodyStatement> {
  for (const statement of body) {
    switch (statement.kind) {
      case "if":
        if (!isTypeChecking(statement.test)) yield* bodyStatements(statement.body, true);
        yield* bodyStatements(statement.otherwise, conditional || !isTypeChecking(statement.test));
        break;
      case "try":
        yield* bodyStatements(statement.body, conditional);
        for (const handler of statement.handlers) yield* bodyStatements(handler.body, true);
        yield* bodyStatements(statement.otherwise, conditional);
        yield* bodyStatements(statement.finally, conditional);
        break;
      case "with":
        yield* bodyStatements(statement.body, conditional);
        break;
      default:
        yield { statement, conditional };
    }
  }
}

function isTypeChecking(test: Expression): boolean {
  return (
    (test.kind === "name" && test.id === "TYPE_CHECKING") ||
    (test.kind === "attribute" && test.attribute === "TYPE_CHECKING")
  );
}

function* boundBy(
  scope: NameScope,
  owner: ModelClass,
  statement: Statement,
  identity: Identity,
): Generator<ModelAttribute> {
  const where = { path: owner.path, line: statement.line, endLine: statement.endLine };
  const base = {
    owner,
    scope,
    annotation: null,
    value: null,
    where,
    opaqueColumn: false,
    conditional: false,
  };
  if (statement.kind === "assign") {
    for (const target of statement.targets) {
      if (target.kind === "name") yield { ...base, name: target.id, value: statement.value };
    }
  } else if (statement.kind === "annotated-assign" && statement.target.kind === "name") {
    const { annotation, value } = statement;
    yield { ...base, name: statement.target.id, annotation, value };
  } else if (statement.kind === "function") {
    yield declaredAttribute(base, statement, identity);
  } else if (statement.kind === "class") {
    yield { ...base, name: statement.name };
  }
}

function declaredAttribute(
  base: Omit<ModelAttribute, "name">,
  node: FunctionDefinition,
  identity: Identity,
): ModelAttribute {
  const plain = { ...base, name: node.name };
  if (!isDeclaredAttribute(base.scope, node)) return plain;
  const inside: NameScope = {
    ...moduleScope(base.scope.project, base.owner.path),
    cls: { parameter: node.parameters[0]?.name ?? "cls", name: identity.name, table: identity.table },
  };
  const returned = onlyReturn(node);
  if (returned === null) return { ...plain, scope: inside, opaqueColumn: makesColumn(inside, node) };
  return {
    ...plain,
    scope: { ...inside, locals: returned.locals },
    annotation: node.returns,
    value: returned.value,
  };
}

function makesColumn(scope: NameScope, node: FunctionDefinition): boolean {
  for (const inner of walkScope(node.body)) {
    if (inner.kind !== "call") continue;
    const name = sqlalchemyName(scope, inner.callee);
    if (name === "Column" || name === "mapped_column") return true;
  }
  return false;
}

/** What an attribute is bound to, with the scope to read it in; null when it has no value. */
export function placedValue(attribute: ModelAttribute | undefined): Placed | null {
  if (attribute === undefined || attribute.value === null) return null;
  return { scope: attribute.scope, expression: attribute.value };
}

/** A keyword of the class statement that is plainly `True` (`table=True`, `abstract=True`). */
export function classFlag(node: ClassDefinition, name: string): boolean {
  const value = node.keywords.find((keyword) => keyword.name === name)?.value;
  return value?.kind === "constant" && value.value === true;
}
