import { noneType, unionOf } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { syntheticCall } from "../values/synthetic-call.ts";
import { constant } from "../values/value.ts";
import type { ExternalCallValue, Value } from "../values/value.ts";
import type { SignatureParameter } from "./signature.ts";

const text: PythonType = { kind: "library", name: "builtins.str" };
const optionalText = unionOf([text, noneType]);
const password: Value = {
  kind: "dict",
  entries: [{ key: constant("format"), value: constant("password") }],
  open: false,
};

/** `OAuth2PasswordRequestForm` and its strict form (`fastapi/security/oauth2.py`); null for any other name. */
export function securityFormParameters(name: string): readonly SignatureParameter[] | null {
  if (name === "fastapi.security.OAuth2PasswordRequestForm") return parameters(false);
  return name === "fastapi.security.OAuth2PasswordRequestFormStrict" ? parameters(true) : null;
}

function parameters(strict: boolean): readonly SignatureParameter[] {
  const grant = form({ pattern: constant("^password$") });
  const secret = strict ? form({}) : form({ json_schema_extra: password });
  return [
    field("grant_type", strict ? text : optionalText, grant, strict ? null : constant(null)),
    field("username", text, form({}), null),
    field("password", text, secret, null),
    field("scope", text, form({}), constant("")),
    field("client_id", optionalText, form({}), constant(null)),
    field("client_secret", optionalText, secret, constant(null)),
  ];
}

function field(
  name: string,
  type: PythonType,
  declaration: Value,
  fallback: Value | null,
): SignatureParameter {
  return {
    name,
    type: { kind: "annotated", type, metadata: [declaration] },
    default: fallback,
    hasFactory: false,
    where: null,
  };
}

function form(options: Readonly<Record<string, Value>>): ExternalCallValue {
  return syntheticCall("fastapi.Form", [], Object.entries(options));
}
