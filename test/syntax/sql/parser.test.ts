import fc from "fast-check";
import { loadModule, scanSync } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";

import type { SqlScript } from "../../../src/syntax/sql/statement.ts";
import { tokenize } from "../../../src/syntax/sql/tokens.ts";
import { syntax } from "../../support/change.ts";

let parse: (text: string) => SqlScript;
beforeAll(async () => {
  await loadModule();
  parse = (await syntax()).parseSql;
});

/** Each statement as its text, and the kind of its node or what is wrong with it. */
function described(text: string): string[][] {
  return parse(text).statements.map((statement) => [
    statement.text,
    statement.node === null ? `error: ${statement.error}` : (Object.keys(statement.node)[0] ?? ""),
  ]);
}

describe("statements", () => {
  const cases: [string, string[][]][] = [
    ["", []],
    ["-- only a comment\n/* and /* another */ */ ;;", []],
    ["select 1", [["select 1", "SelectStmt"]]],
    [
      "a; drop table b;",
      [
        ["a", 'error: syntax error at or near "a"'],
        ["drop table b", "DropStmt"],
      ],
    ],
    [
      "alter table a add (b int; drop table c",
      [
        ["alter table a add (b int", 'error: syntax error at or near "("'],
        ["drop table c", "DropStmt"],
      ],
    ],
    [
      "select ';', E'\\';', \"a;b\", $$;$$, $t$;$$;$t$, U&'\\0441;' -- ;\n; select 2",
      [
        ["select ';', E'\\';', \"a;b\", $$;$$, $t$;$$;$t$, U&'\\0441;'", "SelectStmt"],
        ["select 2", "SelectStmt"],
      ],
    ],
    [
      "do $$ begin drop table a; end $$; select 1",
      [
        ["do $$ begin drop table a; end $$", "DoStmt"],
        ["select 1", "SelectStmt"],
      ],
    ],
    [
      "create function f() returns int language sql begin atomic select 1; select case when true then 2 end; end; select 1",
      [
        [
          "create function f() returns int language sql begin atomic select 1; select case when true then 2 end; end",
          "CreateFunctionStmt",
        ],
        ["select 1", "SelectStmt"],
      ],
    ],
    [
      "create rule r as on insert to t do also (select 1; select 2); select 3",
      [
        ["create rule r as on insert to t do also (select 1; select 2)", "RuleStmt"],
        ["select 3", "SelectStmt"],
      ],
    ],
    [
      "begin; select 1; commit",
      [
        ["begin", "TransactionStmt"],
        ["select 1", "SelectStmt"],
        ["commit", "TransactionStmt"],
      ],
    ],
    [
      "select 'never ends; drop table a",
      [
        [
          "select 'never ends; drop table a",
          'error: unterminated quoted string at or near "\'never ends; drop table a"',
        ],
      ],
    ],
    [
      "select 1\0; drop table a",
      [
        ["select 1\0", "error: null character"],
        ["drop table a", "DropStmt"],
      ],
    ],
  ];
  test.each(cases)("%j", (text, expected) => {
    expect(described(text)).toEqual(expected);
  });

  test("offsets are UTF-16 units, and the text between them is the statement", () => {
    const text = "-- é😀\nselect 'é😀';\n\n  alter table \"é\" drop b;";
    const found = parse(text).statements;
    expect(found.map(({ start, end, line }) => [text.slice(start, end), line])).toEqual([
      ["select 'é😀'", 2],
      ['alter table "é" drop b', 4],
    ]);
  });
});

describe("binds", () => {
  test.each([
    "select :name, :name::int, (:a), a[:i], x = :é",
    "update t set a = %(a)s, b = %(long name)s where c = %s and d in (%s, %s)",
    "select '{}'\\:\\:jsonb, x\\:\\:int",
    "select $1",
    "select ':no', '%(no)s', a[1:2], b::text, 5 % s, '12:30'",
  ])("%s", (text) => {
    expect(described(text)[0]?.[1]).toMatch(/^(?:Select|Update)Stmt$/);
  });

  test("stand for a parameter, and what follows them stays where it is", () => {
    const [statement] = parse(
      "alter table a alter b set default :a_long_name, alter ccc drop default",
    ).statements;
    expect(JSON.stringify(statement?.node)).toContain('"name":"ccc"');
    const [other] = parse("select :first, second from t").statements;
    expect(other?.node).toMatchObject({
      SelectStmt: {
        targetList: [{ ResTarget: { val: { ParamRef: { number: 1 } } } }, { ResTarget: { location: 15 } }],
      },
    });
  });
});

