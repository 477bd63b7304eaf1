import type { Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { argumentValue } from "../values/call.ts";
import { basesOf, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { isNone, textOf } from "../values/value.ts";
import type { ClassValue, Scope, Value } from "../values/value.ts";
import { classKind, frameworkBase, isFrameworkName } from "./class-kind.ts";
import { constrainedType, customType } from "./constrained-type.ts";
import { parseForwardReference } from "./forward-reference.ts";
import { customisedPage, pageOf } from "./library-models.ts";
import { librarySchema } from "./library-types.ts";
import { anyType, describeType, noneType, sizeOf, substitute, unionOf } from "./python-type.ts";
import type { PythonType, SequenceName } from "./python-type.ts";

const deepestType = 80;
const largestType = 1000;

const cache = new WeakMap<Scope, Map<Expression, PythonType>>();

/** What an annotation means where it is written. Never throws; what is not understood is `opaque`. */
export function readType(evaluator: Evaluator, expression: Expression, scope: Scope): PythonType {
  const known = cache.get(scope) ?? new Map<Expression, PythonType>();
  cache.set(scope, known);
  const found = known.get(expression);
  if (found !== undefined) return found;
  // A type that refers to itself without a class between is not a type.
  const opaque: PythonType = { kind: "opaque", text: unparse(expression) };
  const { budget } = evaluator;
  if (budget.depth > deepestType || budget.steps <= 0) return opaque;
  known.set(expression, opaque);
  budget.depth += 1;
  budget.steps -= 1;
  const read = readExpression(evaluator, expression, scope);
  budget.depth -= 1;
  const type = sizeOf(read) > largestType ? opaque : read;
  known.set(expression, type);
  return type;
}

function readExpression(evaluator: Evaluator, expression: Expression, scope: Scope): PythonType {
  switch (expression.kind) {
    case "string": {
      const parsed = parseForwardReference(expression.value, expression);
      return parsed === null
        ? { kind: "opaque", text: expression.value }
        : readType(evaluator, parsed, scope);
    }
    case "subscript":
      return readSubscript(evaluator, expression.value, elementsOf(expression.index), expression, scope);
    case "binary":
      if (expression.operator !== "|") break;
      return unionOf([
        readType(evaluator, expression.left, scope),
        readType(evaluator, expression.right, scope),
      ]);
    case "constant":
      return expression.value === null ? noneType : anyType;
    case "starred":
      return readType(evaluator, expression.value, scope);
    default:
  }
  const value = evaluate(evaluator, expression, scope);
  if (value.kind === "expression" && value.expression === expression) {
    return { kind: "opaque", text: unparse(expression), value };
  }
  return typeOfValue(evaluator, value);
}

function elementsOf(index: Expression): readonly Expression[] {
  return index.kind === "tuple" ? index.elements : [index];
}

/** What a value means when it is used as an annotation or given as `response_model=`. */
export function typeOfValue(evaluator: Evaluator, value: Value): PythonType {
  switch (value.kind) {
    case "class":
      return typeOfClass(evaluator, value);
    case "external":
      return typeOfExternal(value.name);
    case "constant":
      return isNone(value) ? noneType : { kind: "opaque", text: String(value.value) };
    case "expression":
      return readType(evaluator, value.expression, value.scope);
    case "external-call":
      return typeOfCall(evaluator, value);
    case "alias":
      return aliasType(evaluator, value, []);
    case "ellipsis":
      return anyType;
    case "function":
    case "instance":
    case "module":
    case "enum-member":
    case "list":
    case "dict":
    case "super":
    case "object":
    case "method":
      return { kind: "opaque", text: value.kind === "function" ? value.name : value.kind };
  }
}

function aliasType(
  evaluator: Evaluator,
  alias: Extract<Value, { kind: "alias" }>,
  args: readonly PythonType[],
): PythonType {
  const { node, scope, name } = alias;
  const type = (): PythonType => {
    const read = readType(evaluator, node.value, scope);
    const keys = node.typeParameters.map((parameter) => variableKey(scope, parameter.name));
    return substitute(read, new Map(keys.map((key, at) => [key, args[at] ?? anyType])));
  };
  const written = args.length === 0 ? name : `${name}[${args.map(describeType).join(",")}]`;
  return { kind: "alias", name: written, path: scope.path, type };
}

function typeOfClass(evaluator: Evaluator, definition: ClassValue): PythonType {
  switch (classKind(evaluator, definition)) {
    case "model":
    case "root-model":
    case "dataclass":
    case "typed-dict":
      return { kind: "model", definition, arguments: [] };
    case "named-tuple":
      return { kind: "model", definition, arguments: [], isTuple: true };
    case "enum":
      return { kind: "enum", definition };
    case "framework":
      return {
        kind: "framework",
        name: frameworkBase(evaluator, definition) ?? "fastapi.Response",
        definition,
      };
    case "custom":
      return customType(evaluator, definition) ?? { kind: "opaque", text: definition.name };
    case "other":
      return { kind: "class", definition };
  }
}

const sequences: ReadonlyMap<string, SequenceName> = new Map([
  ["builtins.list", "list"],
  ["typing.List", "list"],
  ["builtins.set", "set"],
  ["typing.Set", "set"],
  ["typing.AbstractSet", "set"],
  ["typing.MutableSet", "set"],
  ["builtins.frozenset", "frozenset"],
  ["typing.FrozenSet", "frozenset"],
  ["typing.Sequence", "sequence"],
  ["typing.MutableSequence", "sequence"],
  ["typing.Collection", "sequence"],
  ["typing.Deque", "deque"],
  ["collections.deque", "deque"],
]);
const streams = new Set([
  "typing.Iterable",
  "typing.Iterator",
  "typing.Generator",
  "typing.AsyncIterable",
  "typing.AsyncIterator",
  "typing.AsyncGenerator",
]);
const mappings = new Set([
  "builtins.dict",
  "typing.Dict",
  "typing.Mapping",
  "typing.MutableMapping",
  "typing.DefaultDict",
  "typing.OrderedDict",
  "collections.defaultdict",
  "collections.OrderedDict",
  "typing.Counter",
  "collections.Counter",
]);
/** Wrappers that say nothing about the value. */
const transparent = new Set([
  "typing.ClassVar",
  "typing.Final",
  "typing.Required",
  "typing.NotRequired",
  "typing.ReadOnly",
  "typing.InitVar",
  "dataclasses.InitVar",
  "pydantic.SkipValidation",
  "pydantic.OnErrorOmit",
  "pydantic.Secret",
  "pydantic.InstanceOf",
  "pydantic.SerializeAsAny",
  "sqlalchemy.orm.Mapped",
]);

/** Aliases of Pydantic 1 (`pydantic/types.py`). */
const nullableOfPydanticOne: ReadonlyMap<string, readonly string[]> = new Map([
  ["pydantic.NoneStr", ["builtins.str"]],
  ["pydantic.NoneBytes", ["builtins.bytes"]],
  ["pydantic.NoneStrBytes", ["builtins.str", "builtins.bytes"]],
]);

function typeOfExternal(name: string): PythonType {
  const sequence = sequences.get(name);
  if (sequence !== undefined)
    return { kind: "sequence", name: sequence, label: lastName(name), item: anyType, isBare: true };
  if (mappings.has(name)) return { kind: "mapping", label: lastName(name), key: anyType, value: anyType };
  if (streams.has(name)) return { kind: "stream", item: anyType };
  if (name === "builtins.tuple" || name === "typing.Tuple")
    return { kind: "tuple", items: [], rest: anyType };
  const nullable = nullableOfPydanticOne.get(name);
  if (nullable !== undefined) return unionOf([...nullable.map(typeOfExternal), noneType]);
  if (name === "typing.Any" || name === "builtins.object") return anyType;
  if (name === "typing.NoReturn" || name === "typing.Never") return noneType;
  if (name === "pydantic.JsonValue")
    return { kind: "alias", name: "JsonValue", path: "", type: () => anyType };
  if (isFrameworkName(name)) return { kind: "framework", name, definition: null };
  if (librarySchema(name) !== null) return { kind: "library", name };
  return pageOf(name, null) ?? { kind: "opaque", text: name };
}

function typeOfCall(evaluator: Evaluator, call: Extract<Value, { kind: "external-call" }>): PythonType {
  const text = unparse(call.origin.expression);
  switch (call.name) {
    case "typing.TypeVar": {
      const name = textOf(argumentValue(call.arguments, 0, "name") ?? { kind: "ellipsis" }) ?? text;
      const bound = argumentValue(call.arguments, null, "bound");
      const fallback = argumentValue(call.arguments, null, "default") ?? bound;
      return {
        kind: "variable",
        key: variableKey(call.origin.scope, name),
        bound: fallback === null ? null : typeOfValue(evaluator, fallback),
      };
    }
    case "typing.NewType": {
      const base = argumentValue(call.arguments, 1, "tp");
      return base === null ? { kind: "opaque", text } : typeOfValue(evaluator, base);
    }
    case "typing.TypeAliasType": {
      const name = textOf(argumentValue(call.arguments, 0, "name") ?? { kind: "ellipsis" }) ?? text;
      const value = argumentValue(call.arguments, 1, "value");
      if (value === null) return { kind: "opaque", text };
      return { kind: "alias", name, path: call.origin.scope.path, type: () => typeOfValue(evaluator, value) };
    }
    default:
      return constrainedType(evaluator, call) ?? { kind: "opaque", text };
  }
}

/** Type variables are told apart by the module that makes them and their name; class-scoped ones by their scope too. */
function variableKey(scope: Scope, name: string): string {
  return `${scope.path}\u0000${scope.parent === null ? "" : scope.name}\u0000${name}`;
}

function readSubscript(
  evaluator: Evaluator,
  base: Expression,
  elements: readonly Expression[],
  whole: Expression,
  scope: Scope,
): PythonType {
  const origin = evaluate(evaluator, base, scope);
  const read = (expression: Expression | undefined): PythonType =>
    expression === undefined ? anyType : readType(evaluator, expression, scope);
  const all = (): PythonType[] => elements.map(read);
  switch (origin.kind) {
    case "external":
      return readGeneric(evaluator, origin.name, elements, scope);
    case "class":
      return parametrised(evaluator, origin, all());
    case "alias":
      return aliasType(evaluator, origin, all());
    case "expression":
    case "external-call": {
      const generic = typeOfValue(evaluator, origin);
      return generic.kind === "opaque"
        ? { kind: "opaque", text: `${generic.text}[${elements.map((item) => unparse(item)).join(", ")}]` }
        : applyArguments(generic, all());
    }
    default:
      return { kind: "opaque", text: unparse(whole) };
  }
}

/** `Page[Item]` of a class: an enum or plain class has no parameters and stays what it is. */
function parametrised(evaluator: Evaluator, definition: ClassValue, args: readonly PythonType[]): PythonType {
  const type = typeOfClass(evaluator, definition);
  return type.kind === "model" ? { ...type, arguments: args } : type;
}

/** Puts arguments in for the variables of a generic alias such as `Envelope = Response[T] | None`, in order. */
function applyArguments(generic: PythonType, args: readonly PythonType[]): PythonType {
  const variables: string[] = [];
  collectVariables(generic, variables);
  return substitute(generic, new Map(variables.map((key, at) => [key, args[at] ?? anyType])));
}

function collectVariables(type: PythonType, into: string[]): void {
  switch (type.kind) {
    case "variable":
      if (!into.includes(type.key)) into.push(type.key);
      return;
    case "sequence":
    case "stream":
      return collectVariables(type.item, into);
    case "tuple":
      for (const item of type.items) collectVariables(item, into);
      if (type.rest !== null) collectVariables(type.rest, into);
      return;
    case "mapping":
      collectVariables(type.key, into);
      return collectVariables(type.value, into);
    case "union":
      for (const member of type.members) collectVariables(member, into);
      return;
    case "annotated":
      return collectVariables(type.type, into);
    case "model":
    case "library-model":
      for (const argument of type.arguments) collectVariables(argument, into);
      return;
    default:
  }
}

function readGeneric(
  evaluator: Evaluator,
  name: string,
  elements: readonly Expression[],
  scope: Scope,
): PythonType {
  const [first, second] = elements;
  const read = (expression: Expression | undefined): PythonType =>
    expression === undefined ? anyType : readType(evaluator, expression, scope);
  const sequence = sequences.get(name);
  if (sequence !== undefined)
    return { kind: "sequence", name: sequence, label: lastName(name), item: read(first) };
  if (mappings.has(name)) {
    return {
      kind: "mapping",
      label: lastName(name),
      key: read(first),
      value: name.endsWith("Counter") ? integer : read(second),
    };
  }
  if (streams.has(name)) return { kind: "stream", item: read(first) };
  if (transparent.has(name)) return read(first);
  switch (name) {
    case "typing.Optional":
      return unionOf([read(first), noneType]);
    case "typing.Union":
      return unionOf(elements.map(read));
    case "typing.Annotated":
      return {
        kind: "annotated",
        type: read(first),
        metadata: elements.slice(1).map((element) => evaluate(evaluator, element, scope)),
      };
    case "typing.Literal":
      return readLiteral(evaluator, elements, scope);
    case "builtins.tuple":
    case "typing.Tuple":
      return readTuple(elements, read);
    case "builtins.type":
    case "typing.Type":
      return { kind: "library", name: "builtins.type" };
    case "pydantic.Json":
      return { kind: "annotated", type: read(first), metadata: [{ kind: "external", name }] };
    default: {
      const page = name.endsWith(".CustomizedPage")
        ? customisedPage(
            read(first),
            elements.slice(1).map((element) => evaluate(evaluator, element, scope)),
          )
        : pageOf(name, read(first));
      if (page !== null) return page;
      if (librarySchema(name) !== null) return { kind: "library", name };
      return {
        kind: "opaque",
        text: `${name}[${elements.map((item) => textOfElement(evaluator, item, scope)).join(", ")}]`,
      };
    }
  }
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

const integer: PythonType = { kind: "library", name: "builtins.int" };

/** Names of an opaque generic's arguments, through import aliases where they are known. */
function textOfElement(evaluator: Evaluator, element: Expression, scope: Scope): string {
  const value = evaluate(evaluator, element, scope);
  if (value.kind === "class") return value.name;
  return value.kind === "external" ? value.name : unparse(element);
}

function readTuple(
  elements: readonly Expression[],
  read: (expression: Expression | undefined) => PythonType,
): PythonType {
  const [first, second] = elements;
  const isOpen = elements.length === 2 && second?.kind === "constant" && second.value === "...";
  if (isOpen) return { kind: "tuple", items: [], rest: read(first) };
  if (elements.length === 1 && first?.kind === "tuple") return { kind: "tuple", items: [], rest: null };
  return { kind: "tuple", items: elements.map(read), rest: null };
}

function readLiteral(evaluator: Evaluator, elements: readonly Expression[], scope: Scope): PythonType {
  const values: Value[] = [];
  for (const element of elements) {
    const value = evaluate(evaluator, element, scope);
    if (value.kind === "expression") {
      const nested = readType(evaluator, value.expression, value.scope);
      if (nested.kind === "literal") values.push(...nested.values);
      else return { kind: "opaque", text: `Literal[${elements.map((item) => unparse(item)).join(", ")}]` };
    } else values.push(value);
  }
  return { kind: "literal", values };
}

// ── generics ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Keys of a class's type parameters, in order: PEP 695, else `Generic[T, U]`, else as they appear in its bases. */
export function typeParametersOf(evaluator: Evaluator, definition: ClassValue): readonly string[] {
  const declared = definition.node.typeParameters;
  const outer = definition.scope.parent;
  if (declared.length > 0 && outer !== null) return declared.map(({ name }) => variableKey(outer, name));
  const found: string[] = [];
  const rest: string[] = [];
  const scope = outer ?? definition.scope;
  for (const base of definition.node.bases) {
    if (base.kind !== "subscript") continue;
    const origin = evaluate(evaluator, base.value, scope);
    const isGeneric = origin.kind === "external" && /^typing\.(?:Generic|Protocol)$/.test(origin.name);
    for (const element of elementsOf(base.index)) {
      collectVariables(readType(evaluator, element, scope), isGeneric ? found : rest);
    }
  }
  return found.length > 0 ? found : rest;
}

/** What the variables of `owner` stand for, seen from a parametrised class that inherits from it. */
export function replacementsFor(
  evaluator: Evaluator,
  definition: ClassValue,
  args: readonly PythonType[],
  owner: ClassValue,
): ReadonlyMap<string, PythonType> {
  const own = new Map<string, PythonType>(
    typeParametersOf(evaluator, definition).flatMap((key, at) => {
      const argument = args[at];
      return argument === undefined ? [] : [[key, argument] as const];
    }),
  );
  if (owner === definition) return own;
  for (const base of basesOf(evaluator, definition)) {
    const parent = baseClass(evaluator, base);
    if (parent === null || !linearise(evaluator, parent.definition).classes.includes(owner)) continue;
    const given = parent.arguments.map((argument) => substitute(argument, own));
    return replacementsFor(evaluator, parent.definition, given, owner);
  }
  return new Map();
}

/** A base as class and type arguments; null when it is not a class of the repository. */
export function baseClass(
  evaluator: Evaluator,
  base: Value,
): { readonly definition: ClassValue; readonly arguments: readonly PythonType[] } | null {
  if (base.kind === "class") return { definition: base, arguments: [] };
  if (base.kind !== "expression" || base.expression.kind !== "subscript") return null;
  const origin = evaluate(evaluator, base.expression.value, base.scope);
  if (origin.kind !== "class") return null;
  const { scope } = base;
  const args = elementsOf(base.expression.index).map((element) => readType(evaluator, element, scope));
  return { definition: origin, arguments: args };
}
