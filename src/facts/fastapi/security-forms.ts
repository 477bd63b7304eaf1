import { noneType, unionOf } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { constant, known } from "../values/value.ts";
import type { ExternalCallValue, Lazy, Value } from "../values/value.ts";
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
  const keywords = new Map<string, Lazy>(
    Object.entries(options).map(([name, value]) => [name, known(value)]),
  );
  const expression = { kind: "name", id: "Form", line: 1, endLine: 1, start: 0, end: 0 } as const;
  const scope = {
    kind: "module",
    path: "",
    name: "",
    parent: null,
    names: new Map<string, Lazy>(),
    memo: new Map<never, never>(),
    class: null,
    self: null,
    call: null,
  } as const;
  return {
    kind: "external-call",
    name: "fastapi.Form",
    arguments: { positional: [], keywords, open: false },
    where: { path: "", line: 1, endLine: 1 },
    origin: { expression, scope },
  };
}