describe("depth", () => {
  // Each of these could overflow the stack of the parser, and some thirty overflows break it for good.
  const deep: [string, string][] = [
    ["parentheses", `select ${"(".repeat(20_000)}1${")".repeat(20_000)}`],
    ["sums", `select ${"1+".repeat(20_000)}1`],
    ["unions", `select 1 ${"union select 1 ".repeat(20_000)}`],
    ["casts", `select 1${"::int".repeat(20_000)}`],
    ["joins", `select * from a ${"join b on true ".repeat(20_000)}`],
    ["unions with commas", `select 1, 2 ${"union select 1, 2 ".repeat(20_000)}`],
  ];
  test("is refused before it is parsed", () => {
    for (const [, text] of deep) expect(described(text)[0]?.[1]).toBe("error: nested too deeply");
    expect(described("select 1")).toEqual([["select 1", "SelectStmt"]]);
  });

  test("is not length", () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `(${index}, 'x', now() + interval '1 day')`);
    expect(described(`insert into t values ${rows.join(", ")}`)[0]?.[1]).toBe("InsertStmt");
  });
});

describe("any text", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "select",
      " ",
      ";",
      "'",
      '"',
      "$$",
      "$a$",
      "--",
      "/*",
      "*/",
      "\n",
      "(",
      ")",
      "E'",
      "\\",
      "::",
      ":a",
      "%s",
      "é",
      "1",
      ",",
      "begin atomic",
      "end",
      "a",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const script = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  test("never throws; statements follow each other and hold all tokens but semicolons", () => {
    fc.assert(
      fc.property(script, (text) => {
        let position = 0;
        let between = "";
        for (const { start, end, text: own, line } of parse(text).statements) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(own).toBe(text.slice(start, end));
          expect(line).toBe(text.slice(0, start).split("\n").length);
          between += `${text.slice(position, start)} `;
          position = end;
        }
        const left = tokenize(between + text.slice(position)).filter((token) => token.text !== ";");
        // An unterminated comment may hold anything.
        if (!between.includes("/*") && !text.slice(position).includes("/*")) expect(left).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  // Whole tokens, so that PostgreSQL's scanner mostly takes them; without those that stand for binds here.
  const token = fc.constantFrom(
    "select",
    "a$b",
    "é1",
    "_x",
    ";",
    ";",
    ";",
    "'it''s'",
    "';'",
    "E'\\';'",
    "e'\\\\'",
    "U&';'",
    "b'01'",
    '"a;""b"',
    "$$;$$",
    "$t$;$$;$t$",
    "$1",
    "1.5e10",
    "0x1f",
    "-- ; '\n",
    "/* ; /* ; */ ' */",
    "(",
    ")",
    "+",
    "<>",
    "::",
    ".",
    ",",
    " ",
    "\n",
    "E",
    "e ''",
  );
  test("ends statements where PostgreSQL's scanner does", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), fc.constantFrom("", " "), (pieces, glue) => {
        const text = pieces.join(glue);
        let expected: number[];
        try {
          // Offsets are bytes there.
          const bytes = Buffer.from(text);
          expected = scanSync(text)
            .tokens.filter(({ text }) => text === ";")
            .map(({ start }) => bytes.subarray(0, start).toString().length);
        } catch {
          return;
        }
        compared += 1;
        const own = tokenize(text).filter(({ kind, text }) => kind === "operator" && text === ";");
        expect(own.map(({ start }) => start)).toEqual(expected);
      }),
      {
        numRuns: 2000,
        examples: [
          [["0x1f", ".", "E'\\';'"], ""],
          [["1.5e10", ".", "E'\\';'"], ""],
        ],
      },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
