import type { Expression } from "../../syntax/python/ast.ts";
import { callFunction } from "./call.ts";
import { findMember, inheritsFrom, linearise } from "./class.ts";
import type { Member } from "./class.ts";
import { evaluate } from "./evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { canonicalName, statusCodeOf } from "./library-names.ts";
import { metadataAttribute } from "./package-metadata.ts";
import { resolveName } from "./scope.ts";
import { constant, known, noArguments } from "./value.ts";
import type { ClassValue, EnumMemberValue, InstanceValue, Lazy, ObjectValue, Value } from "./value.ts";

const enumBases = new Set(["enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"]);

export function isEnum(evaluator: Evaluator, definition: ClassValue): boolean {
  return inheritsFrom(evaluator, definition, enumBases);
}

/** `value.name`; null when it can't be told. */
export function attributeOf(evaluator: Evaluator, value: Value, name: string): Value | null {
  switch (value.kind) {
    case "module":
      return moduleMember(evaluator, value.path, name);
    case "external": {
      const full = canonicalName(`${value.name}.${name}`);
      const status = statusCodeOf(full);
      return status === null ? { kind: "external", name: full } : constant(status);
    }
    case "class":
      return classAttribute(evaluator, value, name);
    case "instance":
      return instanceAttribute(evaluator, value, name);
    case "object":
      return (
        value.object.attribute(name) ??
        ownMethod(evaluator, value, name) ?? { kind: "method", object: value.object, name }
      );
    case "enum-member":
      if (name === "value") return value.value;
      return name === "name" ? constant(value.name) : null;
    case "super": {
      const member = findMember(evaluator, thisClass(value.self) ?? value.class, name, value.class);
      return member === null ? null : bindMember(evaluator, member, value.self, name);
    }
    case "function":
      return name === "__name__" && value.node.kind === "function" ? constant(value.node.name) : null;
    case "constant":
      // `HTTPStatus.CREATED.value` has been folded to its number.
      return name === "value" && typeof value.value === "number" ? value : null;
    case "external-call":
      return metadataAttribute(evaluator.project, value, name);
    case "ellipsis":
    case "list":
    case "dict":
    case "method":
    case "alias":
    case "expression":
      return null;
  }
}

/** A method that the repository's class of a native object adds to what its library has. */
function ownMethod(evaluator: Evaluator, value: ObjectValue, name: string): Value | null {
  const definition = evaluator.selves.get(value.object);
  if (definition === undefined || value.object.methods?.has(name) === true) return null;
  const member = findMember(evaluator, definition, name);
  return member?.kind === "other" ? bindMember(evaluator, member, value, name) : null;
}

/** The class of an instance; for a native object the evaluator does not know one. */
export function thisClass(value: Value): ClassValue | null {
  if (value.kind === "instance") return value.class;
  return value.kind === "class" ? value : null;
}

function moduleMember(evaluator: Evaluator, path: string, name: string): Value | null {
  const found = resolveName(evaluator, path, name);
  if (found !== null && !(found.kind === "external" && found.name.startsWith("builtins."))) return found;
  if (!path.endsWith("__init__.py")) return null;
  const submodule = evaluator.project.findModule(`${evaluator.project.moduleName(path)}.${name}`, path);
  return submodule === null ? null : { kind: "module", path: submodule };
}

function classAttribute(evaluator: Evaluator, definition: ClassValue, name: string): Value | null {
  if (name === "__name__") return constant(definition.node.name);
  const member = findMember(evaluator, definition, name);
  if (member === null) return null;
  if (member.kind === "value") {
    if (member.value === null) return null;
    const value = evaluate(evaluator, member.value, member.owner.scope);
    return !name.startsWith("_") && isEnum(evaluator, definition)
      ? enumMember(evaluator, definition, name, value)
      : value;
  }
  const { value } = member;
  return value.kind === "function" && hasDecorator(value.node, "classmethod")
    ? { ...value, self: definition }
    : value;
}

/** The members of an enum in order, those of its bases first. */
export function enumMembers(evaluator: Evaluator, definition: ClassValue): readonly EnumMemberValue[] {
  const names: string[] = [];
  for (const owner of [...linearise(evaluator, definition).classes].reverse()) {
    for (const statement of owner.node.body) {
      const isValue =
        statement.kind === "assign" || (statement.kind === "annotated-assign" && statement.value !== null);
      if (!isValue) continue;
      for (const target of statement.kind === "assign" ? statement.targets : [statement.target]) {
        if (target.kind === "name" && !target.id.startsWith("_")) names.push(target.id);
      }
    }
  }
  return names.flatMap((name) => {
    const member = attributeOf(evaluator, definition, name);
    return member?.kind === "enum-member" ? [member] : [];
  });
}

