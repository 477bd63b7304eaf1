import type { Expression, FunctionDefinition, Statement } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { Validator } from "../contract.ts";
import type { Location } from "../location.ts";
import { argumentValue } from "../values/call.ts";
import { basesOf, linearise, originOfBase } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { isNone, textOf } from "../values/value.ts";
import type { ClassValue, ExternalCallValue, Value } from "../values/value.ts";
import { annotatedValidators } from "./annotated-validators.ts";
import { classKind, dataclassDecorator, unknownBases } from "./class-kind.ts";
import type { ClassKind } from "./class-kind.ts";
import { defaultOfDeclaration, isFieldDeclaration, isTrue, readSettings } from "./field-settings.ts";
import type { FieldDefault, FieldSettings } from "./field-settings.ts";
import { readConfig } from "./model-config.ts";
import type { ModelConfig } from "./model-config.ts";
import { isOptional, metadataOf, noneType, unionOf } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";
import { baseClass, readType, typeOfValue } from "./read-type.ts";

/** The fields of a class as Pydantic collects them, before type variables are put in. */
export interface Model {
  readonly definition: ClassValue;
  readonly kind: ClassKind;
  readonly fields: readonly ModelField[];
  readonly computed: readonly ComputedField[];
  readonly config: ModelConfig;
  /** What `@model_serializer` returns, where it is annotated. */
  readonly serializedAs: PythonType | null;
  readonly validators: readonly Validator[];
  /** Bases that are not in the repository and not known: what they add is missing. */
  readonly unknownBases: readonly string[];
}

export interface ModelField {
  readonly name: string;
  /** The class that declares it; its type variables are those of this class. */
  readonly owner: ClassValue;
  readonly type: PythonType;
  readonly required: boolean;
  readonly default: FieldDefault;
  /** The declaration that was assigned (`= Field(…)`), whose constraints come after those of `Annotated`. */
  readonly declaration: Value | null;
  readonly settings: FieldSettings;
  /** `@field_serializer` with an annotated return type. */
  readonly serializedAs: PythonType | null;
  /** `@field_validator(mode="plain")`: any input reaches the validator. */
  readonly acceptsAnything: boolean;
  readonly where: Location;
}

export interface ComputedField {
  readonly name: string;
  readonly alias: string | null;
  readonly owner: ClassValue;
  readonly type: PythonType;
  readonly where: Location;
}

const models = new WeakMap<ClassValue, Model>();

/** Reads a model, dataclass, TypedDict or NamedTuple. `optionalByDefault`: Pydantic 1, where `Optional` needs no default. */
export function readModel(evaluator: Evaluator, definition: ClassValue, optionalByDefault: boolean): Model {
  const found = models.get(definition);
  if (found !== undefined) return found;
  const kind = classKind(evaluator, definition);
  const order = [...linearise(evaluator, definition).classes].reverse();
  const methods = readMethods(evaluator, order);
  const fields = new Map<string, ModelField>();
  const hidden = new Set<string>();
  for (const owner of order) {
    if (kind === "dataclass" && !isFieldHolder(evaluator, owner, definition)) continue;
    readOwnFields(evaluator, owner, owner.node.body, { kind, optionalByDefault, methods, fields, hidden });
  }
  const model: Model = {
    definition,
    kind,
    fields: [...fields.values()],
    computed: [...methods.computed.values()],
    config: readConfig(evaluator, definition),
    serializedAs: methods.model,
    validators: [
      ...methods.validators,
      ...[...fields.values()].flatMap(({ name, type }) => annotatedValidators(name, type)),
    ],
    unknownBases: kind === "model" ? unknownBases(evaluator, definition) : [],
  };
  // First what needs no base, against classes that inherit from themselves.
  models.set(definition, model);
  if (kind !== "model") return model;
  const settled = { ...model, fields: ofBases(evaluator, model, optionalByDefault) };
  models.set(definition, settled);
  return settled;
}

/**
 * Of several bases the first one that has a field gives it as a whole, whatever the method resolution order says
 * (`collect_model_fields`, `parent_fields_lookup`).
 */
function ofBases(
  evaluator: Evaluator,
  { definition, fields }: Model,
  optionalByDefault: boolean,
): readonly ModelField[] {
  const bases = basesOf(evaluator, definition).flatMap((written) => {
    const base = originOfBase(evaluator, written);
    return base.kind === "class" && base !== definition && classKind(evaluator, base) === "model"
      ? [readModel(evaluator, base, optionalByDefault)]
      : [];
  });
  if (bases.length < 2) return fields;
  return fields.map((field) => {
    if (field.owner === definition) return field;
    const first = bases.flatMap((base) => base.fields.find(({ name }) => name === field.name) ?? [])[0];
    if (first === undefined || first.owner === field.owner) return field;
    return { ...first, serializedAs: field.serializedAs, acceptsAnything: field.acceptsAnything };
  });
}

