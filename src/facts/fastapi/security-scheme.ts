import type { OAuthFlow, SecurityDefinition } from "../contract.ts";
import { argument } from "../values/call.ts";
import { findMember, linearise } from "../values/class.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { isNone, known, noArguments, textOf } from "../values/value.ts";
import type { Arguments, Lazy, Value } from "../values/value.ts";
import { textOfArgument } from "./route-tree.ts";
import { lastPart } from "../../text/names.ts";

/** A security scheme of FastAPI as the document describes it, under the name that operations refer to. */
export interface NamedScheme {
  readonly name: string;
  readonly definition: SecurityDefinition;
}

const schemes =
  /^fastapi\.security\.(OAuth2|OAuth2PasswordBearer|OAuth2AuthorizationCodeBearer|HTTPBase|HTTPBearer|HTTPBasic|HTTPDigest|APIKeyHeader|APIKeyQuery|APIKeyCookie|OpenIdConnect|SecurityBase)$/;

/** The scheme that a dependency is, of a library's class or of one that inherits from it; null for anything else. */
export function securitySchemeOf(evaluator: Evaluator, value: Value): NamedScheme | null {
  const base = libraryScheme(evaluator, value);
  if (base === null || (value.kind !== "external-call" && value.kind !== "instance")) return null;
  const assigned = value.kind === "instance" ? value.attributes : new Map<string, Value>();
  const given = handedArguments(evaluator, value);
  const model = assigned.get("model");
  const className = value.kind === "instance" ? value.class.node.name : base;
  const name =
    text(assigned.get("scheme_name")) ?? text(argument(given, null, "scheme_name")?.value()) ?? className;
  const definition =
    model?.kind === "external-call"
      ? definitionOf(lastPart(model.name), model.arguments)
      : definitionOf(base, given);
  return { name, definition };
}

/** The name of the library's class that a value is an instance of. */
function libraryScheme(evaluator: Evaluator, value: Value): string | null {
  if (value.kind === "external-call") return schemes.exec(value.name)?.[1] ?? null;
  if (value.kind !== "instance") return null;
  for (const name of linearise(evaluator, value.class).externals) {
    const found = schemes.exec(name)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** What reaches the library's constructor: the arguments of `super().__init__(…)`, or those of the call. */
function handedArguments(
  evaluator: Evaluator,
  value: Extract<Value, { kind: "external-call" | "instance" }>,
): Arguments {
  if (value.kind === "external-call") return value.arguments;
  const handed = evaluator.baseArguments.get(value);
  if (handed !== undefined) return handed;
  return findMember(evaluator, value.class, "__init__") === null ? value.arguments : noArguments;
}

/** `fastapi/openapi/models.py` and the constructors in `fastapi/security`. */
function definitionOf(kind: string, args: Arguments): SecurityDefinition {
  const given = (name: string): string | undefined => optionalText(argument(args, null, name));
  const description = given("description");
  const described = description === undefined ? {} : { description };
  switch (kind) {
    case "APIKeyHeader":
    case "APIKeyQuery":
    case "APIKeyCookie":
      return { type: "apiKey", in: kind.slice(6).toLowerCase(), name: given("name") ?? "", ...described };
    case "APIKey":
      return {
        type: "apiKey",
        in: given("in_") ?? given("in") ?? "",
        name: given("name") ?? "",
        ...described,
      };
    case "HTTPBasic":
      return { type: "http", scheme: "basic", ...described };
    case "HTTPDigest":
      return { type: "http", scheme: "digest", ...described };
    case "HTTPBearer": {
      const bearerFormat = given("bearerFormat");
      const format = bearerFormat === undefined ? {} : { bearerFormat };
      return { type: "http", scheme: given("scheme") ?? "bearer", ...format, ...described };
    }
    case "HTTPBase":
      return { type: "http", scheme: given("scheme") ?? "", ...described };
    case "OpenIdConnect":
      return { type: "openIdConnect", openIdConnectUrl: given("openIdConnectUrl") ?? "", ...described };
    case "OAuth2PasswordBearer":
      return { type: "oauth2", flows: { password: flowOf(args) }, ...described };
    case "OAuth2AuthorizationCodeBearer":
      return { type: "oauth2", flows: { authorizationCode: flowOf(args) }, ...described };
    case "OAuth2":
      return { type: "oauth2", flows: flowsOf(argument(args, null, "flows")?.value()), ...described };
    default:
      return { type: "", ...described };
  }
}

/** `OAuthFlows(password=…)`, or a dict of the same. */
function flowsOf(value: Value | undefined): Readonly<Record<string, OAuthFlow>> {
  const flows = new Map<string, OAuthFlow>();
  for (const [name, flow] of membersOf(value)) {
    if (isNone(flow.value())) continue;
    const members = new Map(membersOf(flow.value()));
    flows.set(name, flowOf({ positional: [], keywords: members, open: false }));
  }
  return Object.fromEntries(flows);
}

function flowOf(args: Arguments): OAuthFlow {
  const url = (name: string) => {
    const given = optionalText(argument(args, null, name));
    return given === undefined ? {} : { [name]: given };
  };
  const scopes = membersOf(argument(args, null, "scopes")?.value()).map(
    ([scope, description]) => [scope, optionalText(description) ?? ""] as const,
  );
  return {
    ...url("authorizationUrl"),
    ...url("tokenUrl"),
    ...url("refreshUrl"),
    scopes: Object.fromEntries(scopes),
  };
}

/** Keywords of a call or entries of a dict. */
function membersOf(value: Value | undefined): readonly (readonly [string, Lazy])[] {
  if (value?.kind === "external-call") return [...value.arguments.keywords];
  if (value?.kind !== "dict") return [];
  return value.entries.flatMap((entry) => {
    const key = textOf(entry.key);
    return key === null ? [] : [[key, known(entry.value)] as const];
  });
}

/** What was written as text; a member of an enumeration of FastAPI by its name, anything else as `<source>`. */
function optionalText(given: Lazy | null): string | undefined {
  if (given === null) return undefined;
  const value = given.value();
  if (isNone(value)) return undefined;
  return value.kind === "external" ? lastPart(value.name) : textOfArgument(given).text;
}

function text(value: Value | undefined): string | null {
  return value === undefined ? null : textOf(value);
}
