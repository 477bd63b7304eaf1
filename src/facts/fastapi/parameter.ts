import type { Location } from "../location.ts";
import {
  defaultOfDeclaration,
  isFieldDeclaration,
  isTrue,
  readSettings,
} from "../pydantic/field-settings.ts";
import type { FieldDefault } from "../pydantic/field-settings.ts";
import { anyType, bare, metadataOf } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { argumentValue } from "../values/call.ts";
import { booleanOf, isNone, itemsOf, textOf } from "../values/value.ts";
import type { ExternalCallValue, Value } from "../values/value.ts";
import type { SignatureParameter } from "./signature.ts";

/** What FastAPI does with one parameter of a handler or dependency (`dependencies/utils.py`, `analyze_param`). */
export type Analysed = DependencyParameter | FieldParameter | InjectedParameter;

/** Given by the framework: Request, Response, BackgroundTasks, SecurityScopes. */
export interface InjectedParameter {
  readonly kind: "injected";
  readonly name: string;
  readonly framework: string;
}
export interface DependencyParameter {
  readonly kind: "dependency";
  readonly name: string;
  readonly target: Value;
  readonly scopes: readonly string[];
  readonly where: Location;
}
export type Place = "path" | "query" | "header" | "cookie" | "body" | "form" | "file";

export interface FieldParameter {
  readonly kind: "field";
  readonly name: string;
  /** The name in the request. */
  readonly alias: string;
  readonly in: Place;
  readonly type: PythonType;
  /** The declaration (`Query(…)`), when it was the default; one within `Annotated` is metadata of the type. */
  readonly declaration: ExternalCallValue | null;
  readonly required: boolean;
  readonly default: FieldDefault;
  readonly embed: boolean;
  /** `convert_underscores=False` of a header. */
  readonly keepsUnderscores: boolean;
  readonly mediaType: string | null;
  readonly includedInSchema: boolean;
  readonly deprecated: boolean;
  readonly where: Location;
  /** Where `Query(…)` and its like stand when that is not where the parameter stands: in an alias. */
  readonly declared: Location | null;
}

const places: ReadonlyMap<string, Place> = new Map([
  ["fastapi.Path", "path"],
  ["fastapi.Query", "query"],
  ["fastapi.Header", "header"],
  ["fastapi.Cookie", "cookie"],
  ["fastapi.Body", "body"],
  ["fastapi.Form", "form"],
  ["fastapi.File", "file"],
]);

/** Is the value `Depends(…)` or `Security(…)`? */
export function isDepends(value: Value): value is ExternalCallValue {
  return (
    value.kind === "external-call" && (value.name === "fastapi.Depends" || value.name === "fastapi.Security")
  );
}

function isPlaced(value: Value): value is ExternalCallValue {
  return value.kind === "external-call" && places.has(value.name);
}

/** Classifies a parameter. `isPathParameter`: the route's path has a `{name}` for it. */
export function analyse(
  parameter: SignatureParameter,
  isPathParameter: boolean,
  attachedAt: Location,
): Analysed {
  const where = parameter.where ?? attachedAt;
  const written = parameter.type ?? anyType;
  const type = written.kind === "alias" ? written.type() : written;
  const metadata = metadataOf(type);
  const annotation = metadata.findLast((item) => isDepends(item) || isPlaced(item)) ?? null;
  const { default: fallback } = parameter;

  const depends = fallback !== null && isDepends(fallback) ? fallback : annotation;
  if (depends !== null && isDepends(depends)) return dependency(parameter.name, depends, type, where);

  const plain = bare(type);
  if (plain.kind === "framework" && plain.name !== "fastapi.UploadFile") {
    return { kind: "injected", name: parameter.name, framework: plain.name };
  }
  const assigned = fallback !== null && isFieldDeclaration(fallback) ? fallback : null;
  const declaration = assigned ?? (annotation !== null && isPlaced(annotation) ? annotation : null);
  const place = placeOf(declaration, isPathParameter, type);
  const given = place === "path" ? null : defaultOf(parameter, assigned, metadata);
  const settings = readSettings(assigned === null ? metadata : [assigned]);
  const option = (name: string): Value | null =>
    declaration === null ? null : argumentValue(declaration.arguments, null, name);
  const keepsUnderscores = booleanOf(option("convert_underscores") ?? { kind: "ellipsis" }) === false;
  return {
    kind: "field",
    name: parameter.name,
    alias: settings.validationAlias ?? headerName(place, parameter.name, keepsUnderscores),
    in: place,
    // A declaration as default replaces the `Annotated` around the type, bounds included.
    type: assigned === null ? type : plain,
    declaration: assigned,
    required: given === null && !parameter.hasFactory,
    default: parameter.hasFactory ? { kind: "factory" } : given,
    embed: isTrue(option("embed")),
    keepsUnderscores,
    mediaType: textOf(option("media_type") ?? { kind: "ellipsis" }),
    includedInSchema: booleanOf(option("include_in_schema") ?? { kind: "ellipsis" }) !== false,
    deprecated: settings.deprecated,
    where,
    declared: declaration === null || isWithin(declaration.where, where) ? null : declaration.where,
  };
}

