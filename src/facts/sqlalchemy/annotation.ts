import type { Dictionary, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { ColumnType } from "../database.ts";
import type { Definition } from "../python/project.ts";
import { parseAnnotationText } from "./annotation-text.ts";
import { classEnum, opaqueType, readColumnType, textEnum } from "./column-type.ts";
import { enumClass } from "./enum-members.ts";
import {
  constantIn,
  moduleScope,
  resolveIn,
  sqlalchemyName,
  type NameScope,
  type Placed,
} from "./name-scope.ts";

/** What a Python annotation says of a column. */
export interface AnnotatedColumn {
  readonly type: ColumnType | null;
  readonly nullable: boolean;
  /** `mapped_column(…)`, `Field(…)` and other calls inside `Annotated[…]`, in order. */
  readonly metadata: readonly Placed[];
}

/** A `type_annotation_map`: Python types and what a base or a registry makes of them. */
export interface TypeMap {
  readonly scope: NameScope;
  readonly node: Dictionary;
}

/** sqlalchemy/sql/sqltypes.py, `_type_map`; SQLModel's `get_sqlalchemy_type` agrees where both have a type. */
const pythonTypes: ReadonlyMap<string, ColumnType> = new Map(
  Object.entries({
    int: "integer",
    float: "float",
    bool: "boolean",
    str: "string",
    bytes: "largebinary",
    "decimal.Decimal": "numeric",
    "datetime.date": "date",
    "datetime.datetime": "datetime",
    "datetime.time": "time",
    "datetime.timedelta": "interval",
    "uuid.UUID": "uuid",
    // SQLModel alone.
    "pathlib.Path": "string",
    "pydantic.EmailStr": "string",
    "ipaddress.IPv4Address": "string",
    "ipaddress.IPv4Network": "string",
    "ipaddress.IPv6Address": "string",
    "ipaddress.IPv6Network": "string",
  }).map(([python, name]) => [python, { name, args: [], opaque: false }]),
);

/** The inside of `Mapped[…]`, or null when the annotation is something else. */
export function insideMapped(scope: NameScope, annotation: Expression): Expression | null {
  const expression = annotation.kind === "string" ? parseAnnotationText(annotation.value) : annotation;
  if (expression?.kind !== "subscript") return null;
  return sqlalchemyName(scope, expression.value) === "Mapped" ? expression.index : null;
}

/** What the inside of `Mapped[…]`, or the annotation of an SQLModel field, says. */
export function readAnnotation(
  scope: NameScope,
  annotation: Expression,
  maps: readonly TypeMap[],
  depth = 0,
): AnnotatedColumn {
  if (depth > 12) return plain(opaqueType(annotation));
  const inner = (expression: Expression, inside = scope) =>
    readAnnotation(inside, expression, maps, depth + 1);
  const mapped = fromMaps(scope, annotation, maps);
  switch (annotation.kind) {
    case "constant":
      return { type: null, nullable: annotation.value === null, metadata: [] };
    case "string": {
      const parsed = parseAnnotationText(annotation.value);
      return parsed === null ? plain(opaqueType(annotation)) : inner(parsed);
    }
    case "binary":
      return annotation.operator === "|"
        ? union([inner(annotation.left), inner(annotation.right)], annotation)
        : plain(opaqueType(annotation));
    case "subscript":
      return subscripted(scope, annotation, inner, mapped);
    case "name":
    case "attribute":
      return named(scope, annotation, inner, mapped, maps);
    default:
      return plain(mapped ?? opaqueType(annotation));
  }
}

function plain(type: ColumnType): AnnotatedColumn {
  return { type, nullable: false, metadata: [] };
}

function union(parts: readonly AnnotatedColumn[], annotation: Expression): AnnotatedColumn {
  const types = parts.flatMap((part) => (part.type === null ? [] : [part.type]));
  const [only] = types;
  return {
    type: types.length > 1 ? opaqueType(annotation) : (only ?? null),
    nullable: parts.some((part) => part.nullable),
    metadata: parts.flatMap((part) => part.metadata),
  };
}

type Inner = (expression: Expression, inside?: NameScope) => AnnotatedColumn;

function subscripted(
  scope: NameScope,
  annotation: Extract<Expression, { kind: "subscript" }>,
  inner: Inner,
  mapped: ColumnType | null,
): AnnotatedColumn {
  const head = typingName(scope, annotation.value);
  const elements = annotation.index.kind === "tuple" ? annotation.index.elements : [annotation.index];
  const [first, ...rest] = elements;
  if (head === "Optional" && first !== undefined) return { ...inner(first), nullable: true };
  if (head === "Union")
    return union(
      elements.map((element) => inner(element)),
      annotation,
    );
  if (head === "Annotated" && first !== undefined) {
    const base = inner(first);
    const metadata = rest.map((expression) => ({ scope, expression }));
    return { type: mapped ?? base.type, nullable: base.nullable, metadata: [...base.metadata, ...metadata] };
  }
  if (head === "Literal") {
    const labels = elements.map((element) => constantIn(scope, element));
    return plain(
      labels.every((label) => typeof label === "string") ? textEnum(labels) : opaqueType(annotation),
    );
  }
  return plain(mapped ?? opaqueType(annotation));
}

function named(
  scope: NameScope,
  annotation: Expression,
  inner: Inner,
  mapped: ColumnType | null,
  maps: readonly TypeMap[],
): AnnotatedColumn {
  if (annotation.kind === "name" && annotation.id === "None")
    return { type: null, nullable: true, metadata: [] };
  const found = resolveIn(scope, annotation);
  if (found.kind === "definition" && found.binding.kind === "value" && found.binding.value !== null) {
    const inside = moduleScope(scope.project, found.path);
    const aliased = aliasedType(inside, found.binding.value);
    const behind = inner(aliased, inside);
    return mapped === null ? behind : { ...behind, type: mapped };
  }
  if (mapped !== null) return plain(mapped);
  if (found.kind === "definition" && found.binding.kind === "class") {
    return plain(classType(scope, found, annotation, maps));
  }
  return plain(pythonType(scope, annotation) ?? opaqueType(annotation));
}

/** `NewType("UserId", int)` and `TypeAliasType("X", int)` stand for their second argument. */
function aliasedType(scope: NameScope, value: Expression): Expression {
  if (value.kind !== "call") return value;
  const callee = typingName(scope, value.callee);
  return callee === "NewType" || callee === "TypeAliasType" ? (value.args[1] ?? value) : value;
}

/** A class as a column's type: an enum, else what the maps or SQLAlchemy have for one of its bases. */
function classType(
  scope: NameScope,
  definition: Definition,
  annotation: Expression,
  maps: readonly TypeMap[],
): ColumnType {
  if (enumClass(scope, annotation) !== null) {
    const entry = entryFor(["enum.Enum"], maps);
    return classEnum(scope, definition, entry?.expression.kind === "call" ? entry.expression : null);
  }
  for (const ancestor of scope.project.ancestors(definition)) {
    if (ancestor.kind !== "external") continue;
    const type = pythonTypes.get(withoutBuiltins(ancestor.name));
    if (type !== undefined) return type;
  }
  return opaqueType(annotation);
}

function pythonType(scope: NameScope, annotation: Expression): ColumnType | null {
  return pythonTypes.get(identityOf(scope, annotation)) ?? null;
}

/** The same for everything that means the same: where it is defined, the library's name, else its text. */
function identityOf(scope: NameScope, expression: Expression): string {
  const found = resolveIn(scope, expression);
  if (found.kind === "definition") return `${found.path}:${found.name}`;
  if (found.kind === "external") return withoutBuiltins(found.name);
  return unparse(expression);
}

function withoutBuiltins(name: string): string {
  return name.startsWith("builtins.") ? name.slice("builtins.".length) : name;
}

function fromMaps(scope: NameScope, annotation: Expression, maps: readonly TypeMap[]): ColumnType | null {
  if (annotation.kind === "constant" || annotation.kind === "string") return null;
  const entry = entryFor([identityOf(scope, annotation), unparse(annotation)], maps);
  return entry === null ? null : readColumnType(entry.scope, entry.expression);
}

function entryFor(identities: readonly string[], maps: readonly TypeMap[]): Placed | null {
  for (const { scope, node } of maps) {
    for (const { key, value } of node.entries) {
      if (key === null) continue;
      if (identities.includes(identityOf(scope, key)) || identities.includes(unparse(key))) {
        return { scope, expression: value };
      }
    }
  }
  return null;
}

/** `Optional` for `typing.Optional` and `typing_extensions.Optional`. */
export function typingName(scope: NameScope, expression: Expression): string | null {
  const found = resolveIn(scope, expression);
  if (found.kind !== "external") return null;
  const match = /^(?:typing|typing_extensions)\.(\w+)$/u.exec(found.name);
  return match?.[1] ?? null;
}
