import fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson, fingerprint } from "../../src/text/canonical.ts";

test("the order of keys does not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("different values have different texts", () => {
  expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}));
  expect(canonicalJson(["a", "b"])).not.toBe(canonicalJson(["ab"]));
});

// Frozen: acknowledgements in open pull requests depend on it. Computed once with Python's hashlib and json.
test.each([[{ rule: "a", subject: "b", before: null, after: "c", reaches: ["GET /x"] }, "2EXQXZY05J29YJDZ"]])(
  "the fingerprint of %j is frozen",
  (value, expected) => {
    expect(fingerprint(value)).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(fingerprint(value)).toBe(expected);
  },
);
