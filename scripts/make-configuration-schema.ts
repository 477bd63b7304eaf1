import { toJsonSchema } from "@valibot/to-json-schema";

import { configurationSchema } from "../src/settings/configuration-schema.ts";

/**
 * The JSON Schema of `.github/coord-platform.yml` for editors, as text of `docs/configuration.schema.json`.
 * `npm run docs` writes it.
 */
export function makeConfigurationSchema(): string {
  // What JSON Schema cannot say (a rule that exists, a glob without too many braces) is left to the program.
  const schema = toJsonSchema(configurationSchema, { errorMode: "ignore", typeMode: "input" });
  const { $schema, ...rest } = schema;
  const document = {
    $schema,
    title: "coord-platform configuration (.github/coord-platform.yml)",
    ...rest,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
