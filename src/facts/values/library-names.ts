/** One name for what a library exports under several: `fastapi.routing.APIRouter` is `fastapi.APIRouter`. */
export function canonicalName(name: string): string {
  const [root = "", ...rest] = name.split(".");
  const last = rest.at(-1);
  if (last === undefined) return name;
  if (root === "fastapi" || root === "starlette") return frameworkName(name, root, rest, last);
  const standard = root === "pydantic" ? reexported.get(last) : undefined;
  if (standard !== undefined) return standard;
  if (root === "pydantic" && rest.length > 1 && name !== "pydantic.dataclasses.dataclass") {
    return rest.includes("alias_generators") || rest[0] === "types" || isPascal(last) || last === "Field"
      ? `pydantic.${last}`
      : name;
  }
  if (name === "pydantic.dataclasses.dataclass") return "pydantic.dataclass";
  if (root === "sqlmodel" && rest.length > 1) return `sqlmodel.${last}`;
  if (root === "typing_extensions") return `typing.${rest.join(".")}`;
  if (name.startsWith("collections.abc.")) return `typing.${last}`;
  if (root === "humps") return `humps.${last}`;
  return name;
}

/** Names of the standard library that are imported from Pydantic's modules, which import them. */
const reexported: ReadonlyMap<string, string> = new Map([
  ["UUID", "uuid.UUID"],
  ["Decimal", "decimal.Decimal"],
  ["Path", "pathlib.Path"],
  ["Enum", "enum.Enum"],
  ["date", "datetime.date"],
  ["datetime", "datetime.datetime"],
  ["timedelta", "datetime.timedelta"],
  ["Any", "typing.Any"],
  ["Optional", "typing.Optional"],
  ["Union", "typing.Union"],
  ["List", "typing.List"],
  ["Dict", "typing.Dict"],
  ["Literal", "typing.Literal"],
  ["Annotated", "typing.Annotated"],
]);

/** Names that FastAPI takes over from Starlette. */
const shared = new Set(["Request", "WebSocket", "WebSocketDisconnect", "BackgroundTasks", "UploadFile"]);

function frameworkName(name: string, root: string, rest: readonly string[], last: string): string {
  if (rest.includes("status") && last !== "status") return `status.${last}`;
  if (last === "status") return "status";
  if (shared.has(last)) return `fastapi.${last}`;
  if (last.endsWith("Response")) return `starlette.responses.${last}`;
  if (rest[0] === "security" && rest.length > 1) return `fastapi.security.${last}`;
  if (root === "fastapi" && rest.length > 1 && (isPascal(last) || last === last.toUpperCase())) {
    return `fastapi.${last}`;
  }
  return root === "fastapi" && rest[0] === "param_functions" ? `fastapi.${last}` : name;
}

function isPascal(name: string): boolean {
  const first = name.charAt(0);
  return first !== first.toLowerCase();
}

/** `status.HTTP_201_CREATED` → 201, `http.HTTPStatus.CREATED` → 201; null for any other name. */
export function statusCodeOf(name: string): number | null {
  if (name.startsWith("status.")) {
    const match = /^status\.(?:HTTP|WS)_(\d{3,4})_/.exec(name);
    return match === null ? null : Number(match[1]);
  }
  if (name.startsWith("http.HTTPStatus.")) return statusNames.get(name.slice(16)) ?? null;
  return null;
}

/** `http.HTTPStatus` of Python 3.14's standard library. */
const statusNames: ReadonlyMap<string, number> = new Map([
  ["CONTINUE", 100],
  ["SWITCHING_PROTOCOLS", 101],
  ["OK", 200],
  ["CREATED", 201],
  ["ACCEPTED", 202],
  ["NON_AUTHORITATIVE_INFORMATION", 203],
  ["NO_CONTENT", 204],
  ["RESET_CONTENT", 205],
  ["PARTIAL_CONTENT", 206],
  ["MULTI_STATUS", 207],
  ["MULTIPLE_CHOICES", 300],
  ["MOVED_PERMANENTLY", 301],
  ["FOUND", 302],
  ["SEE_OTHER", 303],
  ["NOT_MODIFIED", 304],
  ["TEMPORARY_REDIRECT", 307],
  ["PERMANENT_REDIRECT", 308],
  ["BAD_REQUEST", 400],
  ["UNAUTHORIZED", 401],
  ["PAYMENT_REQUIRED", 402],
  ["FORBIDDEN", 403],
  ["NOT_FOUND", 404],
  ["METHOD_NOT_ALLOWED", 405],
  ["NOT_ACCEPTABLE", 406],
  ["REQUEST_TIMEOUT", 408],
  ["CONFLICT", 409],
  ["GONE", 410],
  ["LENGTH_REQUIRED", 411],
  ["PRECONDITION_FAILED", 412],
  ["REQUEST_ENTITY_TOO_LARGE", 413],
  ["CONTENT_TOO_LARGE", 413],
  ["UNSUPPORTED_MEDIA_TYPE", 415],
  ["REQUESTED_RANGE_NOT_SATISFIABLE", 416],
  ["EXPECTATION_FAILED", 417],
  ["IM_A_TEAPOT", 418],
  ["MISDIRECTED_REQUEST", 421],
  ["UNPROCESSABLE_ENTITY", 422],
  ["UNPROCESSABLE_CONTENT", 422],
  ["LOCKED", 423],
  ["FAILED_DEPENDENCY", 424],
  ["TOO_EARLY", 425],
  ["UPGRADE_REQUIRED", 426],
  ["PRECONDITION_REQUIRED", 428],
  ["TOO_MANY_REQUESTS", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["NOT_IMPLEMENTED", 501],
  ["BAD_GATEWAY", 502],
  ["SERVICE_UNAVAILABLE", 503],
  ["GATEWAY_TIMEOUT", 504],
  ["INSUFFICIENT_STORAGE", 507],
]);