/** What a library declares stands nowhere. */
function isWithin(inner: Location, outer: Location): boolean {
  if (inner.path === "") return true;
  return inner.path === outer.path && inner.line >= outer.line && inner.endLine <= outer.endLine;
}

/** Headers are written with hyphens unless `convert_underscores=False`. */
export function headerName(place: Place, name: string, keepsUnderscores: boolean): string {
  return place === "header" && !keepsUnderscores ? name.replaceAll("_", "-") : name;
}

function dependency(
  name: string,
  depends: ExternalCallValue,
  type: PythonType,
  where: Location,
): DependencyParameter {
  return {
    kind: "dependency",
    name,
    target: dependencyTarget(depends, type),
    scopes: scopesOf(depends),
    where,
  };
}

/** What `Depends(target)` calls; without a target the class that the parameter is annotated with. */
export function dependencyTarget(depends: ExternalCallValue, type: PythonType): Value {
  const target = argumentValue(depends.arguments, 0, "dependency");
  if (target !== null && !isNone(target)) return target;
  const plain = bare(type);
  if (plain.kind === "model" || plain.kind === "class" || plain.kind === "enum") return plain.definition;
  if (plain.kind === "framework") return plain.definition ?? { kind: "external", name: plain.name };
  if (plain.kind === "library") return { kind: "external", name: plain.name };
  if (plain.kind !== "opaque") return { kind: "ellipsis" };
  return plain.value ?? { kind: "external", name: plain.text };
}

/** Scopes of `Security(…, scopes=[…])`. */
export function scopesOf(depends: ExternalCallValue): readonly string[] {
  if (depends.name !== "fastapi.Security") return [];
  const scopes = argumentValue(depends.arguments, 1, "scopes");
  const items = scopes === null ? null : itemsOf(scopes);
  return (items ?? []).map((item) => textOf(item) ?? "<unknown>");
}

function placeOf(declaration: ExternalCallValue | null, isPathParameter: boolean, type: PythonType): Place {
  if (isPathParameter) return "path";
  const declared = declaration === null ? undefined : places.get(declaration.name);
  if (declared !== undefined) return declared;
  if (isFile(type)) return "file";
  return isComplex(type) ? "body" : "query";
}

function defaultOf(
  { default: fallback }: SignatureParameter,
  assigned: ExternalCallValue | null,
  metadata: readonly Value[],
): FieldDefault {
  if (assigned !== null) return defaultOfDeclaration(assigned);
  if (fallback !== null) return fallback.kind === "ellipsis" ? null : { kind: "value", value: fallback };
  // `Annotated[int, Query(default_factory=…)]`; a plain default is not allowed there.
  for (const item of metadata) {
    const found = isFieldDeclaration(item) ? defaultOfDeclaration(item) : null;
    if (found?.kind === "factory") return found;
  }
  return null;
}

/**
 * `UploadFile`, optional or in a list. A list of nothing said counts, too, and so does a NamedTuple
 * (`is_uploadfile_sequence_annotation`).
 */
function isFile(type: PythonType): boolean {
  const plain = bare(type);
  switch (plain.kind) {
    case "framework":
      return isUploadFile(plain);
    case "sequence":
      return plain.isBare === true || isUploadFile(plain.item);
    case "model":
      return plain.isTuple === true;
    case "union":
      return plain.members.some(isFile);
    default:
      return false;
  }
}

function isUploadFile(type: PythonType): boolean {
  const plain = bare(type);
  return plain.kind === "framework" && plain.name === "fastapi.UploadFile";
}

/** `field_annotation_is_complex`: what is read from the body unless something else is said. */
export function isComplex(type: PythonType): boolean {
  const plain = bare(type);
  switch (plain.kind) {
    case "union":
      return plain.members.some(isComplex);
    case "sequence":
    case "tuple":
    case "mapping":
    case "model":
    case "library-model":
      return true;
    case "framework":
      return plain.name === "fastapi.UploadFile";
    case "alias":
      return isComplex(plain.type());
    case "opaque":
      // A class of a library: in the signature of a handler it can only be a model.
      return /(?:^|\.)[A-Z]\w*(?:\[.*)?$/.test(plain.text);
    case "class":
    case "any":
    case "none":
    case "library":
    case "literal":
    case "enum":
    case "stream":
    case "variable":
    case "annotated":
      return false;
  }
}