/** Only decorated classes contribute fields to a dataclass. */
function isFieldHolder(evaluator: Evaluator, owner: ClassValue, definition: ClassValue): boolean {
  return owner === definition || dataclassDecorator(evaluator, owner) !== null;
}

// ── methods ────────────────────────────────────────────────────────────────────────────────────────────────────

interface Methods {
  readonly serializers: ReadonlyMap<string, PythonType>;
  readonly plainValidators: ReadonlySet<string>;
  readonly computed: ReadonlyMap<string, ComputedField>;
  readonly model: PythonType | null;
  readonly validators: readonly Validator[];
}

function readMethods(evaluator: Evaluator, order: readonly ClassValue[]): Methods {
  const serializers = new Map<string, PythonType>();
  const plainValidators = new Set<string>();
  const computed = new Map<string, ComputedField>();
  const validators = new Map<string, Validator>();
  let model: PythonType | null = null;
  for (const owner of order) {
    for (const statement of owner.node.body) {
      if (statement.kind !== "function" || statement.decorators.length === 0) continue;
      const returns = statement.returns === null ? null : readType(evaluator, statement.returns, owner.scope);
      for (const decorator of statement.decorators) {
        const { name, args } = decoration(evaluator, decorator, owner);
        const names =
          args === null ? [] : args.positional.flatMap((argument) => textOf(argument.value()) ?? []);
        const keyword = (key: string): Value | null =>
          args === null ? null : argumentValue(args, null, key);
        const mode = validatorMode(name, keyword);
        if (mode !== null) {
          const where = { path: owner.path, line: statement.line, endLine: statement.endLine };
          // A method of the same name in a derived class takes its place.
          validators.set(statement.name, { fields: names.toSorted(), mode, where });
        }
        if (name === "pydantic.field_serializer" && returns !== null) {
          for (const field of names) serializers.set(field, returns);
        } else if (name === "pydantic.field_validator" && isText(keyword("mode"), "plain")) {
          for (const field of names) plainValidators.add(field);
        } else if (name === "pydantic.model_serializer" && returns !== null) {
          model = returns;
        } else if (name === "pydantic.computed_field") {
          const given = keyword("return_type");
          const type = given === null ? returns : typeOfValue(evaluator, given);
          computed.set(statement.name, computedField(statement, owner, type, keyword("alias")));
        }
      }
    }
  }
  return { serializers, plainValidators, computed, model, validators: [...validators.values()] };
}

const modes = ["before", "after", "wrap", "plain"] as const;

/** When a validator is called, or null for another decorator. Pydantic 1 says `pre=True` for `before`. */
function validatorMode(name: string, keyword: (key: string) => Value | null): Validator["mode"] | null {
  if (name === "pydantic.validator" || name === "pydantic.root_validator") {
    const pre = keyword("pre");
    return pre !== null && isTrue(pre) ? "before" : "after";
  }
  if (name !== "pydantic.field_validator" && name !== "pydantic.model_validator") return null;
  const given = keyword("mode");
  const text = given === null ? "after" : textOf(given);
  return modes.find((mode) => mode === text) ?? "after";
}

function computedField(
  node: FunctionDefinition,
  owner: ClassValue,
  returns: PythonType | null,
  alias: Value | null,
): ComputedField {
  return {
    name: node.name,
    alias: alias === null ? null : textOf(alias),
    owner,
    type: returns ?? { kind: "any" },
    where: { path: owner.path, line: node.line, endLine: node.endLine },
  };
}

function isText(value: Value | null, text: string): boolean {
  return value !== null && textOf(value) === text;
}

type Given = Extract<Value, { kind: "external-call" }>["arguments"];

function decoration(
  evaluator: Evaluator,
  decorator: Expression,
  owner: ClassValue,
): { readonly name: string; readonly args: Given | null } {
  const value = evaluate(evaluator, decorator, owner.scope);
  if (value.kind === "external") return { name: value.name, args: null };
  return value.kind === "external-call"
    ? { name: value.name, args: value.arguments }
    : { name: "", args: null };
}

// ── fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface Collection {
  readonly kind: ClassKind;
  readonly optionalByDefault: boolean;
  readonly methods: Methods;
  readonly fields: Map<string, ModelField>;
  readonly hidden: Set<string>;
}

const notFields =
  /^(?:pydantic\.PrivateAttr|sqlmodel\.Relationship|sqlalchemy\.orm\.(?:relationship|column_property|declared_attr))$/;

