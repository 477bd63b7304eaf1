type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Leaves out what is no part of the contract: texts of operations and schemas, extensions (`x-…`, but not our `x-opaque`), the automatic 422 and its schemas. */
export function normalise(document: unknown): unknown {
  if (!isJson(document)) return document;
  const parts = isJson(document["components"]) ? document["components"] : {};
  const components = parts["schemas"];
  const { info, servers, tags, externalDocs } = document;
  return {
    info,
    servers,
    tags,
    externalDocs,
    securitySchemes: parts["securitySchemes"],
    paths: withoutTexts(document["paths"], true),
    schemas: isJson(components)
      ? withoutTexts(
          Object.fromEntries(
            Object.entries(components).filter(([name]) => !/^(HTTP)?ValidationError$/.test(name)),
          ),
          true,
        )
      : {},
  };
}

const texts = new Set(["title", "description", "summary", "examples", "example", "contentSchema"]);

function withoutTexts(node: unknown, areNames = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutTexts(item));
  if (!isJson(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key, value]) => areNames || (!texts.has(key) && !isExtension(key) && !isAutomatic(key, value)),
      )
      .map(([key, value]): [string, unknown] => [key, withoutTexts(value, key === "properties" && !areNames)])
      .map(([key, value]): [string, unknown] => [key, key === "anyOf" && !areNames ? flat(value) : value])
      .filter(([key, value]) => areNames || !isEmptySchema(key, value)),
  );
}

/** A union within a union is kept apart by its title or description only. */
function flat(members: unknown): unknown {
  if (!Array.isArray(members)) return members;
  return members.flatMap((member: unknown) =>
    isJson(member) && Array.isArray(member["anyOf"]) && Object.keys(member).length === 1
      ? member["anyOf"]
      : [member],
  );
}

function isExtension(key: string): boolean {
  return key.startsWith("x-") && key !== "x-opaque";
}

function isAutomatic(key: string, value: unknown): boolean {
  return key === "422" && JSON.stringify(value).includes("HTTPValidationError");
}

/** A media type without a schema says as much as one with an empty schema. */
function isEmptySchema(key: string, value: unknown): boolean {
  return key === "schema" && isJson(value) && Object.keys(value).length === 0;
}

/**
 * A document of Pydantic 1 does not say where null is taken, nor the type beside an enum's values, nor that further
 * properties are taken, and writes files, tuples and references with neighbours differently; the derived contract speaks
 * as Pydantic 2 does. This takes the difference out of both.
 */
export function withoutNull(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNull);
  if (!isJson(node)) return node;
  const schema = new Map(Object.entries(node).map(([key, value]) => [key, withoutNull(value)]));
  if (schema.get("additionalProperties") === true) schema.delete("additionalProperties");
  if (Array.isArray(schema.get("enum"))) schema.delete("type");
  schema.delete("nullable");
  if (schema.get("contentMediaType") === "application/octet-stream") {
    schema.delete("contentMediaType");
    schema.set("format", "binary");
  }
  const items = schema.get("items");
  if (Array.isArray(items)) {
    schema.delete("items");
    schema.set("prefixItems", items);
  }
  for (const key of ["anyOf", "allOf"]) {
    const members = schema.get(key);
    if (!Array.isArray(members)) continue;
    const others = members.filter((member: unknown) => !(isJson(member) && member["type"] === "null"));
    const [only] = others;
    schema.set(key, others);
    if (others.length !== 1 || !isJson(only)) continue;
    schema.delete(key);
    for (const [inner, value] of Object.entries(only)) if (!schema.has(inner)) schema.set(inner, value);
  }
  return Object.fromEntries(schema);
}
