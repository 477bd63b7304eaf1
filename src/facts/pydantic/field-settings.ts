import { argumentValue } from "../values/call.ts";
import { isNone, itemsOf, textOf } from "../values/value.ts";
import type { ExternalCallValue, Value } from "../values/value.ts";

/** What `Field(…)`, `Query(…)` and the like say about a field apart from its constraints. */
export interface FieldSettings {
  readonly alias: string | null;
  readonly validationAlias: string | null;
  /** Names of `AliasChoices` after the first. */
  readonly furtherChoices: readonly string[];
  readonly serializationAlias: string | null;
  /** `exclude=True`: not in what is served. */
  readonly exclude: boolean;
  readonly deprecated: boolean;
  readonly discriminator: string | null;
  /** `json_schema_extra` as a value. */
  readonly extra: Value | null;
  /** Texts that are not part of the contract but of a component's identity: title, description, examples. */
  readonly documentation: string;
}

const declarations =
  /^(?:pydantic\.(?:Field|fields\.FieldInfo|FieldInfo)|sqlmodel\.Field|dataclasses\.field|fastapi\.(?:Query|Path|Header|Cookie|Body|Form|File))$/;

/** Is the value a declaration of a field, such as `Field(…)` or `Query(…)`? */
export function isFieldDeclaration(value: Value): value is ExternalCallValue {
  return value.kind === "external-call" && declarations.test(value.name);
}

/** Merges declarations, the later over the earlier, as `FieldInfo.merge_field_infos` does. */
export function readSettings(declarations: readonly Value[]): FieldSettings {
  const given = declarations.filter(isFieldDeclaration);
  const last = (name: string): Value | null => {
    for (const declaration of [...given].reverse()) {
      const value = argumentValue(declaration.arguments, null, name);
      if (value !== null && !isNone(value)) return value;
    }
    return null;
  };
  const text = (name: string): string | null => {
    const value = last(name);
    return value === null ? null : textOf(value);
  };
  const alias = text("alias");
  const deprecated = last("deprecated");
  return {
    alias,
    validationAlias: firstAlias(last("validation_alias")) ?? alias,
    furtherChoices: furtherChoices(last("validation_alias")),
    serializationAlias: text("serialization_alias") ?? alias,
    exclude: isTrue(last("exclude")),
    deprecated: deprecated !== null && !(deprecated.kind === "constant" && deprecated.value === false),
    discriminator: text("discriminator"),
    extra: last("json_schema_extra"),
    documentation: ["title", "description", "examples", "example"]
      .map((name) => describe(last(name)))
      .join("\u0000"),
  };
}

/** The name that Pydantic's document shows for `AliasChoices` (the first) and `AliasPath` (none: the field's own). */
function firstAlias(value: Value | null): string | null {
  if (value === null) return null;
  const text = textOf(value);
  if (text !== null) return text;
  if (value.kind !== "external-call" || value.name !== "pydantic.AliasChoices") return null;
  const first = argumentValue(value.arguments, 0, "first_choice");
  return first === null ? null : textOf(first);
}

function furtherChoices(value: Value | null): readonly string[] {
  if (value?.kind !== "external-call" || value.name !== "pydantic.AliasChoices") return [];
  return value.arguments.positional.slice(1).flatMap((choice) => textOf(choice.value()) ?? []);
}

export function isTrue(value: Value | null): boolean {
  return value?.kind === "constant" && value.value === true;
}

function describe(value: Value | null): string {
  if (value === null) return "";
  return textOf(value) ?? (itemsOf(value) ?? []).map((item) => describe(item)).join(",");
}

/** The default that a declaration gives, `factory` when it is made per instance; null: the field is required. */
export type FieldDefault =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "factory" }
  | null;

/** `Field(3)`, `Field(default=3)`, `Field(default_factory=list)`; `...` and nothing mean required. */
export function defaultOfDeclaration(declaration: ExternalCallValue): FieldDefault {
  const { arguments: args, name } = declaration;
  const factory = argumentValue(args, null, "default_factory");
  if (factory !== null && !isNone(factory)) return { kind: "factory" };
  const value = argumentValue(args, name === "dataclasses.field" ? null : 0, "default");
  if (value === null || value.kind === "ellipsis" || isUndefined(value)) return null;
  return { kind: "value", value };
}

/** `PydanticUndefined` and FastAPI's `Undefined`, `Required`. */
function isUndefined(value: Value): boolean {
  return value.kind === "external" && /(?:^|\.)(?:PydanticUndefined|Undefined|Required)$/.test(value.name);
}
