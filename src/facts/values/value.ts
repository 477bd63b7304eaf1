import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Lambda,
  Statement,
  TypeAlias,
} from "../../syntax/python/ast.ts";
import type { Location } from "../location.ts";

/**
 * What an expression of the source stands for, as far as it can be told without running it. Everything that is
 * not understood stays an `expression`: its text and its scope, never an error.
 */
export type Value =
  | ConstantValue
  | EllipsisValue
  | ListValue
  | DictValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ExternalValue
  | ExternalCallValue
  | ModuleValue
  | EnumMemberValue
  | SuperValue
  | ObjectValue
  | MethodValue
  | AliasValue
  | UnevaluatedValue;

export interface ConstantValue {
  readonly kind: "constant";
  readonly value: string | number | boolean | null;
}
export interface EllipsisValue {
  readonly kind: "ellipsis";
}
/** `items` grows while a block that appends to it is executed. */
export interface ListValue {
  readonly kind: "list";
  readonly type: "list" | "tuple" | "set";
  readonly items: Value[];
}
/** Entries in order, the last of equal keys wins; `open`: something was merged into it that is not known. */
export interface DictValue {
  readonly kind: "dict";
  readonly entries: { key: Value; value: Value }[];
  open: boolean;
}
export interface FunctionValue {
  readonly kind: "function";
  readonly node: FunctionDefinition | Lambda;
  readonly path: string;
  /** Qualified within its module: `Controller.list`, `require_role.check`; `<lambda>` for a lambda. */
  readonly name: string;
  /** Where its free names are looked up. */
  readonly scope: Scope;
  /** What its first parameter is bound to, for a method that was taken from an instance or a class method. */
  readonly self: Value | null;
  /** The class whose body holds it, or null. */
  readonly owner: ClassValue | null;
}
export interface ClassValue {
  readonly kind: "class";
  readonly node: ClassDefinition;
  readonly path: string;
  /** Qualified within its module. */
  readonly name: string;
  /** Where its bases and annotations are looked up. */
  readonly scope: Scope;
}
export interface InstanceValue {
  readonly kind: "instance";
  readonly class: ClassValue;
  readonly arguments: Arguments;
  readonly attributes: Map<string, Value>;
  readonly where: Location;
}
/** A name of a library, canonical where one has several: `fastapi.Depends`, `pydantic.Field`. */
export interface ExternalValue {
  readonly kind: "external";
  readonly name: string;
}
/** The result of calling something of a library: `Depends(get_db)`, `Field(gt=0)`, `OAuth2PasswordBearer(…)`. */
export interface ExternalCallValue {
  readonly kind: "external-call";
  readonly name: string;
  readonly arguments: Arguments;
  readonly where: Location;
  readonly origin: Origin;
}
export interface ModuleValue {
  readonly kind: "module";
  readonly path: string;
}
export interface EnumMemberValue {
  readonly kind: "enum-member";
  readonly class: ClassValue;
  readonly name: string;
  readonly value: Value;
  /** Written as `auto()`. */
  readonly isAutomatic: boolean;
}
/** `super()` within a method of `class`. */
export interface SuperValue {
  readonly kind: "super";
  readonly class: ClassValue;
  readonly self: Value;
}
/** An object with behaviour of its own that a reader put in (a router). */
export interface ObjectValue {
  readonly kind: "object";
  readonly object: NativeObject;
}
/** A method of an object, taken and perhaps not yet called: `router.get`. */
export interface MethodValue {
  readonly kind: "method";
  readonly object: NativeObject;
  readonly name: string;
}
/** A type alias of PEP 695, `type UserId = int`. */
export interface AliasValue {
  readonly kind: "alias";
  readonly name: string;
  readonly node: TypeAlias;
  /** Where its value is read: its type parameters are bound there. */
  readonly scope: Scope;
}
export interface UnevaluatedValue extends Origin {
  readonly kind: "expression";
}

