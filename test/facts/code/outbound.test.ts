import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hostOf } from "../../../src/facts/code/outbound.ts";
import type { Files } from "../../support/change.ts";
import { codeOf } from "./read.ts";

async function clients(body: string, more: Files = {}): Promise<readonly string[]> {
  const facts = await codeOf({ "app/__init__.py": "", "app/clients.py": body, ...more });
  return facts.outbound.map((one) => `${one.package} ${one.target ?? "?"} ${one.confidence}`);
}

describe("clients of other services", () => {
  test.each([
    [
      "a literal",
      "import requests\nrequests.get('https://api.stripe.com/v1')",
      ["requests api.stripe.com high"],
    ],
    ["a keyword", "import requests\nrequests.request('GET', url='https://a.io')", ["requests a.io high"]],
    [
      "the beginning of an f-string",
      "import httpx\ndef f(x):\n    httpx.post(f'https://a.io/users/{x}')",
      ["httpx a.io high"],
    ],
    [
      "a base address",
      "import httpx\nc = httpx.AsyncClient(base_url='https://a.io/v1')\nasync def f():\n    await c.get('/users')",
      ["httpx a.io high"],
    ],
    [
      "a constant of the module",
      "import requests\nURL = 'https://a.io'\nrequests.get(URL + '/x')",
      ["requests a.io high"],
    ],
    [
      "a constant in a name",
      "import requests\ndef f():\n    url = 'https://a.io/x'\n    requests.get(url)",
      ["requests a.io high"],
    ],
    [
      "an attribute that is set once",
      "import requests\nclass C:\n    def __init__(self):\n        self.url = 'https://a.io'\n    def get(self):\n        return requests.get(f'{self.url}/x')",
      ["requests a.io high"],
    ],
    [
      "the default of an environment variable",
      "import os, requests\nrequests.get(os.getenv('URL', 'https://a.io'))",
      ["requests a.io high"],
    ],
    [
      "a method of a client",
      "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        async with s.get('https://a.io') as r:\n            pass",
      ["aiohttp ? high", "aiohttp a.io high"],
    ],
    [
      "a broker",
      "from aiokafka import AIOKafkaProducer\np = AIOKafkaProducer(bootstrap_servers=['kafka:9092'])",
      ["kafka kafka high"],
    ],
    ["a channel", "import grpc\nc = grpc.aio.insecure_channel('billing:50051')", ["grpc billing high"]],
    ["a cloud service", "import boto3\ns = boto3.client('sqs')", ["boto3 sqs high"]],
    ["a mail server", "import smtplib\nsmtplib.SMTP('mail.acme.io', 25)", ["smtplib mail.acme.io high"]],
    ["a computed address", "import requests\ndef f(url):\n    requests.get(url)", ["requests ? high"]],
    [
      "an address that is only half constant",
      "import requests\ndef f(name):\n    requests.get(f'https://{name}.acme.io')",
      ["requests ? high"],
    ],
    ["a text that no client gets", "URL = 'https://docs.acme.io'\nprint(URL)", []],
    ["a dictionary's get", "def f(d):\n    return d.get('https://a.io')", []],
  ])("%s", async (_, body, expected) => {
    expect(await clients(body)).toEqual(expected);
  });

  test("a default in settings of another module", async () => {
    const config =
      "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    url: str = 'https://a.io'\nsettings = S()\n";
    const body = "import requests\nfrom app.config import settings\nrequests.get(f'{settings.url}/x')";
    expect(await clients(body, { "app/config.py": config })).toEqual(["requests a.io high"]);
  });

  test("a script is told apart, a test left out", async () => {
    const call = "import requests\nrequests.get('https://a.io')\n";
    expect(await clients("", { "scripts/sync.py": call, "tests/test_a.py": call })).toEqual([
      "requests a.io medium",
    ]);
  });
});

describe("hostOf", () => {
  test.each([
    ["https://api.stripe.com/v1", true, true, "api.stripe.com"],
    ["https://user:pass@Host.IO:8443", true, true, "host.io"],
    ["amqp://guest:guest@rabbit:5672/", true, false, "rabbit"],
    ["kafka-1:9092,kafka-2:9092", true, false, "kafka-1"],
    ["http://billing.default.svc.cluster.local/x", true, true, "billing.default.svc.cluster.local"],
    ["https://api.str", false, true, null],
    ["https://api.stripe.com/", false, true, "api.stripe.com"],
    ["/relative", true, true, null],
    ["http://localhost:8000", true, true, null],
    ["http://127.0.0.1", true, true, null],
    ["http://testserver/x", true, true, null],
    ["https://api.example.com", true, true, null],
    ["https://thing.test", true, true, null],
    ["https://{host}/x", true, true, null],
    ["", true, false, null],
  ])("%s", (text, complete, needsScheme, expected) => {
    expect(hostOf(text, complete, needsScheme)).toBe(expected);
  });

  test("is a host or null for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.boolean(),
        fc.boolean(),
        (text, complete, needsScheme) => {
          const host = hostOf(text, complete, needsScheme);
          expect(host === null || /^[a-z0-9_.-]+$/.test(host)).toBe(true);
        },
      ),
    );
  });
});
