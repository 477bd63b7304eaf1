import { expect, test } from "vitest";

import { defaultSettings } from "../../../src/settings/defaults.ts";
import { contextOf } from "../../support/change.ts";

const imports = "from fastapi import FastAPI, WebSocket\n\napp = FastAPI()\nadmin = FastAPI()\n\n";
const kept =
  '@app.get("/kept")\ndef kept() -> int:\n    return 1\n\n\n@admin.get("/kept")\ndef kept_too() -> int:\n    return 1\n\n\n';

const hidden = '@app.get("/hidden", include_in_schema=False)\ndef hidden() -> int:\n    return 1\n\n\n';
const socket = '@app.websocket("/socket")\nasync def socket(socket: WebSocket) -> None: ...\n\n\n';
const mounted = '@admin.get("/users")\ndef users() -> int:\n    return 1\n\n\n';
const plain = '@app.get("/plain")\ndef plain() -> int:\n    return 1\n\n\n';

const source = (routes: string) => ({
  "app/main.py": `${imports}${kept}${routes}app.mount("/admin", admin)\n`,
});

/** Whether the removal of an operation concerns nobody outside. */
async function isInternal(routes: string, includeInSchema = false): Promise<boolean | undefined> {
  const settings = { ...defaultSettings, public: { ...defaultSettings.public, includeInSchema } };
  const { changes } = await contextOf(source(routes), source(""), settings);
  return changes.contract.find(({ level }) => level === "ERR")?.internal;
}

test.each([
  ["hidden from the document", hidden, true],
  ["a websocket, which no document has", socket, true],
  ["in the document", plain, false],
  ["of a mounted application, which has a document of its own", mounted, false],
])("%s", async (_, routes, expected) => {
  expect(await isInternal(routes)).toBe(expected);
});

test("the configuration may count what no document has as external", async () => {
  expect(await isInternal(hidden, true)).toBe(false);
  expect(await isInternal(socket, true)).toBe(false);
});
