import type { Expression } from "../../syntax/python/ast.ts";
import type { Location } from "../location.ts";
import { classKind } from "../pydantic/class-kind.ts";
import { nameOf } from "../pydantic/model-schema.ts";
import { readModel } from "../pydantic/model.ts";
import type { ModelField } from "../pydantic/model.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { substitute } from "../pydantic/python-type.ts";
import { readType, replacementsFor } from "../pydantic/read-type.ts";
import type { Schemas } from "../pydantic/schemas.ts";
import { attributeOf } from "../values/attribute.ts";
import { findMember, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { ClassValue, FunctionValue, Value } from "../values/value.ts";
import { paginationParameters } from "./pagination.ts";
import { securityFormParameters } from "./security-forms.ts";

/** One parameter of a callable that FastAPI calls. */
export interface SignatureParameter {
  readonly name: string;
  /** Null: not annotated. */
  readonly type: PythonType | null;
  /** What is written after `=`; null: nothing. */
  readonly default: Value | null;
  /** A default that is made per call, such as `Field(default_factory=…)`. */
  readonly hasFactory: boolean;
  /** Null for what a library declares. */
  readonly where: Location | null;
}

export interface Signature {
  readonly parameters: readonly SignatureParameter[];
  /** False: the callable is not in the repository and not known, so its parameters are missing. */
  readonly known: boolean;
}

const empty: Signature = { parameters: [], known: true };
const unknown: Signature = { parameters: [], known: false };

/** The parameters of anything that `Depends` takes: functions, classes, callable instances, partials, lambdas. */
export function signatureOf(schemas: Schemas, callable: Value): Signature {
  const { evaluator } = schemas;
  const pagination = paginationParameters(evaluator, callable);
  if (pagination !== null) return { parameters: pagination, known: true };
  const borrowed = evaluator.signatures.get(callable);
  if (borrowed !== undefined && borrowed !== callable) return signatureOf(schemas, borrowed);
  switch (callable.kind) {
    case "function": {
      const wrapped = wrappedBy(evaluator, callable);
      return wrapped === null ? functionSignature(evaluator, callable) : signatureOf(schemas, wrapped);
    }
    case "class":
      return classSignature(schemas, callable);
    case "instance": {
      const call = attributeOf(evaluator, callable, "__call__");
      return call === null ? unknown : signatureOf(schemas, call);
    }
    case "external-call":
      return callSignature(schemas, callable);
    case "external": {
      const form = securityFormParameters(callable.name);
      return form === null ? unknown : { parameters: form, known: true };
    }
    default:
      return unknown;
  }
}

/** `functools.partial(f, 1, x=2)` lacks `1`, and `x` has a default; other objects of libraries have no parameters that are known. */
function callSignature(schemas: Schemas, call: Extract<Value, { kind: "external-call" }>): Signature {
  if (call.name !== "functools.partial") return unknown;
  const [target, ...bound] = call.arguments.positional;
  if (target === undefined) return unknown;
  const signature = signatureOf(schemas, target.value());
  const parameters = signature.parameters.slice(bound.length).map((parameter) => {
    const given = call.arguments.keywords.get(parameter.name);
    return given === undefined ? parameter : { ...parameter, default: given.value() };
  });
  return { ...signature, parameters };
}

function functionSignature(evaluator: Evaluator, fn: FunctionValue): Signature {
  const isMethod = fn.self !== null || (fn.owner !== null && !isStatic(fn));
  const own = isMethod ? fn.node.parameters.slice(1) : fn.node.parameters;
  const parameters = own.map((parameter): SignatureParameter => ({
    name: parameter.name,
    type: parameter.annotation === null ? null : readType(evaluator, parameter.annotation, fn.scope),
    default: parameter.default === null ? null : evaluate(evaluator, parameter.default, fn.scope),
    hasFactory: false,
    where: { path: fn.path, line: parameter.line, endLine: parameter.endLine },
  }));
  return { parameters, known: true };
}

/** What a wrapper stands for: the argument of its `@functools.wraps(…)`, whose signature Python reports. */
function wrappedBy(evaluator: Evaluator, fn: FunctionValue): Value | null {
  if (fn.node.kind !== "function") return null;
  for (const decorator of fn.node.decorators) {
    if (decorator.kind !== "call") continue;
    const callee = evaluate(evaluator, decorator.callee, fn.scope);
    const [argument] = decorator.args;
    if (callee.kind !== "external" || callee.name !== "functools.wraps" || argument === undefined) continue;
    const wrapped = evaluate(evaluator, argument, fn.scope);
    return wrapped.kind === "expression" || wrapped === fn ? null : wrapped;
  }
  return null;
}

function isStatic(fn: FunctionValue): boolean {
  return (
    fn.node.kind === "function" &&
    fn.node.decorators.some((decorator) => decorator.kind === "name" && decorator.id === "staticmethod")
  );
}

/** A class as dependency: `__init__`, else the fields of a model or dataclass, else nothing. */
function classSignature(schemas: Schemas, definition: ClassValue): Signature {
  const { evaluator } = schemas;
  const constructor = findMember(evaluator, definition, "__init__");
  if (constructor?.kind === "other" && constructor.value.kind === "function") {
    return functionSignature(evaluator, constructor.value);
  }
  const kind = classKind(evaluator, definition);
  if (kind === "model" || kind === "dataclass") return fieldSignature(schemas, definition);
  for (const name of linearise(evaluator, definition).externals) {
    const form = securityFormParameters(name);
    if (form !== null) return { parameters: form, known: true };
  }
  return linearise(evaluator, definition).externals.some((name) => !plainBases.has(name)) ? unknown : empty;
}

const plainBases = new Set(["builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"]);

/** `inspect.signature` of a model: fields by their alias where it is an identifier (`generate_pydantic_signature`). */
function fieldSignature(schemas: Schemas, definition: ClassValue): Signature {
  const { evaluator } = schemas;
  const model = readModel(evaluator, definition, schemas.isLenient(definition.path));
  const parameters = model.fields.map((field): SignatureParameter => {
    const alias = model.kind === "dataclass" ? field.name : nameOf(field, model, "validation");
    return {
      name: /^[A-Za-z_]\w*$/.test(alias) ? alias : field.name,
      type: withDeclaration(
        field,
        substitute(field.type, replacementsFor(evaluator, definition, [], field.owner)),
      ),
      default: field.default?.kind === "value" ? field.default.value : null,
      hasFactory: field.default?.kind === "factory",
      where: field.where,
    };
  });
  return { parameters, known: model.unknownBases.length === 0 };
}

/** `FieldInfo.rebuild_annotation`: the bounds of the declaration belong to the type. */
function withDeclaration(field: ModelField, type: PythonType): PythonType {
  return field.declaration === null ? type : { kind: "annotated", type, metadata: [field.declaration] };
}

/** What a class-based view needs: its constructor's parameters and its annotated class attributes. */
export function controllerSignature(schemas: Schemas, definition: ClassValue): Signature {
  const { evaluator } = schemas;
  const found = new Map<string, SignatureParameter>();
  for (const owner of [...linearise(evaluator, definition).classes].reverse()) {
    for (const statement of owner.node.body) {
      if (statement.kind !== "annotated-assign" || statement.target.kind !== "name") continue;
      const name = statement.target.id;
      if (name.startsWith("_") || name === "model_config" || isClassVariable(statement.annotation)) continue;
      found.set(name, {
        name,
        type: readType(evaluator, statement.annotation, owner.scope),
        default: statement.value === null ? null : evaluate(evaluator, statement.value, owner.scope),
        hasFactory: false,
        where: { path: owner.path, line: statement.line, endLine: statement.endLine },
      });
    }
  }
  const constructor = findMember(evaluator, definition, "__init__");
  const own =
    constructor?.kind === "other" && constructor.value.kind === "function"
      ? functionSignature(evaluator, constructor.value).parameters
      : [];
  return { parameters: [...own, ...found.values()], known: true };
}

function isClassVariable(annotation: Expression): boolean {
  const base = annotation.kind === "subscript" ? annotation.value : annotation;
  return (
    (base.kind === "name" && base.id === "ClassVar") ||
    (base.kind === "attribute" && base.attribute === "ClassVar")
  );
}
