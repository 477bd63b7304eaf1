import type { Schema } from "../contract.ts";

/** What a library's type is in a request and in a response. Most are the same in both. */
export interface LibrarySchema {
  readonly validation: Schema;
  readonly serialization: Schema;
}

/**
 * How the pattern of a `Decimal` begins, which Pydantic 2.11 to 2.13 write and 2.14 does not: kept, because it holds
 * the numbers of digits.
 */
export const decimalStart = "^(?!^[-+.]*$)[+-]?0*";
const decimalText: Schema = { type: "string", pattern: `${decimalStart}\\d*\\.?\\d*$` };
const binary: Schema = { type: "string", contentMediaType: "application/octet-stream" };
const url = (maxLength?: number): Schema => ({
  type: "string",
  format: "uri",
  minLength: 1,
  ...(maxLength === undefined ? {} : { maxLength }),
});
const hosts: Schema = { type: "string", format: "multi-host-uri", minLength: 1 };
const text = (format: string): Schema => ({ type: "string", format });

/**
 * Schemas of types that Pydantic knows, by canonical name, as `GenerateJsonSchema` of Pydantic 2.13 writes them
 * through FastAPI (measured, see test/contract/golden/make.py).
 */
const same: Readonly<Record<string, Schema>> = {
  "builtins.str": { type: "string" },
  "builtins.int": { type: "integer" },
  "builtins.float": { type: "number" },
  "builtins.bool": { type: "boolean" },
  "builtins.bytes": binary,
  "builtins.complex": { type: "string" },
  "builtins.object": {},
  "builtins.type": {},
  "typing.Any": {},
  "typing.AnyStr": { type: "string" },
  "typing.LiteralString": { type: "string" },
  "typing.Hashable": {},
  "typing.Text": { type: "string" },
  "numbers.Number": { type: "number" },
  "datetime.datetime": text("date-time"),
  "datetime.date": text("date"),
  "datetime.time": text("time"),
  "datetime.timedelta": text("duration"),
  "uuid.UUID": text("uuid"),
  "pathlib.Path": text("path"),
  "pathlib.PurePath": text("path"),
  "pathlib.PosixPath": text("path"),
  "os.PathLike": text("path"),
  "re.Pattern": text("regex"),
  "typing.Pattern": text("regex"),
  "fractions.Fraction": text("fraction"),
  "zoneinfo.ZoneInfo": text("zoneinfo"),
  "ipaddress.IPv4Address": text("ipv4"),
  "ipaddress.IPv6Address": text("ipv6"),
  "ipaddress.IPv4Network": text("ipv4network"),
  "ipaddress.IPv6Network": text("ipv6network"),
  "ipaddress.IPv4Interface": text("ipv4interface"),
  "ipaddress.IPv6Interface": text("ipv6interface"),
  "pydantic.AnyUrl": url(),
  "pydantic.AnyHttpUrl": url(),
  "pydantic.HttpUrl": url(2083),
  "pydantic.AnyWebsocketUrl": url(),
  "pydantic.WebsocketUrl": url(2083),
  "pydantic.FileUrl": url(),
  "pydantic.FtpUrl": url(),
  "pydantic.AmqpDsn": url(),
  "pydantic.ClickHouseDsn": url(),
  "pydantic.CockroachDsn": url(),
  "pydantic.KafkaDsn": url(),
  "pydantic.MariaDBDsn": url(),
  "pydantic.MySQLDsn": url(),
  "pydantic.RedisDsn": url(),
  "pydantic.SnowflakeDsn": url(),
  "pydantic.MongoDsn": hosts,
  "pydantic.NatsDsn": hosts,
  "pydantic.PostgresDsn": hosts,
  "pydantic.EmailStr": text("email"),
  "pydantic.NameEmail": text("name-email"),
  "pydantic.IPvAnyAddress": text("ipvanyaddress"),
  "pydantic.IPvAnyInterface": text("ipvanyinterface"),
  "pydantic.IPvAnyNetwork": text("ipvanynetwork"),
  "pydantic.AwareDatetime": text("date-time"),
  "pydantic.NaiveDatetime": text("date-time"),
  "pydantic.FutureDatetime": text("date-time"),
  "pydantic.PastDatetime": text("date-time"),
  "pydantic.FutureDate": text("date"),
  "pydantic.PastDate": text("date"),
  "pydantic.UUID1": text("uuid1"),
  "pydantic.UUID3": text("uuid3"),
  "pydantic.UUID4": text("uuid4"),
  "pydantic.UUID5": text("uuid5"),
  "pydantic.UUID6": text("uuid6"),
  "pydantic.UUID7": text("uuid7"),
  "pydantic.UUID8": text("uuid8"),
  "pydantic.FilePath": text("file-path"),
  "pydantic.DirectoryPath": text("directory-path"),
  "pydantic.NewPath": text("path"),
  "pydantic.SocketPath": text("path"),
  "pydantic.Base64Bytes": { ...binary, format: "base64" },
  "pydantic.Base64Str": text("base64"),
  "pydantic.Base64UrlBytes": { ...binary, format: "base64url" },
  "pydantic.Base64UrlStr": text("base64url"),
  "pydantic.StrictStr": { type: "string" },
  "pydantic.StrictInt": { type: "integer" },
  "pydantic.StrictFloat": { type: "number" },
  "pydantic.StrictBool": { type: "boolean" },
  "pydantic.StrictBytes": binary,
  "pydantic.FiniteFloat": { type: "number" },
  "fastapi_pagination.GreaterEqualOne": { type: "integer", minimum: 1 },
  "pydantic.PositiveInt": { type: "integer", exclusiveMinimum: 0 },
  "pydantic.NegativeInt": { type: "integer", exclusiveMaximum: 0 },
  "pydantic.NonNegativeInt": { type: "integer", minimum: 0 },
  "pydantic.NonPositiveInt": { type: "integer", maximum: 0 },
  "pydantic.PositiveFloat": { type: "number", exclusiveMinimum: 0 },
  "pydantic.NegativeFloat": { type: "number", exclusiveMaximum: 0 },
  "pydantic.NonNegativeFloat": { type: "number", minimum: 0 },
  "pydantic.NonPositiveFloat": { type: "number", maximum: 0 },
  "pydantic.SecretStr": { type: "string", format: "password", writeOnly: true },
  "pydantic.SecretBytes": { ...binary, format: "password", writeOnly: true },
  "pydantic.PaymentCardNumber": { type: "string", minLength: 12, maxLength: 19 },
  "pydantic.ImportString": { type: "string" },
  "pydantic.JsonValue": {},
};