/** An expression together with where its names mean something. */
export interface Origin {
  readonly expression: Expression;
  readonly scope: Scope;
}

/** Behaviour of an object that the evaluator does not know itself. Null means: not mine. */
export interface NativeObject {
  readonly attribute: (name: string) => Value | null;
  /** Methods of its library that `call` knows: what a class of the repository defines over them is not looked at. */
  readonly methods?: ReadonlySet<string>;
  readonly call: (method: string, args: Arguments, site: CallSite) => Value | null;
  /** `object[name] = value` and `object.name = value`. */
  readonly assign: (name: string, value: Value) => void;
}

export interface CallSite extends Origin {
  readonly where: Location;
  /** The call stands in a branch whose condition is not known. */
  readonly conditional: boolean;
}

/** Arguments of a call, evaluated when they are looked at. */
export interface Arguments {
  readonly positional: readonly Lazy[];
  readonly keywords: ReadonlyMap<string, Lazy>;
  /** A `*args` or `**kwargs` was passed on whose content is not known. */
  readonly open: boolean;
}

/** A value that is computed at most once, when it is first asked for. */
export interface Lazy {
  readonly value: () => Value;
  /** What was written, for texts; null for what was never written. */
  readonly origin: Origin | null;
}

export interface Scope {
  readonly kind: "module" | "class" | "function";
  readonly path: string;
  /** Qualified name of the class or function, "" for a module. */
  readonly name: string;
  readonly parent: Scope | null;
  readonly names: Map<string, Lazy>;
  /** Values of expressions that have been computed in this scope. */
  readonly memo: Map<Expression, Value>;
  /** The class of a class scope; for a function scope the class whose method it is. */
  readonly class: ClassValue | null;
  /** What the first parameter of the executed method is bound to. */
  readonly self: Value | null;
  /** The call that is executed in a function scope: what a closure was made with. */
  readonly call: { readonly fn: FunctionValue; readonly arguments: Arguments } | null;
}

/** What execution of a block needs to know of its place. */
export interface Frame {
  readonly scope: Scope;
  readonly conditional: boolean;
  readonly depth: number;
  readonly returns: Value[];
}

export type Block = readonly Statement[];

/** Longer lists and texts are not built up: no input may make a run use much memory. */
export const maximumItems = 5000;
export const maximumText = 20_000;

export const none: ConstantValue = { kind: "constant", value: null };
export const noArguments: Arguments = { positional: [], keywords: new Map(), open: false };

export function constant(value: string | number | boolean | null): ConstantValue {
  return { kind: "constant", value };
}

/** A text that was put together; null when it is too long to be one that matters. */
export function builtText(text: string): ConstantValue | null {
  return text.length > maximumText ? null : { kind: "constant", value: text };
}

/** A value that is already there. */
export function known(value: Value, origin: Origin | null = null): Lazy {
  return { value: () => value, origin };
}

/** A value that is computed by `compute` once; while it is being computed it is `during` (recursion). */
export function lazy(compute: () => Value, origin: Origin | null, during: Value = none): Lazy {
  let state: "new" | "busy" | "done" = "new";
  let result: Value = during;
  return {
    origin,
    value: () => {
      if (state === "new") {
        state = "busy";
        result = compute();
        state = "done";
      }
      return result;
    },
  };
}

/** The string that a value is, or null. */
export function textOf(value: Value): string | null {
  if (value.kind === "enum-member") return textOf(value.value);
  return value.kind === "constant" && typeof value.value === "string" ? value.value : null;
}

/** The boolean that a value is, or null. */
export function booleanOf(value: Value): boolean | null {
  return value.kind === "constant" && typeof value.value === "boolean" ? value.value : null;
}

/** Items of a literal list, tuple or set; null for anything else. */
export function itemsOf(value: Value): readonly Value[] | null {
  return value.kind === "list" ? value.items : null;
}

export function isNone(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}
