import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

import description from "./github-openapi.json" with { type: "json" };
import { complete, type SampleSchema } from "./sample.ts";

/** One operation of GitHub's description, with what is needed to check a request and to make an answer. */
export interface DescribedOperation {
  readonly id: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly pathNames: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: SampleSchema;
  }[];
  readonly body: SampleSchema | null;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: SampleSchema }>> }>
  >;
}

/** Query values are text and have to be coerced; bodies must not be. */
const coercing = new Ajv({ strict: false, coerceTypes: true, allErrors: true });
const exact = new Ajv({ strict: false, allErrors: true });
for (const ajv of [coercing, exact]) {
  formats.default(ajv);
  ajv.addSchema({ $id: "github", ...description });
}
const compiled = new Map<unknown, ValidateFunction>();

export const operations: readonly DescribedOperation[] = Object.entries<Record<string, RawOperation>>(
  description.paths as never,
).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => describe(path, method, operation)),
);

interface RawOperation {
  readonly operationId: string;
  readonly parameters: readonly (DescribedOperation["parameters"][number] | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: SampleSchema }>> };
  readonly responses: Readonly<
    Record<string, DescribedOperation["responses"][string] | { readonly $ref: string }>
  >;
}

function describe(path: string, method: string, operation: RawOperation): DescribedOperation {
  const pathNames = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? "");
  // A branch or a pair of commits may hold a slash; nothing else in our paths does.
  const pattern = new RegExp(`^${path.replace(/\{basehead\}/, "(.+)").replace(/\{[^}]+\}/g, "([^/]+)")}$`);
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    pattern,
    pathNames,
    parameters: operation.parameters.map((parameter) =>
      "$ref" in parameter ? (resolve(parameter.$ref) as never) : parameter,
    ),
    body: operation.requestBody?.content["application/json"]?.schema ?? null,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        "$ref" in response ? (resolve(response.$ref) as never) : response,
      ]),
    ),
  };
}

function resolve(reference: string): SampleSchema {
  const [, , group, name] = reference.split("/");
  const groups = description.components as unknown as Readonly<
    Record<string, Readonly<Record<string, SampleSchema>>>
  >;
  const found = groups[group ?? ""]?.[name ?? ""];
  if (found === undefined) throw new Error(`no ${reference} in the description`);
  return found;
}

function validator(ajv: Ajv, schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const rewritten: object = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'),
  );
  const fresh = ajv.compile(rewritten);
  compiled.set(schema, fresh);
  return fresh;
}

function problems(ajv: Ajv, schema: object, value: unknown, where: string): readonly string[] {
  const check = validator(ajv, schema);
  if (check(value)) return [];
  return (check.errors ?? []).map((error) => `${where}${error.instancePath}: ${error.message ?? "wrong"}`);
}

/** What GitHub's description says against a request; unknown keys included, since that is where typing errors hide. */
export function requestProblems(
  operation: DescribedOperation,
  query: URLSearchParams,
  body: unknown,
): readonly string[] {
  const found: string[] = [];
  const known = operation.parameters.filter((parameter) => parameter.in === "query");
  for (const [name, value] of query) {
    const parameter = known.find((one) => one.name === name);
    if (parameter === undefined) found.push(`${operation.id}: unknown query ${name}`);
    else
      found.push(
        ...problems(
          coercing,
          { type: "object", properties: { value: parameter.schema } },
          { value },
          `${operation.id} ?${name}`,
        ),
      );
  }
  if (operation.body === null) {
    if (body !== undefined) found.push(`${operation.id}: takes no body`);
    return found;
  }
  found.push(...problems(exact, operation.body, body, `${operation.id} body`));
  for (const key of Object.keys(body ?? {})) {
    if (operation.body.properties?.[key] === undefined)
      found.push(`${operation.id}: unknown body member ${key}`);
  }
  return found;
}

/** An answer in GitHub's form: what the scenario says, completed by the description. */
export function answer(operation: DescribedOperation, status: number, said: unknown): unknown {
  const schema = operation.responses[String(status)]?.content?.["application/json"]?.schema;
  return schema === undefined ? said : complete(schema, said, resolve);
}

/** What GitHub's description says against one of our own canned answers. */
export function answerProblems(
  operation: DescribedOperation,
  status: number,
  value: unknown,
): readonly string[] {
  const response = operation.responses[String(status)];
  // Errors such as 401, 403 and 502 are possible everywhere and described nowhere.
  if (response === undefined) return status >= 400 ? [] : [`${operation.id}: cannot answer with ${status}`];
  const schema = response.content?.["application/json"]?.schema;
  return schema === undefined ? [] : problems(exact, schema, value, `${operation.id} ${status}`);
}