/** `enum.auto()` stands for the lower-cased name in a `StrEnum`; what it is elsewhere depends on the order. */
function enumMember(evaluator: Evaluator, definition: ClassValue, name: string, value: Value): Value {
  const isAutomatic = value.kind === "external-call" && value.name === "enum.auto";
  const generated = isAutomatic ? generatedValue(evaluator, definition, name) : null;
  if (generated !== null) {
    return { kind: "enum-member", class: definition, name, value: generated, isAutomatic: false };
  }
  return {
    kind: "enum-member",
    class: definition,
    name,
    value: isAutomatic ? constant(name.toLowerCase()) : memberValue(evaluator, definition, value),
    isAutomatic,
  };
}

/** What the class's own `_generate_next_value_` makes of a name, where it looks at nothing else; null without one. */
function generatedValue(evaluator: Evaluator, definition: ClassValue, name: string): Value | null {
  const hook = findMember(evaluator, definition, "_generate_next_value_");
  if (hook?.kind !== "other" || hook.value.kind !== "function") return null;
  const given = { positional: [known(constant(name))], keywords: new Map<string, Lazy>(), open: false };
  const made = callFunction(evaluator, { ...hook.value, self: null }, given, null);
  return made?.kind === "constant" ? made : null;
}

/** What `.value` of a member is: a `__new__` that sets `_value_` takes it out of the tuple that is written. */
function memberValue(evaluator: Evaluator, definition: ClassValue, value: Value): Value {
  const constructor = findMember(evaluator, definition, "__new__");
  if (constructor?.kind !== "other" || constructor.value.kind !== "function") return value;
  const { node } = constructor.value;
  if (node.kind !== "function") return value;
  for (const statement of node.body) {
    if (statement.kind !== "assign" || statement.value.kind !== "name") continue;
    const isValue = statement.targets.some(
      (target) => target.kind === "attribute" && target.attribute === "_value_",
    );
    const { id } = statement.value;
    const at = node.parameters.findIndex((parameter) => parameter.name === id) - 1;
    if (!isValue || at < 0) continue;
    return (value.kind === "list" ? value.items[at] : at === 0 ? value : undefined) ?? value;
  }
  return value;
}

function instanceAttribute(evaluator: Evaluator, instance: InstanceValue, name: string): Value | null {
  const own = instance.attributes.get(name);
  if (own !== undefined) return own;
  const member = findMember(evaluator, instance.class, name);
  if (member !== null) return bindMember(evaluator, member, instance, name);
  return externalBaseAttribute(evaluator, instance, name);
}

/** Arguments of a keyword-only constructor are attributes in settings, dataclasses and models. */
function externalBaseAttribute(evaluator: Evaluator, instance: InstanceValue, name: string): Value | null {
  const argument = instance.arguments.keywords.get(name);
  if (argument === undefined || findMember(evaluator, instance.class, "__init__") !== null) return null;
  return linearise(evaluator, instance.class).externals.length > 0 ? argument.value() : null;
}

function bindMember(evaluator: Evaluator, member: Member, self: Value, name: string): Value | null {
  if (member.kind === "value") {
    const given =
      member.annotation !== null && self.kind === "instance" ? self.arguments.keywords.get(name) : undefined;
    if (given !== undefined) return given.value();
    if (member.value === null) return null;
    const value = evaluate(evaluator, member.value, member.owner.scope);
    return member.annotation === null ? value : fieldDefault(value);
  }
  const { value } = member;
  if (value.kind !== "function" || value.node.kind !== "function") return value;
  if (hasDecorator(value.node, "staticmethod")) return value;
  if (hasDecorator(value.node, "classmethod")) return { ...value, self: thisClass(self) ?? self };
  const bound = { ...value, self };
  return isProperty(value.node.decorators) ? callFunction(evaluator, bound, noArguments, null) : bound;
}

/** The default of a field that is declared as `Field("…")` or `Field(default="…")`. */
function fieldDefault(value: Value): Value {
  if (value.kind !== "external-call" || !/^(?:pydantic|sqlmodel|dataclasses)\.[Ff]ield$/.test(value.name))
    return value;
  const given = value.arguments.keywords.get("default") ?? value.arguments.positional[0];
  return given?.value() ?? value;
}

function hasDecorator(
  node: { readonly kind: string; readonly decorators?: readonly Expression[] },
  name: string,
): boolean {
  return (node.decorators ?? []).some((decorator) => decorator.kind === "name" && decorator.id === name);
}

function isProperty(decorators: readonly Expression[]): boolean {
  return decorators.some((decorator) => {
    const named = decorator.kind === "call" ? decorator.callee : decorator;
    const last = named.kind === "name" ? named.id : named.kind === "attribute" ? named.attribute : "";
    return last === "property" || last === "cached_property" || last === "computed_field";
  });
}
