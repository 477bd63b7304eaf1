import type { DeclaredSecurity, SecurityScheme } from "../contract.ts";
import { entries, isList, isObject, strings, type Json, type JsonObject } from "./parse-document.ts";

/** `security` of the document and its security schemes (OpenAPI 3.1, 4.8.27 to 4.8.30). */
export function readSecurity(root: JsonObject): DeclaredSecurity {
  const components = isObject(root["components"]) ? root["components"] : {};
  const alternatives = isList(root["security"]) ? root["security"] : [];
  const requirements = alternatives.flatMap((alternative) =>
    entries(alternative).map(([scheme, scopes]) => [scheme, strings(scopes)] as const),
  );
  return {
    requirements: new Map(requirements),
    schemes: new Map(
      entries(components["securitySchemes"]).map(([name, scheme]) => [name, readScheme(scheme)] as const),
    ),
  };
}

function readScheme(json: Json): SecurityScheme {
  const scheme = isObject(json) ? json : {};
  const flows = entries(scheme["flows"]).flatMap(([, flow]) => (isObject(flow) ? [flow] : []));
  const first = (key: string) =>
    flows.map((flow) => flow[key]).find((value): value is string => typeof value === "string") ?? null;
  return {
    type: typeof scheme["type"] === "string" ? scheme["type"] : "",
    authorizationUrl: first("authorizationUrl"),
    tokenUrl: first("tokenUrl"),
    scopes: new Map(
      flows.flatMap((flow) =>
        entries(flow["scopes"]).map(
          ([scope, description]) => [scope, typeof description === "string" ? description : ""] as const,
        ),
      ),
    ),
  };
}