function readOwnFields(
  evaluator: Evaluator,
  owner: ClassValue,
  body: readonly Statement[],
  into: Collection,
): void {
  for (const statement of body) {
    if (statement.kind === "if") readOwnFields(evaluator, owner, statement.body, into);
    if (statement.kind !== "annotated-assign" || statement.target.kind !== "name") continue;
    const name = statement.target.id;
    if (name === "model_config" || (name.startsWith("_") && into.kind !== "typed-dict")) continue;
    if (isClassVariable(evaluator, statement.annotation, owner)) {
      into.fields.delete(name);
      continue;
    }
    const value = statement.value === null ? null : evaluate(evaluator, statement.value, owner.scope);
    if (value?.kind === "external-call" && notFields.test(value.name)) continue;
    // A field that is declared again keeps its place.
    into.fields.set(name, readField(evaluator, owner, name, statement, value, into));
  }
}

/** `ClassVar[…]`, also when quoted or within `Annotated`. */
function isClassVariable(evaluator: Evaluator, annotation: Expression, owner: ClassValue): boolean {
  if (annotation.kind === "string") return /^(?:typing\.)?ClassVar\b/.test(annotation.value);
  const base = annotation.kind === "subscript" ? annotation.value : annotation;
  if (base.kind !== "name" && base.kind !== "attribute") return false;
  const value = evaluate(evaluator, base, owner.scope);
  return value.kind === "external" && value.name === "typing.ClassVar";
}

function readField(
  evaluator: Evaluator,
  owner: ClassValue,
  name: string,
  statement: Extract<Statement, { kind: "annotated-assign" }>,
  value: Value | null,
  { kind, optionalByDefault, methods }: Collection,
): ModelField {
  const type = readType(evaluator, statement.annotation, owner.scope);
  const metadata = metadataOf(type);
  const declaration = value !== null && isFieldDeclaration(value) ? value : null;
  const fallback = fieldDefault(value, metadata);
  const isLenient = optionalByDefault && isOptional(type) && !isEllipsis(value, declaration);
  const given: FieldDefault =
    fallback ?? (isLenient ? { kind: "value", value: { kind: "constant", value: null } } : null);
  return {
    name,
    owner,
    type: optionalByDefault && given?.kind === "value" && isNone(given.value) ? orNone(type) : type,
    required: kind === "typed-dict" ? isRequiredKey(evaluator, owner, statement.annotation) : given === null,
    default: kind === "typed-dict" ? null : given,
    declaration,
    settings: readSettings(declaration === null ? metadata : [...metadata, declaration]),
    serializedAs: methods.serializers.get(name) ?? methods.serializers.get("*") ?? null,
    acceptsAnything: methods.plainValidators.has(name),
    where: { path: owner.path, line: statement.line, endLine: statement.endLine },
  };
}

/** `= ...`, `= Field(...)`: required, whatever the type. */
function isEllipsis(value: Value | null, declaration: ExternalCallValue | null): boolean {
  if (declaration === null) return value?.kind === "ellipsis";
  return argumentValue(declaration.arguments, 0, "default")?.kind === "ellipsis";
}

/** Pydantic 1 takes `None` for a field whose default it is (`ModelField._set_default_and_type`). */
function orNone(type: PythonType): PythonType {
  if (isOptional(type)) return type;
  if (type.kind === "annotated") return { ...type, type: orNone(type.type) };
  return unionOf([type, noneType]);
}

function fieldDefault(value: Value | null, metadata: readonly Value[]): FieldDefault {
  if (value !== null) {
    if (isFieldDeclaration(value)) return defaultOfDeclaration(value);
    return value.kind === "ellipsis" ? null : { kind: "value", value };
  }
  for (const item of [...metadata].reverse()) {
    const found = isFieldDeclaration(item) ? defaultOfDeclaration(item) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Keys of a TypedDict are required unless `total=False` or `NotRequired[…]` says otherwise. */
function isRequiredKey(evaluator: Evaluator, owner: ClassValue, annotation: Expression): boolean {
  const text = unparse(annotation);
  if (/\bNotRequired\[/.test(text)) return false;
  if (/\bRequired\[/.test(text)) return true;
  const total = owner.node.keywords.find((keyword) => keyword.name === "total");
  return total === undefined || isTrue(evaluate(evaluator, total.value, owner.scope));
}

/** The type of a `RootModel`: its argument, or the annotation of `root`. */
export function rootTypeOf(evaluator: Evaluator, definition: ClassValue): PythonType {
  for (const owner of linearise(evaluator, definition).classes) {
    for (const statement of owner.node.body) {
      const isRoot =
        statement.kind === "annotated-assign" &&
        statement.target.kind === "name" &&
        (statement.target.id === "root" || statement.target.id === "__root__");
      if (isRoot) return readType(evaluator, statement.annotation, owner.scope);
    }
    const scope = owner.scope.parent ?? owner.scope;
    for (const base of owner.node.bases) {
      if (base.kind !== "subscript") continue;
      const origin = evaluate(evaluator, base.value, scope);
      if (origin.kind === "external" && origin.name === "pydantic.RootModel") {
        return readType(evaluator, base.index, scope);
      }
      if (baseClass(evaluator, evaluate(evaluator, base, scope)) !== null) continue;
    }
  }
  return noneType;
}
