import { expect, test } from "vitest";

import { isSecretFile, redactSecrets } from "../../src/text/secrets.ts";

// Put together here, so that no scanner takes them for real ones.
const examples: readonly (readonly [string, string])[] = [
  ["github-token", `ghp_${"a1".repeat(18)}`],
  ["github-token", `github_pat_${"a1".repeat(20)}`],
  ["anthropic-key", `sk-ant-${"x9".repeat(20)}`],
  ["aws-key", `AKIA${"A1".repeat(8)}`],
  ["slack-token", `xoxb-${"1".repeat(12)}-abc`],
  ["jwt", `eyJ${"a".repeat(20)}.${"b".repeat(20)}.${"c".repeat(20)}`],
];

test.each(examples)("a %s does not leave", (kind, secret) => {
  expect(redactSecrets(`before ${secret} after`)).toBe(`before [redacted: ${kind}] after`);
});

test("a password in an address goes, the rest stays", () => {
  expect(redactSecrets("postgres://app:hunter2@db:5432/app")).toBe(
    "postgres://app:[redacted: password]@db:5432/app",
  );
});

test("private keys go, also one that does not end", () => {
  const begin = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");
  expect(redactSecrets(`a ${begin}\nMIIE\n-----END PRIVATE KEY----- b`)).toBe("a [redacted: private-key] b");
  expect(redactSecrets(`a ${begin}\nMIIE`)).toBe("a [redacted: private-key]");
});

test("known secrets go verbatim", () => {
  expect(redactSecrets("x correct-horse y", ["correct-horse"])).toBe("x [redacted: secret] y");
});

test.each([
  [".env", true],
  ["deploy/.env.production", true],
  ["certs/server.pem", true],
  ["app/environment.py", false],
])("%s is a secret file: %s", (path, secret) => {
  expect(isSecretFile(path)).toBe(secret);
});
