import type { Contract, MediaType, Operation, OperationParameter, Schema } from "../src/facts/contract.ts";

/** How far two contracts of one application agree: what a document says, and what was derived from its source. */
export interface Comparison {
  readonly operations: { readonly documented: number; readonly derived: number; readonly same: number };
  /** Of the operations that both have: parameters of either, and those that are equal. */
  readonly parameters: Tally;
  /** Properties and whole values of bodies, each once for a model and direction. */
  readonly request: Tally;
  readonly response: Tally;
  readonly differences: readonly Difference[];
}

export interface Tally {
  exact: number;
  all: number;
}

export interface Difference {
  readonly area: "operations" | "parameters" | "request" | "response";
  /** What differs, without names: differences with one cause look alike. */
  readonly kind: string;
  readonly where: string;
  readonly documented: string;
  readonly derived: string;
}

const keyPrefix = "#/components/schemas/";

export function compareContracts(document: Contract, derived: Contract, label: string): Comparison {
  return new Comparing(document, derived, label).run();
}

/**
 * The comparison without the differences that are gone in the comparison with a later version of the document: there the
 * document followed its source late. Operations that the document gained or lost meanwhile count as they are later.
 */
export function withoutLate(comparison: Comparison, later: Comparison): Comparison {
  const open = new Set(later.differences.map(({ kind, where }) => `${kind} ${where}`));
  const isLate = ({ kind, where }: Difference) => !open.has(`${kind} ${where}`);
  const late = comparison.differences.filter(isLate);
  const count = (area: string, kind = "") =>
    late.filter((difference) => difference.area === area && difference.kind.startsWith(kind)).length;
  const { operations, parameters, request, response } = comparison;
  const gained = count("operations", "operation is not in");
  const lost = count("operations", "operation is not derived");
  const better = ({ exact, all }: Tally, area: string): Tally => ({
    exact: Math.min(all, exact + count(area)),
    all,
  });
  return {
    operations: {
      documented: operations.documented + gained - lost,
      derived: operations.derived,
      same: operations.same + gained,
    },
    parameters: better(parameters, "parameters"),
    request: better(request, "request"),
    response: better(response, "response"),
    differences: comparison.differences.filter((difference) => !isLate(difference)),
  };
}

class Comparing {
  readonly #document: Contract;
  readonly #derived: Contract;
  readonly #label: string;
  readonly #differences: Difference[] = [];
  readonly #parameters: Tally = { exact: 0, all: 0 };
  readonly #request: Tally = { exact: 0, all: 0 };
  readonly #response: Tally = { exact: 0, all: 0 };
  /** Documents of Pydantic 1 have no way to say null: see `Sketching`. */
  readonly #knowsNull: boolean;
  /** Pairs of models that were compared for a direction. */
  readonly #visited = new Set<string>();

  constructor(document: Contract, derived: Contract, label: string) {
    this.#document = document;
    this.#derived = derived;
    this.#label = label;
    this.#knowsNull = [...document.components.values()].some(({ schema }) =>
      /"type":\[?(?:"\w+",)*"null"/.test(JSON.stringify(schema)),
    );
  }

