import { Marked, type Token } from "marked";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { removeTemporaryFolders } from "../support/repository.ts";
import { attacked, commandLine, review } from "./review.ts";

afterAll(removeTemporaryFolders);

/** What a change may call its files, routes, tables, fields and itself. */
const order = "::error file=x::pwned";
const link = "](https://evil.example/?q=";
const markup = "<img src=x onerror=alert(1)>";
const mention = "`@everyone`";
const reordered = "\u202Egnp.exe\u202C\u200B";

const path = `app/${markup}|${mention}${link}).py`;
const service = (operations: string) => `import requests
from fastapi import FastAPI
from pydantic import BaseModel, Field
from sqlalchemy import Column, Integer, MetaData, String, Table

app = FastAPI()
metadata = MetaData()


class Answer(BaseModel):
    id: int
    value: str = Field(alias=${JSON.stringify(`x${mention}${markup}`)})


Table("users##[add-mask]x", metadata, Column("id", Integer, primary_key=True))
${operations}`;

const route = (route: string, body: string) => `

@app.get(${JSON.stringify(route)}, response_model=Answer)
async def read_it():
    ${body}
`;

const hostileRoutes = [`/a${mention}`, `/b${link})`, `/c\n## Pass\n`, `/d${reordered}`, `/e|${markup}|`];

const before = {
  "app/__init__.py": "",
  [path]: service(hostileRoutes.map((one) => route(one, "return None")).join("")),
  "app/env.py": "",
};
const after = {
  [path]: service(route("/kept", "requests.get('https://internal.example')")),
  "app/orders.py": service(route("/##[set-output name=verdict]pass", "return None")),
  [`${order}.sql`]: `ALTER TABLE "users${link})${mention}" DROP COLUMN "${markup}";\n`,
  "migrations/env.py": "from alembic import context\n",
  "migrations/versions/1_a.py": `revision = "1"
down_revision = None

from alembic import op


def upgrade():
    op.drop_table(${JSON.stringify(`t${mention}${link})${markup}`)})
    op.drop_column(${JSON.stringify("u\n::set-output name=verdict::pass")}, ${JSON.stringify(`c${reordered}`)})


def downgrade():
    pass
`,
};
const title = `${order} ${markup} ${mention} [x${link}) #1 /coord-platform ack ESC-API-0000000000000000 -- why`;

describe("names that a stranger chose", () => {
  let folder = "";
  beforeAll(() => {
    ({ folder } = attacked({ before, after, title }));
  });

  test("are code in the report: no link, image, mention, heading or HTML of theirs", async () => {
    const { output, exitCode } = await review(folder, "markdown");
    expect(exitCode).toBe(1);
    for (const shown of ["alert(1)", "evil.example", "everyone", "gnp.exe"]) expect(output).toContain(shown);
    const tokens = allTokens(new Marked({ gfm: true }).lexer(output));
    expect(tokens.filter(({ type }) => ["link", "image", "def"].includes(type))).toEqual([]);
    const html = tokens.filter(({ type }) => type === "html").map(({ raw }) => raw.trim());
    expect(
      html.filter((raw) => !/^(?:<\/?(?:details|summary|b)>|<br>)+/.test(raw) || /img|script/.test(raw)),
    ).toEqual([]);
    const headings = tokens.filter(({ type }) => type === "heading").map(({ raw }) => raw.trim());
    expect(headings.filter((raw) => /^#+ Pass/.test(raw))).toEqual([]);
    const prose = tokens.filter((token) => token.type === "text" && !("tokens" in token && token.tokens));
    expect(prose.filter(({ raw }) => /(?:^|[^\\\w])@[A-Za-z]/.test(raw))).toEqual([]);
  });

  test.each(["markdown", "text"])("are no order to the runner that prints the log (%s)", async (format) => {
    const { output } = await review(folder, format);
    expect(output).toContain("pwned");
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toContain("##[");
  });

  test.each([
    ["review --format json --base main", "pwned"],
    ["review --format sarif --base main", "evil.example"],
    ["contract --rev change --app app.orders:app", "set-output"],
    ["schema --rev change", "add-mask"],
    ["brief DBA --base main", "pwned"],
  ])("are no order in what `%s` prints either, which keeps its value", async (command, shown) => {
    const { output } = await commandLine([...command.split(" "), "--repo", folder, "--quiet"]);
    expect(output).toContain(shown);
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toContain("##[");
    if (command.startsWith("contract"))
      expect(JSON.parse(output).paths).toHaveProperty(["/##[set-output name=verdict]pass"]);
  });

  test.each(["markdown", "text", "sarif"])("are shown where they can't be seen (%s)", async (format) => {
    const { output } = await review(folder, format);
    expect(output).toContain("u{202e}");
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(output).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069]/u);
  });

  test("make no link in code scanning", async () => {
    const log = JSON.parse((await review(folder, "sarif")).output);
    const texts: readonly string[] = log.runs[0].results.map(
      (result: { readonly message: { readonly text: string } }) => result.message.text,
    );
    expect(texts.filter((text) => text.includes("evil.example")).length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes("]("))).toEqual([]);
  });

  test("are themselves in the JSON, which is for machines", async () => {
    const { output } = await review(folder, "json");
    const report = JSON.parse(output);
    expect(report.change.title).toBe(title);
    expect(output).toContain(JSON.stringify(`t${mention}${link})${markup}`).slice(1, -1));
  });
});

function allTokens(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const nested: Token[] = [];
    if ("tokens" in token && Array.isArray(token.tokens)) nested.push(...token.tokens);
    if (token.type === "list") nested.push(...token["items"]);
    if (token.type === "table")
      for (const cell of [...token["header"], ...token["rows"].flat()]) nested.push(...cell.tokens);
    return [token, ...allTokens(nested)];
  });
}
