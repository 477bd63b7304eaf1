import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  isConfiguredHost,
  mentionsHost,
  organisationOf,
} from "../../../src/rules/cross-service/known-hosts.ts";
import { rules } from "../../../src/rules/rules.ts";
import { runRules } from "../../../src/rules/run.ts";
import { defaultSettings } from "../../../src/settings/defaults.ts";
import { contextOf, type Files } from "../../support/change.ts";

test("organisationOf", () => {
  expect(
    ["api.stripe.com", "stripe.com", "pay.service.gov.uk", "billing", "a.b.co.uk"].map(organisationOf),
  ).toEqual(["stripe.com", "stripe.com", "service.gov.uk", "billing", "b.co.uk"]);
});

describe("mentionsHost", () => {
  test.each([
    ["URL = 'https://billing:80/x'", "billing", true],
    ["services:\n  billing:\n", "billing", true],
    ["billing_address = 1", "billing", false],
    ["rebilling", "billing", false],
    ["https://API.Stripe.com", "api.stripe.com", true],
    ["https://my-api.stripe.com", "api.stripe.com", false],
  ])("%s", (text, host, expected) => expect(mentionsHost(text, host)).toBe(expected));

  test("finds a host between any two texts that do not continue it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) =>
        mentionsHost(`${before}"api.acme.io"${after}`, "api.acme.io"),
      ),
    );
  });
});

test("a configured host covers what lies below it", () => {
  const settings = {
    ...defaultSettings,
    services: { pay: { root: null, hosts: ["acme.io", "*.internal"] } },
  };
  const known = (host: string) => isConfiguredHost(host, settings);
  expect([known("acme.io"), known("eu.acme.io"), known("billing.internal"), known("badacme.io")]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

describe("what is told but does not decide", () => {
  async function severityOf(before: Files, after: Files) {
    const findings = runRules(rules, await contextOf(before, after));
    return findings
      .filter((finding) => finding.rule === "new-outbound-host")
      .map((finding) => `${finding.subject} ${finding.severity} ${finding.decides}`);
  }
  const call = (url: string) => `import requests\ndef f():\n    requests.get("${url}")\n`;

  test("a further host of a known organisation", async () => {
    const before = { "app/a.py": call("https://api.acme.io/x") };
    const after = { ...before, "app/b.py": call("https://eu.acme.io/x") };
    expect(await severityOf(before, after)).toEqual(["eu.acme.io warning false"]);
  });

  test("a script, a cloud service, a store", async () => {
    expect(await severityOf({}, { "scripts/a.py": call("https://api.acme.io") })).toEqual([
      "api.acme.io warning false",
    ]);
    expect(await severityOf({}, { "app/a.py": "import boto3\ns = boto3.client('sqs')\n" })).toEqual([
      "boto3:sqs warning false",
    ]);
    expect(await severityOf({}, { "app/a.py": "import redis\nr = redis.Redis(host='cache')\n" })).toEqual([
      "cache warning false",
    ]);
  });
});