const different: Readonly<Record<string, LibrarySchema>> = {
  "decimal.Decimal": {
    validation: { anyOf: [{ type: "number" }, decimalText] },
    serialization: decimalText,
  },
  "pydantic.ByteSize": {
    validation: {
      anyOf: [
        { type: "string", pattern: "^\\s*(\\d*\\.?\\d+)\\s*(\\w+)?" },
        { type: "integer", minimum: 0 },
      ],
    },
    serialization: { type: "integer", minimum: 0 },
  },
  "pydantic.Json": {
    validation: { type: "string", contentMediaType: "application/json" },
    serialization: {},
  },
};

const known: ReadonlyMap<string, LibrarySchema> = new Map([
  ...Object.entries(same).map(
    ([name, schema]) => [name, { validation: schema, serialization: schema }] as const,
  ),
  ...Object.entries(different),
]);

/** What Pydantic 1 writes otherwise (`pydantic/schema.py`, `field_class_to_schema`, and `networks.py`). */
const ofPydanticOne: ReadonlyMap<string, Schema> = new Map([
  ["decimal.Decimal", { type: "number" }],
  ["datetime.timedelta", { type: "number", format: "time-delta" }],
  ["pydantic.AnyUrl", url(65_536)],
  ["pydantic.AnyHttpUrl", url(65_536)],
  ["pydantic.FileUrl", url(65_536)],
  ["pydantic.ByteSize", { type: "integer" }],
  ["pydantic.Json", text("json-string")],
]);

/** The schemas of a library's type, or null when it is not a known one. */
export function librarySchema(name: string, isPydanticOne = false): LibrarySchema | null {
  const old = isPydanticOne ? ofPydanticOne.get(name) : undefined;
  return old === undefined ? (known.get(name) ?? null) : { validation: old, serialization: old };
}

/** Pydantic's pattern of a decimal with at most `digits` digits and `places` decimal places (`decimal_schema`). */
export function decimalPattern(digits: number | null, places: number | null): string {
  const start = decimalStart;
  if (digits !== null && places !== null) {
    const whole = Math.max(0, digits - places);
    return `${start}(?:\\d{0,${whole}}|(?=[\\d.]{1,${digits + 1}}0*$)\\d{0,${whole}}\\.\\d{0,${places}}0*$)`;
  }
  if (digits !== null) return `${start}(?:\\d{0,${digits}}|(?=[\\d.]{1,${digits + 1}}0*$)\\d*\\.\\d*0*$)`;
  return places === null ? `${start}\\d*\\.?\\d*$` : `${start}\\d*\\.?\\d{0,${places}}0*$`;
}
