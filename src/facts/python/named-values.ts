import type { Call, Expression } from "../../syntax/python/ast.ts";
import type { ScopeBinding } from "./bindings.ts";
import { unknown } from "./constant.ts";
import { binaryOperation, compare } from "./constant-operators.ts";
import type { Enumerations } from "./enumerations.ts";
import type { Constants, Locals } from "./evaluate.ts";
import { both } from "./fold-literals.ts";
import type { Definition, Value } from "./project.ts";
import { dottedName } from "./resolution-step.ts";

/** Values of names: module constants, class attributes, defaults of settings, members of enumerations. */
export interface NamedValues {
  readonly ofName: (path: string, name: string, depth: number) => Value;
  readonly ofAttribute: (path: string, dotted: string, depth: number) => Value;
  /** `get_settings().NAME`. */
  readonly ofCallResult: (path: string, node: Expression & { kind: "attribute" }, depth: number) => Value;
  /** The value of a member of an enumeration. */
  readonly ofMember: (owner: Definition, name: string, depth: number) => Value;
}

type FoldAt = (path: string, node: Expression, locals: Locals, depth: number) => Value;

const noLocals: Locals = () => undefined;

export function createNamedValues(
  { resolver, scope, classBindings }: Constants,
  enumerations: Enumerations,
  fold: FoldAt,
): NamedValues {
  const done = new Map<string, Value>();

  function ofName(path: string, name: string, depth: number): Value {
    const bindings = scope(path)?.names.get(name) ?? [];
    const { candidates } = possible(bindings);
    if (candidates.length > 0 && candidates.every(({ binding }) => binding.kind === "value")) {
      return ofModule(path, name, depth);
    }
    if (candidates.length > 1) return unknown(`${name} depends on a condition`);
    const found = resolver.resolve(path, name);
    if (found.kind === "definition") return ofDefinition(found, depth);
    return unknown(found.kind === "unresolved" ? found.reason : `${name} is not a constant`);
  }

  function ofDefinition(definition: Definition, depth: number): Value {
    if (definition.binding.kind !== "value") return unknown(`${definition.name} is not a constant`);
    const dot = definition.name.lastIndexOf(".");
    if (dot === -1) return ofModule(definition.path, definition.name, depth);
    const owner = resolver.resolve(definition.path, definition.name.slice(0, dot));
    if (owner.kind !== "definition") return unknown(`${definition.name} is not a constant`);
    return ofClass(owner, definition.name.slice(dot + 1), depth);
  }

  function ofModule(path: string, name: string, depth: number): Value {
    const key = `${path}\0${name}`;
    const earlier = done.get(key);
    if (earlier !== undefined) return earlier;
    // A cycle ends here.
    done.set(key, unknown(`${name} is defined by itself`));
    const module = scope(path);
    const value =
      module === null || module.changed.has(name)
        ? unknown(`${name} is changed after it is set`)
        : ofBindings(module.names.get(name) ?? [], name, (expression) =>
            fold(path, expression, noLocals, depth),
          );
    // What was given up for its depth may be known from nearer.
    if (value.known || value.reason !== "too complicated") done.set(key, value);
    else done.delete(key);
    return value;
  }

  function ofClass(owner: Definition, name: string, depth: number): Value {
    // Names in a class body are those of the class first.
    const siblings: Locals = (sibling) => {
      const isOwn = sibling !== name && classBindings(owner, sibling).length > 0;
      return isOwn && depth < 20 ? ofClass(owner, sibling, depth + 1) : undefined;
    };
    return ofBindings(classBindings(owner, name), `${owner.name}.${name}`, (expression) =>
      ofField(owner.path, expression, siblings, depth),
    );
  }

  /** The value that a name surely has: its last binding, and where that is conditional, the same in all cases. */
  function ofBindings(
    bindings: readonly ScopeBinding[],
    name: string,
    evaluate: (expression: Expression) => Value,
  ): Value {
    const { candidates, certain } = possible(bindings);
    if (!certain && candidates.length > 0) return unknown(`${name} depends on a condition`);
    let agreed: Value | null = null;
    for (const [index, { binding }] of candidates.entries()) {
      if (binding.kind !== "value" || binding.value === null) return unknown(`${name} is not a constant`);
      const value = evaluate(binding.value);
      if (binding.node.kind === "augmented-assign") {
        if (candidates.length > 1) return unknown(`${name} depends on a condition`);
        const before = ofBindings(bindings.slice(index + 1), name, evaluate);
        const operator = binding.node.operator.slice(0, -1);
        return both(before, value, (left, right) => binaryOperation(operator, left, right));
      }
      if (!value.known) return value;
      if (agreed?.known === true && compare("==", agreed.value, value.value) !== true) {
        return unknown(`${name} depends on a condition`);
      }
      agreed = value;
    }
    return agreed ?? unknown(`${name} is not a constant`);
  }

  /** The default of a class attribute; `Field(default)` of Pydantic and `field(default=…)` of dataclasses give theirs. */
  function ofField(path: string, expression: Expression, siblings: Locals, depth: number): Value {
    if (expression.kind !== "call") return fold(path, expression, siblings, depth);
    const callee = dottedName(expression.callee);
    if (callee === null || !/(?:^|\.)[Ff]ield$/.test(callee)) {
      return fold(path, expression, siblings, depth);
    }
    const given =
      expression.keywords.find(({ name }) => name === "default")?.value ??
      (callee.endsWith("Field") ? expression.args[0] : undefined);
    return given === undefined ? unknown("a field without a default") : fold(path, given, siblings, depth);
  }

  // ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────

  function ofAttribute(path: string, dotted: string, depth: number): Value {
    const member = memberProperty(path, dotted, depth);
    if (member !== null) return member;
    const found = resolver.resolve(path, dotted);
    if (found.kind !== "definition") {
      return unknown(found.kind === "unresolved" ? found.reason : `${dotted} is not a constant`);
    }
    if (!found.name.includes(".")) return ofDefinition(found, depth);
    const receiver = resolver.resolve(path, dotted.slice(0, dotted.lastIndexOf(".")));
    if (scope(path)?.changed.has(dotted) === true) return unknown(`${dotted} is changed after it is set`);
    return ofClassAttribute(receiver.kind === "definition" ? receiver : null, found, depth);
  }

  function ofCallResult(path: string, node: Expression & { kind: "attribute" }, depth: number): Value {
    if (node.value.kind !== "call") return unknown("an attribute of a value");
    const instance: Definition = {
      kind: "definition",
      path,
      name: dottedName(node.value.callee) ?? "a call",
      binding: {
        kind: "value",
        node: {
          kind: "expression",
          value: node.value,
          line: node.line,
          endLine: node.endLine,
          start: node.start,
          end: node.end,
        },
        value: node.value,
        annotation: null,
      },
    };
    const owner = resolver.instanceOf(instance);
    if (owner === null) return unknown("an attribute of a value");
    const found = resolver.classAttribute(owner, node.attribute);
    if (found.kind === "definition") return ofClassAttribute(instance, found, depth);
    return unknown(found.kind === "unresolved" ? found.reason : `${node.attribute} is not a constant`);
  }

  /** An attribute of a class, read from the class itself or from an instance of it (`receiver`). */
  function ofClassAttribute(receiver: Definition | null, found: Definition, depth: number): Value {
    const dot = found.name.lastIndexOf(".");
    const owner = resolver.resolve(found.path, found.name.slice(0, dot));
    const name = found.name.slice(dot + 1);
    if (owner.kind !== "definition") return unknown(`${found.name} is not a constant`);
    const kind = enumerations.kindOf(owner);
    if (kind === "plain") return unknown(`${found.name} is a member of an enumeration`);
    if (kind !== null) return ofMember(owner, name, depth);
    if (receiver?.binding.kind === "value") {
      const overridden = constructorArgument(receiver, name, depth);
      if (overridden !== null) return overridden;
    }
    return ofClass(owner, name, depth);
  }

  function ofMember(owner: Definition, name: string, depth: number): Value {
    return enumerations.isAutomatic(owner, name)
      ? unknown(`${owner.name}.${name} has an automatic value`)
      : ofClass(owner, name, depth);
  }

  /** `Role.ADMIN.value` and `Role.ADMIN.name`; null for anything else. */
  function memberProperty(path: string, dotted: string, depth: number): Value | null {
    const property = /\.(value|name)$/.exec(dotted)?.[1];
    if (property === undefined) return null;
    const found = resolver.resolve(path, dotted.slice(0, -property.length - 1));
    const member = found.kind === "definition" ? enumerations.memberOf(found) : null;
    if (member === null) return null;
    return property === "name"
      ? { known: true, value: member.name }
      : ofMember(member.owner, member.name, depth);
  }

  /** What `settings = Settings(NAME=…)` says about an attribute; null when it leaves the class's default. */
  function constructorArgument(receiver: Definition, name: string, depth: number): Value | null {
    const made = construction(receiver);
    if (made === null) return unknown(`${receiver.name} is not made in one place`);
    const { call, path } = made;
    if (call.keywords.some((keyword) => keyword.name === null)) {
      return unknown(`${receiver.name} gets **options`);
    }
    const given = call.keywords.find((keyword) => keyword.name === name);
    return given === undefined ? null : fold(path, given.value, noLocals, depth);
  }

  /** The call of a class that makes a value, seen through a function that does nothing but return it. */
  function construction({ binding, path }: Definition): { call: Call; path: string } | null {
    if (binding.kind !== "value" || binding.value?.kind !== "call") return null;
    const made = resolver.resolveExpression(path, binding.value.callee);
    if (made.kind !== "definition" || made.binding.kind === "value") return null;
    if (made.binding.kind === "class") return { call: binding.value, path };
    const statements = made.binding.node.body.filter(({ kind }) => kind !== "expression");
    const [only] = statements;
    if (statements.length !== 1 || only?.kind !== "return" || only.value?.kind !== "call") return null;
    const built = resolver.resolveExpression(made.path, only.value.callee);
    if (built.kind !== "definition" || built.binding.kind !== "class") return null;
    return { call: only.value, path: made.path };
  }

  return { ofName, ofAttribute, ofCallResult, ofMember };
}

/** The bindings of which one holds in the end: up to the last that is made in any case. */
function possible(bindings: readonly ScopeBinding[]): {
  readonly candidates: readonly ScopeBinding[];
  readonly certain: boolean;
} {
  const index = bindings.findIndex(({ conditional }) => !conditional);
  return { candidates: index === -1 ? bindings : bindings.slice(0, index + 1), certain: index !== -1 };
}
