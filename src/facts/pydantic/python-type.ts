import { unparse } from "../../syntax/python/unparse.ts";
import type { ClassValue, Value } from "../values/value.ts";

/** What an annotation means to Pydantic. Type variables are put in by `substitute`. */
export type PythonType =
  | { readonly kind: "any" }
  | { readonly kind: "none" }
  /** A type of the standard library or of a known library, by its canonical name: `builtins.str`, `pydantic.EmailStr`. */
  | { readonly kind: "library"; readonly name: string }
  /** `label` is the name as written (`List`), which shows in the names of parametrised models. */
  | {
      readonly kind: "sequence";
      readonly name: SequenceName;
      readonly label: string;
      readonly item: PythonType;
      /** Written without an item type. */
      readonly isBare?: true;
    }
  /** `tuple[int, str]`; with `rest` the open-ended `tuple[int, ...]` (then `items` is empty). */
  | { readonly kind: "tuple"; readonly items: readonly PythonType[]; readonly rest: PythonType | null }
  | {
      readonly kind: "mapping";
      readonly label: string;
      readonly key: PythonType;
      readonly value: PythonType;
    }
  | { readonly kind: "union"; readonly members: readonly PythonType[] }
  | { readonly kind: "literal"; readonly values: readonly Value[] }
  | { readonly kind: "annotated"; readonly type: PythonType; readonly metadata: readonly Value[] }
  /** A class with fields: model, dataclass, TypedDict, NamedTuple. */
  | {
      readonly kind: "model";
      readonly definition: ClassValue;
      readonly arguments: readonly PythonType[];
      /** A NamedTuple, which is a sequence to FastAPI. */
      readonly isTuple?: true;
    }
  /** A model that a known library defines, such as a page of fastapi-pagination. */
  | {
      readonly kind: "library-model";
      readonly name: string;
      readonly arguments: readonly PythonType[];
      readonly fields: readonly LibraryField[];
    }
  | { readonly kind: "enum"; readonly definition: ClassValue }
  /** A PEP 695 alias, which is a component of its own. */
  | { readonly kind: "alias"; readonly name: string; readonly path: string; readonly type: () => PythonType }
  | { readonly kind: "variable"; readonly key: string; readonly bound: PythonType | null }
  /** Injected or transported by the framework: Request, Response, UploadFile. `definition` for a subclass of the repository. */
  | { readonly kind: "framework"; readonly name: string; readonly definition: ClassValue | null }
  /** `Iterator[X]`, `AsyncGenerator[X, None]` and the like: what a generator yields. */
  | { readonly kind: "stream"; readonly item: PythonType }
  /** A class of the repository that Pydantic knows no schema for. */
  | { readonly kind: "class"; readonly definition: ClassValue }
  /** Not resolved: canonical source text, compared by equality. */
  | {
      readonly kind: "opaque";
      readonly text: string;
      /** Where it was written, for readers that know more about some libraries. */
      readonly value?: Value;
    };

export interface LibraryField {
  readonly name: string;
  readonly type: PythonType;
  /** Null: it is required. */
  readonly default: { readonly kind: "value"; readonly value: Value } | null;
  /** It is in responses only. */
  readonly isComputed?: true;
}

export type SequenceName = "list" | "set" | "frozenset" | "sequence" | "deque" | "iterable";

export const anyType: PythonType = { kind: "any" };
export const noneType: PythonType = { kind: "none" };

/** `int | None` from `int` and `None`: nested unions are flattened, doubles dropped, as `typing.Union` does. */
export function unionOf(members: readonly PythonType[]): PythonType {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const seen = new Map<string, PythonType>();
  for (const member of flat) {
    const text = describeType(member) + metadataOf(member).map(describeMetadata).join(" ");
    if (!seen.has(text)) seen.set(text, member);
  }
  const unique = [...seen.values()];
  const [only] = unique;
  return unique.length === 1 && only !== undefined ? only : { kind: "union", members: unique };
}

/** Two types that are bounded differently are two, although Pydantic names them alike. */
function describeMetadata(metadata: Value): string {
  if (metadata.kind !== "external-call") return metadata.kind;
  return `${metadata.origin.scope.path} ${unparse(metadata.origin.expression)}`;
}

