import type { Value } from "../values/value.ts";
import { argumentValue, callFunction } from "../values/call.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { constant, known, textOf } from "../values/value.ts";

/** Makes the name in the document out of a field's name; null: it has none of its own. */
export type NameGenerator = (name: string) => string;

export interface AliasGenerator {
  readonly validation: NameGenerator | null;
  readonly serialization: NameGenerator | null;
  /** False: the function could not be told, names are the fields' own. */
  readonly known: boolean;
}

const generators: ReadonlyMap<string, NameGenerator> = new Map([
  ["pydantic.to_camel", toCamel],
  ["pydantic.to_pascal", toPascal],
  ["pydantic.to_snake", toSnake],
  ["builtins.str.upper", (name: string) => name.toUpperCase()],
  ["builtins.str.lower", (name: string) => name.toLowerCase()],
  ["builtins.str.title", title],
  ["humps.camelize", camelise],
  ["humps.pascalize", (name: string) => upperFirst(camelise(name))],
  ["stringcase.camelcase", camelise],
  ["inflection.camelize", (name: string) => upperFirst(camelise(name))],
]);

/** What `alias_generator=` of a model does. A function of the repository is known by its name, such as `to_camel`. */
export function readAliasGenerator(evaluator: Evaluator, value: Value): AliasGenerator {
  if (value.kind === "external-call" && value.name === "pydantic.AliasGenerator") {
    const part = (position: number, name: string): NameGenerator | null => {
      const given = argumentValue(value.arguments, position, name);
      return given === null ? null : nameGenerator(evaluator, given);
    };
    const alias = part(0, "alias");
    return {
      validation: part(1, "validation_alias") ?? alias,
      serialization: part(2, "serialization_alias") ?? alias,
      known: true,
    };
  }
  const generator = nameGenerator(evaluator, value);
  return { validation: generator, serialization: generator, known: generator !== null };
}

function nameGenerator(evaluator: Evaluator, value: Value): NameGenerator | null {
  if (value.kind === "external") return generators.get(value.name) ?? null;
  if (value.kind !== "function") return null;
  const returned = returnedCall(value);
  if (returned !== null) return returned;
  const evaluated = (name: string): string | null => {
    const given = { positional: [known(constant(name))], keywords: new Map(), open: false };
    return textOf(callFunction(evaluator, value, given, null) ?? { kind: "ellipsis" });
  };
  if (evaluated("some_name") !== null) return (name) => evaluated(name) ?? name;
  const name = value.name
    .slice(value.name.lastIndexOf(".") + 1)
    .toLowerCase()
    .replaceAll("_", "");
  if (/^(?:to|snaketo|snake2|convert)?(?:lower)?camel(?:case|ize|ise)?$/.test(name)) return toCamel;
  return /^(?:to|snaketo)?pascal(?:case|ize|ise)?$/.test(name) ? toPascal : null;
}

/** `lambda name: to_camel(name)`. */
function returnedCall(value: Extract<Value, { kind: "function" }>): NameGenerator | null {
  if (value.node.kind !== "lambda" || value.node.body.kind !== "call") return null;
  const { callee } = value.node.body;
  const name = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.attribute : "";
  return generators.get(`pydantic.${name}`) ?? generators.get(`humps.${name}`) ?? null;
}

/** `str.title` of Python. */
function title(name: string): string {
  return name.replace(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/** `pydantic.alias_generators.to_pascal`. */
export function toPascal(name: string): string {
  return title(name).replace(/([0-9A-Za-z])_(?=[0-9A-Z])/g, "$1");
}

/** `pydantic.alias_generators.to_camel`. */
export function toCamel(name: string): string {
  if (/^[a-z]+[A-Za-z0-9]*$/.test(name) && !/\d[a-z]/.test(name)) return name;
  return toPascal(name).replace(/^_*[A-Z]/, (start) => start.toLowerCase());
}

/** `pydantic.alias_generators.to_snake`. */
export function toSnake(name: string): string {
  return name
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
    .replace(/(?<=[0-9])(?=[A-Z])/g, "_")
    .replace(/(?<=[a-z])(?=[0-9])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** `humps.camelize` of pyhumps 3. */
export function camelise(name: string): string {
  if (isUpper(name) || /^\d+$/.test(name)) return name;
  const start = isUpper(name.slice(0, 2)) ? name : name.charAt(0).toLowerCase() + name.slice(1);
  return start.replace(/(?<=[^\-_])[-_]+([^\-_])/g, (_, next: string) => next.toUpperCase());
}

/** `str.isupper` of Python: some letter, and none of them small. */
function isUpper(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
