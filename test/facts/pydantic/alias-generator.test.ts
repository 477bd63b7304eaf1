import { describe, expect, it } from "vitest";

import { camelise, toCamel, toPascal, toSnake } from "../../../src/facts/pydantic/alias-generator.ts";

/** name, then what `to_camel`, `to_pascal`, `to_snake` of Pydantic 2.13 and `camelize` of pyhumps 3.8 make of it. */
const names = [
  ["user_name", "userName", "UserName", "user_name", "userName"],
  ["name", "name", "Name", "name", "name"],
  ["a", "a", "A", "a", "a"],
  ["_private", "_private", "_Private", "_private", "_private"],
  ["__dunder", "__dunder", "__Dunder", "__dunder", "__dunder"],
  ["already_Camel", "alreadyCamel", "AlreadyCamel", "already_camel", "alreadyCamel"],
  ["camelCase", "camelCase", "Camelcase", "camel_case", "camelCase"],
  ["PascalCase", "pascalcase", "Pascalcase", "pascal_case", "pascalCase"],
  ["address_line_2", "addressLine2", "AddressLine2", "address_line_2", "addressLine2"],
  ["line2_text", "line2Text", "Line2Text", "line_2_text", "line2Text"],
  ["field_1_a", "field1A", "Field1A", "field_1_a", "field1A"],
  ["HTTPServer", "httpserver", "Httpserver", "http_server", "HTTPServer"],
  ["http_server_URL", "httpServerUrl", "HttpServerUrl", "http_server_url", "httpServerURL"],
  ["x__y", "x__Y", "X__Y", "x__y", "xY"],
  ["trailing_", "trailing_", "Trailing_", "trailing_", "trailing_"],
  ["2nd_item", "2NdItem", "2NdItem", "2nd_item", "2ndItem"],
  ["ID", "id", "Id", "id", "ID"],
] as const;

describe("alias generators", () => {
  it.each(names)("%s", (name, camel, pascal, snake, humps) => {
    expect([toCamel(name), toPascal(name), toSnake(name), camelise(name)]).toEqual([
      camel,
      pascal,
      snake,
      humps,
    ]);
  });
});