/** Replaces type variables. */
export function substitute(type: PythonType, replacements: ReadonlyMap<string, PythonType>): PythonType {
  if (replacements.size === 0) return type;
  const inner = (part: PythonType): PythonType => substitute(part, replacements);
  switch (type.kind) {
    case "variable":
      return replacements.get(type.key) ?? type;
    case "sequence":
    case "stream":
      return { ...type, item: inner(type.item) };
    case "tuple":
      return { ...type, items: type.items.map(inner), rest: type.rest === null ? null : inner(type.rest) };
    case "mapping":
      return { ...type, key: inner(type.key), value: inner(type.value) };
    case "union":
      return unionOf(type.members.map(inner));
    case "annotated":
      return { ...type, type: inner(type.type) };
    case "model":
      return type.arguments.length === 0 ? type : { ...type, arguments: type.arguments.map(inner) };
    case "library-model":
      return {
        ...type,
        arguments: type.arguments.map(inner),
        fields: type.fields.map((field) => ({ ...field, type: inner(field.type) })),
      };
    case "alias":
    case "any":
    case "none":
    case "library":
    case "literal":
    case "enum":
    case "framework":
    case "class":
    case "opaque":
      return type;
  }
}

const sizes = new WeakMap<PythonType, number>();

/** How many parts a type has, those that are shared counted as often as they are used. */
export function sizeOf(type: PythonType): number {
  const found = sizes.get(type);
  if (found !== undefined) return found;
  let size = 1;
  for (const part of partsOf(type)) size += sizeOf(part);
  sizes.set(type, size);
  return size;
}

/** The types that a type is made of. */
export function partsOf(type: PythonType): readonly PythonType[] {
  switch (type.kind) {
    case "sequence":
    case "stream":
      return [type.item];
    case "tuple":
      return type.rest === null ? type.items : [...type.items, type.rest];
    case "mapping":
      return [type.key, type.value];
    case "union":
      return type.members;
    case "annotated":
      return [type.type];
    case "model":
    case "library-model":
      return type.arguments;
    default:
      return [];
  }
}

/** The type without `Annotated` around it. */
export function bare(type: PythonType): PythonType {
  return type.kind === "annotated" ? bare(type.type) : type;
}

/** Metadata of all `Annotated` around a type, innermost first. */
export function metadataOf(type: PythonType): readonly Value[] {
  return type.kind === "annotated" ? [...metadataOf(type.type), ...type.metadata] : [];
}

/** Does the type accept `None`? */
export function isOptional(type: PythonType): boolean {
  const plain = bare(type);
  if (plain.kind === "none" || plain.kind === "any") return true;
  return plain.kind === "union" && plain.members.some(isOptional);
}

/** A type as Pydantic names it in the name of a parametrised model: `list[Item]`, `Union[Item, NoneType]`. */
export function describeType(type: PythonType): string {
  switch (type.kind) {
    case "any":
      return "Any";
    case "none":
      return "NoneType";
    case "library":
      return describeLibrary(type.name.slice(type.name.lastIndexOf(".") + 1));
    case "sequence":
      return `${type.label}[${describeType(type.item)}]`;
    case "stream":
      return `Iterator[${describeType(type.item)}]`;
    case "tuple":
      return type.rest === null
        ? `tuple[${type.items.map(describeType).join(", ")}]`
        : `tuple[${describeType(type.rest)}, ...]`;
    case "mapping":
      return `${type.label}[${describeType(type.key)}, ${describeType(type.value)}]`;
    case "union":
      return `Union[${type.members.map(describeType).join(", ")}]`;
    case "literal":
      return `Literal[${type.values.map(describeLiteral).join(", ")}]`;
    case "annotated":
      return `Annotated[${describeType(type.type)}, ...]`;
    case "model":
      return type.arguments.length === 0
        ? type.definition.name
        : `${type.definition.name}[${type.arguments.map(describeType).join(", ")}]`;
    case "library-model":
      return type.arguments.length === 0
        ? type.name
        : `${type.name}[${type.arguments.map(describeType).join(", ")}]`;
    case "enum":
    case "class":
      return type.definition.name;
    case "alias":
      return type.name;
    case "variable":
      return type.key.slice(type.key.lastIndexOf("\u0000") + 1);
    case "framework":
      return type.definition?.name ?? type.name;
    case "opaque":
      return type.text;
  }
}

const bounds: ReadonlyMap<string, string> = new Map([
  ["Positive", "Gt"],
  ["NonNegative", "Ge"],
  ["Negative", "Lt"],
  ["NonPositive", "Le"],
]);

/** `PositiveInt` of Pydantic is `Annotated[int, Gt(0)]`, and named so. */
function describeLibrary(name: string): string {
  const [, word = "", type = ""] = /^([A-Z][A-Za-z]+?)(Int|Float)$/.exec(name) ?? [];
  const bound = bounds.get(word);
  return bound === undefined ? name : `Annotated[${type.toLowerCase()}, ${bound}]`;
}

function describeLiteral(value: Value): string {
  if (value.kind === "enum-member") return `${value.class.name}.${value.name}`;
  if (value.kind !== "constant") return value.kind;
  return typeof value.value === "string" ? `'${value.value}'` : String(value.value);
}