  run(): Comparison {
    const documented = new Map(this.#document.operations.map((operation) => [operation.key, operation]));
    const derived = new Map(this.#derived.operations.map((operation) => [operation.key, operation]));
    let same = 0;
    for (const [key, operation] of documented) {
      const other = derived.get(key);
      if (other === undefined) this.#note("operations", "operation is not derived", key, key, "");
      else {
        same += 1;
        this.#operation(operation, other);
      }
    }
    for (const key of derived.keys()) {
      if (!documented.has(key)) this.#note("operations", "operation is not in the document", key, "", key);
    }
    return {
      operations: { documented: documented.size, derived: derived.size, same },
      parameters: this.#parameters,
      request: this.#request,
      response: this.#response,
      differences: this.#differences,
    };
  }

  #operation(document: Operation, derived: Operation): void {
    const { key } = document;
    const parameters = (operation: Operation) =>
      new Map(operation.parameters.map((parameter) => [nameOf(operation, parameter), parameter]));
    for (const [name, one, other] of pairs(parameters(document), parameters(derived))) {
      this.#parameter(`${key} ${name}`, one, other);
    }
    this.#content(`${key} body`, document.body?.content ?? [], derived.body?.content ?? [], "request");
    if (document.body !== null && derived.body !== null && document.body.required !== derived.body.required) {
      this.#note(
        "request",
        "body required",
        key,
        String(document.body.required),
        String(derived.body.required),
      );
    }
    const statuses = (operation: Operation) =>
      new Map(operation.responses.map((response) => [response.status, response.content]));
    for (const [status, one, other] of pairs(statuses(document), statuses(derived))) {
      if (one === undefined || other === undefined) {
        this.#response.all += 1;
        const kind = one === undefined ? "response is not in the document" : "response is not derived";
        this.#note(
          "response",
          kind,
          `${key} ${status}`,
          one === undefined ? "" : status,
          other === undefined ? "" : status,
        );
      } else this.#content(`${key} ${status}`, one, other, "response");
    }
  }

  #parameter(
    where: string,
    document: OperationParameter | undefined,
    derived: OperationParameter | undefined,
  ): void {
    this.#parameters.all += 1;
    if (document === undefined || derived === undefined) {
      const kind = document === undefined ? "parameter is not in the document" : "parameter is not derived";
      this.#note(
        "parameters",
        kind,
        where,
        document === undefined ? "" : where,
        derived === undefined ? "" : where,
      );
      return;
    }
    const texts = [
      [document, this.#document],
      [derived, this.#derived],
    ] as const;
    const [one = "", other = ""] = texts.map(([{ schema, required, deprecated }, contract]) =>
      JSON.stringify({ ...sketch(schema, contract, this.#knowsNull).shape, required, deprecated }),
    );
    if (one === other) this.#parameters.exact += 1;
    else this.#note("parameters", `parameter: ${difference(one, other)}`, where, one, other);
  }

  #content(
    where: string,
    document: readonly MediaType[],
    derived: readonly MediaType[],
    direction: "request" | "response",
  ): void {
    const byType = (content: readonly MediaType[]) =>
      new Map(content.map((media) => [media.mediaType, media.schema]));
    for (const [type, one, other] of pairs(byType(document), byType(derived))) {
      this.#value(`${where} ${type}`, "value", one, other, direction);
    }
  }

  /** Compares two values; models in them are compared property by property, each pair once. */
  #value(
    where: string,
    what: string,
    document: Schema | undefined,
    derived: Schema | undefined,
    direction: "request" | "response",
    required: readonly [boolean, boolean] = [false, false],
  ): void {
    const tally = direction === "request" ? this.#request : this.#response;
    tally.all += 1;
    if (document === undefined || derived === undefined) {
      const kind = document === undefined ? `${what} is not in the document` : `${what} is not derived`;
      this.#note(
        direction,
        `${direction}: ${kind}`,
        where,
        document === undefined ? "" : JSON.stringify(document),
        derived === undefined ? "" : JSON.stringify(derived),
      );
      return;
    }
    const one = sketch(document, this.#document, this.#knowsNull);
    const other = sketch(derived, this.#derived, this.#knowsNull);
    const oneText = JSON.stringify({ ...one.shape, required: required[0] });
    const otherText = JSON.stringify({ ...other.shape, required: required[1] });
    if (oneText === otherText) tally.exact += 1;
    else
      this.#note(
        direction,
        `${direction} ${what}: ${difference(oneText, otherText)}`,
        where,
        oneText,
        otherText,
      );
    for (const [at, model] of one.models.entries()) {
      const twin = other.models[at];
      if (twin !== undefined) this.#model(model, twin, direction);
    }
  }

  #model(document: NamedSchema, derived: NamedSchema, direction: "request" | "response"): void {
    const key = `${direction} ${document.name} ${derived.name}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    const properties = ({ schema }: NamedSchema) => new Map(Object.entries(schema.properties ?? {}));
    for (const [name, one, other] of pairs(properties(document), properties(derived))) {
      const required = [document, derived].map(({ schema }) => schema.required?.includes(name) ?? false);
      this.#value(`${document.name}.${name}`, "property", one, other, direction, [
        required[0] ?? false,
        required[1] ?? false,
      ]);
    }
  }

  #note(area: Difference["area"], kind: string, where: string, documented: string, derived: string): void {
    this.#differences.push({ area, kind, where: `${this.#label}${where}`, documented, derived });
  }
}

/** Path parameters by position, as operations are matched. */
function nameOf({ path }: Operation, parameter: OperationParameter): string {
  if (parameter.in !== "path") return `${parameter.in} ${parameter.name}`;
  const names = [...path.matchAll(/\{([^{}:]*)/g)].map(([, name]) => name);
  return `path ${names.indexOf(parameter.name)}`;
}

function* pairs<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
): Generator<readonly [string, T | undefined, T | undefined]> {
  for (const key of new Set([...one.keys(), ...other.keys()])) yield [key, one.get(key), other.get(key)];
}

interface NamedSchema {
  readonly name: string;
  readonly schema: Schema;
}

interface Sketch {
  /** The schema with `model` in the place of objects with properties, everything else written out. */
  readonly shape: Readonly<Record<string, unknown>>;
  /** The models, in the order of their places. */
  readonly models: readonly NamedSchema[];
}

/**
 * What a schema says by itself, in one way of writing: OpenAPI 3.0 and 3.1, and the releases of FastAPI, write nullable
 * values, single values, files and references with neighbours differently.
 */
function sketch(schema: Schema, contract: Contract, knowsNull: boolean): Sketch {
  const models: NamedSchema[] = [];
  const shape = new Sketching(contract, models, knowsNull).draw(schema, []);
  return { shape, models };
}

type Shape = Record<string, unknown>;

/** Draws schemas. Without `knowsNull`, null and the type of an enum's values are left out, as Pydantic 1 does. */
class Sketching {
  readonly #contract: Contract;
  readonly #models: NamedSchema[];
  readonly #knowsNull: boolean;

  constructor(contract: Contract, models: NamedSchema[], knowsNull: boolean) {
    this.#contract = contract;
    this.#models = models;
    this.#knowsNull = knowsNull;
  }

  draw(schema: Schema, above: readonly string[]): Shape {
    if (schema.$ref !== undefined) return this.#reference(schema, above);
    const [single] = schema.allOf ?? [];
    if (single !== undefined && schema.allOf?.length === 1) {
      const { allOf: _, ...rest } = schema;
      return sorted({ ...this.draw(single, above), ...this.draw(rest, above) });
    }
    if (schema.properties !== undefined) {
      this.#models.push({ name: above.at(-1) ?? "(inline)", schema });
      const further = schema.additionalProperties;
      const additionalProperties = further === true ? undefined : this.#inner(further, above);
      return sorted({ model: true, additionalProperties });
    }
    return this.#keywords(schema, above);
  }

  #reference(schema: Schema, above: readonly string[]): Shape {
    const { $ref = "", ...rest } = schema;
    const name = $ref.startsWith(keyPrefix) ? $ref.slice(keyPrefix.length) : $ref;
    const target = this.#contract.components.get(name)?.schema;
    if (target === undefined || above.includes(name)) return { reference: above.indexOf(name) };
    const own = this.draw(rest, []);
    return sorted({ ...this.draw(target, [...above, name]), ...own });
  }

  #keywords(schema: Schema, above: readonly string[]): Shape {
    const members = schema.anyOf ?? schema.oneOf;
    const shape: Shape = {};
    for (const [key, value] of Object.entries(schema)) {
      if (key === "anyOf" || key === "oneOf" || key === "type") continue;
      if (key === "items" || key === "propertyNames") shape[key] = this.#inner(value, above);
      else if (key === "additionalProperties") {
        if (value !== true) shape[key] = this.#inner(value, above);
      } else if (key === "prefixItems" && Array.isArray(value)) {
        shape[key] = value.map((item) => this.#inner(item, above));
      } else if (key === "const") shape["enum"] = [value];
      else if (key === "enum" && Array.isArray(value)) {
        shape[key] = [...value].sort((a, b) => (String(a) < String(b) ? -1 : 1));
      } else if (key === "contentMediaType" && value === "application/octet-stream") {
        shape["format"] = "binary";
      } else if (key === "pattern" && typeof value === "string") {
        // Names of groups are no part of the language that a pattern means.
        shape[key] = value.replace(/\(\?P<\w+>/g, "(");
      } else if (key === "discriminator" && schema.discriminator !== undefined) {
        shape[key] = schema.discriminator.propertyName;
      } else if (key !== "default" || value !== null) shape[key] = value;
    }
    const types = typeof schema.type === "string" ? [schema.type] : [...(schema.type ?? [])];
    if (members !== undefined) {
      const drawn = members.map((member) => this.draw(member, above)).flatMap(alternatives);
      const isNull = (member: Shape) => JSON.stringify(member) === '{"type":"null"}';
      if (drawn.some(isNull)) types.push("null");
      const others = drawn.filter((member) => !isNull(member));
      const [only] = others;
      if (others.length === 1 && only !== undefined)
        return sorted({ ...only, ...shape, ...this.#nullable(types) });
      shape["anyOf"] = others;
      return sorted({ ...shape, ...this.#nullable(types) });
    }
    const others = types.filter((type) => type !== "null");
    if (!this.#knowsNull && shape["enum"] !== undefined) return sorted(shape);
    if (others.length === 1) shape["type"] = others[0];
    else if (others.length > 1) shape["anyOf"] = others.map((type) => ({ type }));
    else if (types.length > 0) return sorted({ ...shape, type: "null" });
    return sorted({ ...shape, ...this.#nullable(types) });
  }

  #nullable(types: readonly string[]): Shape {
    return this.#knowsNull && types.includes("null") ? { nullable: true } : {};
  }

  #inner(value: unknown, above: readonly string[]): unknown {
    return isSchema(value) ? this.draw(value, above) : value;
  }
}

/** A union within a union is kept apart by its title or description only. */
function alternatives(drawn: Shape): readonly Shape[] {
  const { anyOf } = drawn;
  return Array.isArray(anyOf) && Object.keys(drawn).length === 1 ? anyOf : [drawn];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The keywords that differ, with what each side has where that is short. */
function difference(one: string, other: string): string {
  const [a, b] = [one, other].map((text): Readonly<Record<string, unknown>> => JSON.parse(text));
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort();
  const changed = keys.filter((key) => JSON.stringify(a?.[key]) !== JSON.stringify(b?.[key]));
  if (other.includes('"opaque":')) return "opaque";
  return changed.map((key) => `${key} ${brief(a?.[key])} → ${brief(b?.[key])}`).join(", ");
}

function brief(value: unknown): string {
  if (value === undefined) return "–";
  const text = JSON.stringify(value);
  return text.length <= 24 ? text : "…";
}
