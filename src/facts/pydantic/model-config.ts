import { argumentValue } from "../values/call.ts";
import { basesOf, findMember, linearise, originOfBase } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { entryOf } from "../values/expression.ts";
import { constant, isNone, textOf } from "../values/value.ts";
import type { ClassValue, ExternalCallValue, Value } from "../values/value.ts";
import { isTrue } from "./field-settings.ts";
import type { Schema } from "../contract.ts";
import { numberOf } from "./json-value.ts";
import { readAliasGenerator } from "./alias-generator.ts";
import type { AliasGenerator } from "./alias-generator.ts";

/** What a model's configuration changes in its schema. */
export interface ModelConfig {
  readonly extra: "allow" | "forbid" | null;
  readonly aliasGenerator: AliasGenerator | null;
  /** A request may use the name of a field beside its alias: `populate_by_name` and what it is called in other releases. */
  readonly takesFieldNames: boolean;
  /** `json_schema_extra` as a value. */
  readonly schemaExtra: Value | null;
  readonly title: string | null;
  /** `json_schema_serialization_defaults_required`: what has a default is always there in a response. */
  readonly servesDefaults: boolean;
  /** `str_min_length` and `str_max_length`: bounds of every text that has none of its own. */
  readonly textBounds: Pick<Schema, "minLength" | "maxLength">;
  /** `fields` of a Pydantic 1 `Config`: field → alias. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Merges `model_config`, an inner `class Config` and class keywords over those of the bases. */
export function readConfig(evaluator: Evaluator, definition: ClassValue): ModelConfig {
  const options = allOptions(evaluator, definition, 0);
  const extra = textOf(options.get("extra") ?? { kind: "ellipsis" });
  const generator = options.get("alias_generator");
  const schemaExtra = options.get("json_schema_extra") ?? options.get("schema_extra") ?? null;
  return {
    extra: extra === "allow" || extra === "forbid" ? extra : extraMember(options.get("extra")),
    aliasGenerator:
      generator === undefined || isNone(generator) ? null : readAliasGenerator(evaluator, generator),
    takesFieldNames: byFieldName.some((name) => isTrue(options.get(name) ?? null)),
    schemaExtra: schemaExtra === null || isNone(schemaExtra) ? null : schemaExtra,
    title: textOf(options.get("title") ?? { kind: "ellipsis" }),
    servesDefaults: isTrue(options.get("json_schema_serialization_defaults_required") ?? null),
    textBounds: textBoundsOf(options),
    aliases: configuredAliases(options.get("fields")),
  };
}

/** Pydantic 2, from 2.11, and 1. */
const byFieldName = ["populate_by_name", "validate_by_name", "allow_population_by_field_name"];

const deepestBases = 40;

/** `ConfigWrapper.for_model`: of several bases the last one counts, whatever the method resolution order. */
function allOptions(evaluator: Evaluator, definition: ClassValue, depth: number): Map<string, Value> {
  const options = new Map<string, Value>();
  if (depth > deepestBases) return options;
  for (const written of basesOf(evaluator, definition)) {
    const base = originOfBase(evaluator, written);
    if (base.kind !== "class") continue;
    for (const [name, value] of allOptions(evaluator, base, depth + 1)) options.set(name, value);
  }
  for (const [name, value] of ownOptions(evaluator, definition)) options.set(name, value);
  return options;
}

function textBoundsOf(options: ReadonlyMap<string, Value>): ModelConfig["textBounds"] {
  const bound = (name: string, old: string): number | null => {
    const value = options.get(name) ?? options.get(old);
    return value === undefined ? null : numberOf(value);
  };
  const minLength = bound("str_min_length", "min_anystr_length");
  const maxLength = bound("str_max_length", "max_anystr_length");
  return {
    ...(minLength === null || minLength === 0 ? {} : { minLength }),
    ...(maxLength === null ? {} : { maxLength }),
  };
}

/** `fields = {"name": "alias"}` or `{"name": {"alias": "alias"}}`. */
function configuredAliases(fields: Value | undefined): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  if (fields?.kind !== "dict") return aliases;
  for (const { key, value } of fields.entries) {
    const given = value.kind === "dict" ? entryOf(value, constant("alias"))?.value : value;
    const [name, alias] = [textOf(key), given === undefined ? null : textOf(given)];
    if (name !== null && alias !== null) aliases.set(name, alias);
  }
  return aliases;
}

/** `Extra.forbid` of Pydantic 1. */
function extraMember(value: Value | undefined): "allow" | "forbid" | null {
  if (value?.kind !== "external") return null;
  if (value.name.endsWith("Extra.forbid")) return "forbid";
  return value.name.endsWith("Extra.allow") ? "allow" : null;
}

function ownOptions(evaluator: Evaluator, owner: ClassValue): readonly (readonly [string, Value])[] {
  const options: (readonly [string, Value])[] = [];
  for (const name of ["model_config", "Config"]) {
    const member = findMember(evaluator, owner, name);
    if (member === null || member.owner !== owner) continue;
    if (member.kind === "other") {
      if (member.value.kind === "class") options.push(...classOptions(evaluator, member.value));
    } else if (member.value !== null) {
      options.push(...optionsOf(evaluate(evaluator, member.value, owner.scope)));
    }
  }
  const scope = owner.scope.parent ?? owner.scope;
  for (const decorator of owner.node.decorators) {
    const value = evaluate(evaluator, decorator, scope);
    if (value.kind === "external-call") options.push(...decoratedOptions(value));
  }
  for (const { name, value } of owner.node.keywords) {
    if (name !== null && name !== "metaclass") options.push([name, evaluate(evaluator, value, scope)]);
  }
  return options;
}

/** `@with_config({…})`, `@with_config(extra="forbid")` and `@dataclass(config=…)` of Pydantic. */
function decoratedOptions({ name, arguments: args }: ExternalCallValue): ReturnType<typeof ownOptions> {
  if (name === "pydantic.dataclass") {
    const config = argumentValue(args, null, "config");
    return config === null ? [] : optionsOf(config);
  }
  if (name !== "pydantic.with_config") return [];
  const config = argumentValue(args, 0, "config");
  const keywords = [...args.keywords].filter(([key]) => key !== "config");
  return [
    ...(config === null ? [] : optionsOf(config)),
    ...keywords.map(([key, given]) => [key, given.value()] as const),
  ];
}

/** `ConfigDict(extra="forbid")` or a dict literal. */
function optionsOf(value: Value): readonly (readonly [string, Value])[] {
  if (value.kind === "external-call") {
    return [...value.arguments.keywords].map(([name, given]) => [name, given.value()] as const);
  }
  if (value.kind !== "dict") return [];
  return value.entries.flatMap((entry) => {
    const name = textOf(entry.key);
    return name === null ? [] : [[name, entry.value] as const];
  });
}

function classOptions(evaluator: Evaluator, config: ClassValue): readonly (readonly [string, Value])[] {
  const options: (readonly [string, Value])[] = [];
  for (const owner of [...linearise(evaluator, config).classes].reverse()) {
    for (const statement of owner.node.body) {
      const isPlain = statement.kind === "assign" || statement.kind === "annotated-assign";
      if (isPlain && statement.value !== null) {
        const targets = statement.kind === "assign" ? statement.targets : [statement.target];
        for (const target of targets) {
          if (target.kind === "name")
            options.push([target.id, evaluate(evaluator, statement.value, owner.scope)]);
        }
      }
    }
  }
  return options;
}
