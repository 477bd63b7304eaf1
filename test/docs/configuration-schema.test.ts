import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { makeConfigurationSchema } from "../../scripts/make-configuration-schema.ts";

test("docs/configuration.schema.json is fresh (`npm run docs` writes it)", async () => {
  await expect(makeConfigurationSchema()).toMatchFileSnapshot("../../docs/configuration.schema.json");
});

const validate = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(makeConfigurationSchema()),
);

test.each([
  [{}, true],
  [{ rules: { "blocking-call": "off" }, async: { enforce: "warning" } }, true],
  [{ escalation: { authorities: { DBA: { users: ["alice"] } }, routes: { DB: "DBA", API: ["DBA"] } } }, true],
  [{ rulez: {} }, false],
  [{ async: { enforce: "hard" } }, false],
  [{ escalation: { routes: { NOTHING: "DBA" } } }, false],
  [{ accepted: [{ id: "whatever", reason: "r", owner: "o" }] }, false],
])("an editor says of %j: %s", (configuration, valid) => {
  expect(validate(configuration)).toBe(valid);
});
