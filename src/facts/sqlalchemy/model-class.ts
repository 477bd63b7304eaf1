import type { ClassDefinition, Expression, FunctionDefinition } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { Project } from "../python/project.ts";
import type { ModelAttribute } from "./attributes.ts";
import {
  follow,
  isFlaskExtension,
  keywordOf,
  moduleScope,
  resolveIn,
  sqlalchemyName,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { lastPart } from "../../text/names.ts";

/** A class of the repository, as models inherit from it. */
export interface ModelClass {
  readonly kind: "class";
  readonly key: string;
  readonly path: string;
  readonly name: string;
  readonly node: ClassDefinition;
}

/** What a model may inherit from. A `root` is a base made by a call: `declarative_base()`, `db.Model`. */
export type Ancestor =
  | ModelClass
  | { readonly kind: "root"; readonly key: string; readonly call: Placed }
  | { readonly kind: "external"; readonly key: string }
  | { readonly kind: "unresolved"; readonly key: string };

/** Classes by key with what was found out about them, so that a base that many models share is read once. */
export interface ClassIndex {
  readonly project: Project;
  readonly linear: Map<string, readonly Ancestor[]>;
  /** Attributes of classes in whose bodies nothing depends on the class that inherits them. */
  readonly own: Map<string, ReadonlyMap<string, ModelAttribute>>;
}

export function classIndex(project: Project): ClassIndex {
  return { project, linear: new Map(), own: new Map() };
}

export function modelClass(path: string, node: ClassDefinition, name = node.name): ModelClass {
  return { kind: "class", key: `${path}:${name}`, path, name, node };
}

/** Inheritance deeper or wider than this is not followed: it would cost its square for each class. */
const deepest = 60;
const mostAncestors = 120;
const tooDeep: Ancestor = { kind: "unresolved", key: "inheritance too deep" };

/** The class and all that it inherits from in Python's method resolution order; a repository's own `Base` included. */
export function linearise(index: ClassIndex, model: ModelClass, depth = 0): readonly Ancestor[] {
  const known = index.linear.get(model.key);
  if (known !== undefined) return known;
  if (depth > deepest) return [model, tooDeep];
  // A class that inherits from itself through a cycle sees itself without bases.
  index.linear.set(model.key, [model]);
  const bases = directBases(index, model);
  const all = [model, ...mergeOrders([...bases.map((base) => lineariseBase(index, base, depth + 1)), bases])];
  const order = all.length > mostAncestors ? [...all.slice(0, mostAncestors), tooDeep] : all;
  index.linear.set(model.key, order);
  return order;
}

function lineariseBase(index: ClassIndex, base: Ancestor, depth: number): readonly Ancestor[] {
  if (base.kind === "class") return linearise(index, base, depth);
  if (base.kind !== "root" || base.call.expression.kind !== "call") return [base];
  const own = keywordOf(base.call.expression, "cls");
  if (own === null) return [base];
  return [base, ...lineariseBase(index, ancestorOf(base.call.scope, own), depth)];
}

/** The merge of Python's C3 linearisation; where no consistent order exists, the first remaining class comes next. */
function mergeOrders(orders: readonly (readonly Ancestor[])[]): readonly Ancestor[] {
  // One base: its order is the order.
  const [only, bases] = orders;
  if (only !== undefined && bases?.length === 1 && orders.length === 2) return only;
  let remaining = orders.filter((order) => order.length > 0);
  const merged: Ancestor[] = [];
  while (remaining.length > 0) {
    const heads = remaining.flatMap((order) => order.slice(0, 1));
    const inTail = (head: Ancestor) =>
      remaining.some((order) => order.slice(1).some((one) => one.key === head.key));
    const next = heads.find((head) => !inTail(head)) ?? heads[0];
    if (next === undefined) break;
    merged.push(next);
    remaining = remaining
      .map((order) => order.filter((one) => one.key !== next.key))
      .filter((order) => order.length > 0);
  }
  return merged;
}

function directBases(index: ClassIndex, model: ModelClass): readonly Ancestor[] {
  const scope = moduleScope(index.project, model.path);
  return model.node.bases.filter((base) => base.kind !== "starred").map((base) => ancestorOf(scope, base));
}

function ancestorOf(scope: NameScope, expression: Expression): Ancestor {
  const plain = expression.kind === "subscript" ? expression.value : expression;
  const found = resolveIn(scope, plain);
  if (found.kind === "external") return { kind: "external", key: found.name };
  if (found.kind === "definition" && found.binding.kind === "class") {
    return modelClass(found.path, found.binding.node, found.name);
  }
  if (plain.kind === "attribute" && plain.attribute === "Model" && isFlaskExtension(scope, plain.value)) {
    return { kind: "root", key: "flask_sqlalchemy.Model", call: { scope, expression: plain } };
  }
  const followed = follow(scope, plain);
  if (isDeclarativeCall(followed)) {
    const key =
      found.kind === "definition" ? `${found.path}:${found.name}` : `${scope.path}:${unparse(plain)}`;
    return { kind: "root", key, call: followed };
  }
  if (followed.expression !== plain && followed.expression.kind !== "call") {
    return ancestorOf(followed.scope, followed.expression);
  }
  return { kind: "unresolved", key: unparse(plain) };
}

const declarativeFunctions = new Set([
  "declarative_base",
  "automap_base",
  "generate_base",
  "dynamic_declarative_base",
]);

function isDeclarativeCall({ scope, expression }: Placed): boolean {
  if (expression.kind !== "call") return false;
  const name = sqlalchemyName(scope, expression.callee);
  if (name !== null) return declarativeFunctions.has(name);
  // `mapper_registry.generate_base()`
  return expression.callee.kind === "attribute" && expression.callee.attribute === "generate_base";
}

// ── what a class is ────────────────────────────────────────────────────────────────────────────────────────────

const declarativeClasses = new Set(["DeclarativeBase", "DeclarativeBaseNoMeta"]);

/** The base whose metadata holds the tables of the classes below it. */
export interface DeclarativeRoot {
  readonly key: string;
  readonly style: "declarative" | "sqlmodel" | "flask" | "unknown";
  /** The class in the repository that is the base, or null (`declarative_base()`, `SQLModel`). */
  readonly base: ModelClass | null;
  /** The call that made the base, or null. */
  readonly call: Placed | null;
}

/** The declarative base that a class inherits from, or null when it is not a model's class. */
export function declarativeRoot(index: ClassIndex, model: ModelClass): DeclarativeRoot | null {
  for (const ancestor of linearise(index, model)) {
    if (ancestor.kind === "root") {
      const style = ancestor.key === "flask_sqlalchemy.Model" ? "flask" : "declarative";
      return { key: ancestor.key, style, base: null, call: ancestor.call };
    }
    if (ancestor.kind === "external" && ancestor.key === "sqlmodel.main.SQLModel") {
      return { key: "sqlmodel.SQLModel", style: "sqlmodel", base: null, call: null };
    }
    if (ancestor.kind === "external" && ancestor.key === "sqlmodel.SQLModel") {
      return { key: "sqlmodel.SQLModel", style: "sqlmodel", base: null, call: null };
    }
    if (ancestor.kind === "class" && isDeclarativeBase(index, ancestor)) {
      return { key: ancestor.key, style: "declarative", base: ancestor, call: null };
    }
  }
  return mappedByDecorator(index, model);
}

/** `class Base(DeclarativeBase)`, `@as_declarative()`, `metaclass=DeclarativeMeta`. */
export function isDeclarativeBase(index: ClassIndex, model: ModelClass): boolean {
  const scope = moduleScope(index.project, model.path);
  if (
    directBases(index, model).some(
      (base) =>
        base.kind === "external" &&
        base.key.startsWith("sqlalchemy.") &&
        declarativeClasses.has(lastPart(base.key)),
    )
  ) {
    return true;
  }
  const meta = model.node.keywords.find((keyword) => keyword.name === "metaclass");
  if (meta !== undefined && sqlalchemyName(scope, meta.value) === "DeclarativeMeta") return true;
  return model.node.decorators.some((decorator) => {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    if (sqlalchemyName(scope, callee) === "as_declarative") return true;
    return callee.kind === "attribute" && callee.attribute === "as_declarative_base";
  });
}

/** `@mapper_registry.mapped`, `@reg.mapped_as_dataclass`: the class is mapped without a base. */
function mappedByDecorator(index: ClassIndex, model: ModelClass): DeclarativeRoot | null {
  const scope = moduleScope(index.project, model.path);
  for (const decorator of model.node.decorators) {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    if (callee.kind !== "attribute" || !["mapped", "mapped_as_dataclass"].includes(callee.attribute))
      continue;
    const registry = follow(scope, callee.value);
    if (registry.expression.kind !== "call") continue;
    if (sqlalchemyName(registry.scope, registry.expression.callee) !== "registry") continue;
    return { key: metadataKeyOf(scope, callee.value), style: "declarative", base: null, call: registry };
  }
  return null;
}

/** Where a registry or a `MetaData` is defined: two expressions with one key mean one object. */
export function metadataKeyOf(scope: NameScope, expression: Expression): string {
  const found = resolveIn(scope, expression);
  if (found.kind === "definition") {
    const value = found.binding.kind === "value" ? found.binding.value : null;
    if (value !== null && (value.kind === "name" || value.kind === "attribute")) {
      return metadataKeyOf(moduleScope(scope.project, found.path), value);
    }
    return `${found.path}:${found.name}`;
  }
  if (found.kind === "external") return found.name;
  return `${scope.path}:${unparse(expression)}`;
}

/** Library classes that bring no columns. */
const harmless = [
  /^(?:builtins|typing|typing_extensions|abc|enum|dataclasses|pydantic|collections)(?:\.|$)/u,
  /^sqlalchemy\.(?:[a-z_]+\.)*(?:DeclarativeBase|DeclarativeBaseNoMeta|MappedAsDataclass|AsyncAttrs|ConcreteBase|AbstractConcreteBase|DeferredReflection)$/u,
  /^sqlmodel\.(?:main\.)?SQLModel$/u,
];
const harmlessNames = new Set(["object", "Exception", "str", "dict"]);

/** Bases whose columns can't be known: unresolved ones and classes of other libraries. */
export function unknownBases(index: ClassIndex, model: ModelClass): readonly string[] {
  return linearise(index, model)
    .filter((one) => one.kind === "external" || one.kind === "unresolved")
    .map((one) => one.key)
    .filter((key) => !harmlessNames.has(key) && !harmless.some((pattern) => pattern.test(key)));
}

/** `@declared_attr`, `@declared_attr.directive`, `@declared_attr.cascading`. */
export function isDeclaredAttribute(scope: NameScope, node: FunctionDefinition): boolean {
  return node.decorators.some((decorator) => {
    const found = resolveIn(scope, decorator);
    return (
      found.kind === "external" &&
      found.name.startsWith("sqlalchemy.") &&
      /\.(?:declared_attr|declared_attr\.directive|declared_attr\.cascading)$/u.test(found.name)
    );
  });
}
