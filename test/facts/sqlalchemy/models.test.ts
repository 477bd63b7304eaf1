import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { DatabaseSchema } from "../../../src/facts/database.ts";
import { parseAnnotationText } from "../../../src/facts/sqlalchemy/annotation-text.ts";
import { printSchema } from "../../../src/facts/sqlalchemy/print-schema.ts";
import { readSchema } from "../../../src/facts/sqlalchemy/read-schema.ts";
import { normaliseSql } from "../../../src/facts/sqlalchemy/sql-text.ts";
import { splitBy, substitute } from "../../../src/facts/sqlalchemy/text-functions.ts";
import { unparse } from "../../../src/syntax/python/unparse.ts";
import { projectOf, type Files } from "../../support/change.ts";

async function schemaOf(files: Files): Promise<DatabaseSchema> {
  const project = await projectOf(files);
  return readSchema(project, { affected: new Set(project.paths) });
}

const head = `
import sqlalchemy as sa
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

class Base(DeclarativeBase):
    pass
`;

describe("what can't be told", () => {
  test.each<[string, string, string]>([
    [
      "a base of another library",
      `from company import Tracked\nclass A(Tracked, Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)`,
      "columns that `A` inherits from `company.Tracked`",
    ],
    [
      "a base that is not there",
      `class A(Missing):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)`,
      "columns that `A` inherits from `Missing`",
    ],
    [
      "a generated name",
      `import inflect\nclass A(Base):\n    id = Column(Integer, primary_key=True)\n    @declared_attr\n    def __tablename__(cls):\n        return inflect.engine().plural(cls.__name__)`,
      "table name of `A`",
    ],
    [
      "arguments that are computed",
      `class A(Base):\n    __tablename__ = "a"\n    __table_args__ = make_arguments()\n    id = Column(Integer, primary_key=True)`,
      "`__table_args__` of `A`",
    ],
    [
      "unpacked options of a column",
      `class A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, **options)`,
      "column `A.id`",
    ],
    [
      "a column under a condition",
      `import os\nclass A(Base):\n    __tablename__ = "a"\n    if os.environ.get("X"):\n        id = Column(Integer, primary_key=True)`,
      "column `A.id`",
    ],
  ])("%s: low confidence, and said", async (_name, model, what) => {
    const schema = await schemaOf({ "app/models.py": `${head}\n${model}\n` });
    expect(schema.unresolved.map((one) => one.what)).toContain(what);
    expect([...schema.tables.values()].map((table) => table.confidence)).toEqual(["low"]);
  });

  test("a table that two metadata have: the one that Alembic migrates counts", async () => {
    const env = `from app.models import Base\ntarget_metadata = Base.metadata\n`;
    const schema = await schemaOf({
      "alembic/env.py": env,
      "app/models.py": `${head}\nclass A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n`,
      "app/cache.py": `${head}\nclass A(Base):\n    __tablename__ = "a"\n    other = Column(Integer, primary_key=True)\n`,
      "app/main.py": "from app import cache, models\n",
    });
    const table = schema.tables.get("a");
    expect([...(table?.columns.keys() ?? [])]).toEqual(["id"]);
    expect(table?.migrated).toBe(true);
  });

  test("target_metadata that is a list, or computed", async () => {
    const models = `${head}\nclass A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n`;
    const migrated = async (target: string) =>
      (
        await schemaOf({
          "alembic/env.py": `from app.models import Base\nfrom app.other import Other\ntarget_metadata = ${target}\n`,
          "app/models.py": models,
          "app/other.py": models
            .replaceAll("Base(", "Other(")
            .replace("class A(Base)", "class A(Other)")
            .replace('"a"', '"b"'),
        })
      ).tables.get("a")?.migrated;
    expect(await migrated("[Base.metadata, Other.metadata]")).toBe(true);
    expect(await migrated("Other.metadata")).toBe(false);
    expect(await migrated("combine(Base.metadata)")).toBeUndefined();
  });
});

test("modules that the change can't affect are named, not read", async () => {
  const project = await projectOf({
    "app/base.py": head,
    "app/a.py": `from app.base import *\nclass A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n`,
    "app/b.py": `from app.base import *\nclass B(Base):\n    __tablename__ = "b"\n    id = Column(Integer, primary_key=True)\n`,
  });
  const schema = readSchema(project, { affected: new Set(["app/a.py"]) });
  expect([...schema.tables.keys()]).toEqual(["a"]);
  expect([...(schema.skipped ?? [])].sort()).toEqual(["app/b.py", "app/base.py"]);
});

test("printSchema: stable, and a foreign key without a type has its target's", async () => {
  const schema = await schemaOf({
    "app/models.py": `${head}
class B(Base):
    __tablename__ = "b"
    a_id = Column(sa.ForeignKey("a.id"), index=True, primary_key=True)

class A(Base):
    __tablename__ = "a"
    id = Column(sa.BigInteger, primary_key=True)
`,
  });
  const where = (line: number) => ({ path: "app/models.py", line });
  const column = { default: null, primaryKey: true, identity: false, computed: null, nullable: false };
  const primary = { kind: "primary-key", name: null, references: null, expression: null, detail: null };
  expect(JSON.parse(printSchema(schema))).toEqual({
    tables: [
      {
        name: "a",
        class: "A",
        confidence: "high",
        where: where(13),
        columns: [{ ...column, name: "id", type: "biginteger" }],
        indexes: [],
        constraints: [{ ...primary, columns: ["id"] }],
      },
      {
        name: "b",
        class: "B",
        confidence: "high",
        where: where(9),
        columns: [{ ...column, name: "a_id", type: "biginteger" }],
        indexes: [{ name: null, columns: ["a_id"], unique: false, detail: null }],
        constraints: [
          { ...primary, kind: "foreign-key", columns: ["a_id"], references: { table: "a", columns: ["id"] } },
          { ...primary, columns: ["a_id"] },
        ],
      },
    ],
    unresolved: [],
  });
});

describe("hostile models end, and soon", () => {
  test.each<[string, string]>([
    ["classes that inherit from each other", "class A(B):\n    __tablename__ = 'a'\nclass B(A):\n    pass"],
    [
      "a very long line of ancestors",
      Array.from(
        { length: 600 },
        (_, at) => `class C${at}(C${at === 0 ? "Base" : at - 1}):\n    __tablename__ = "t${at}"`,
      )
        .join("\n")
        .replace("CBase", "Base"),
    ],
    [
      "names that are each other",
      "x = y\ny = x\nclass A(Base):\n    __tablename__ = x\n    id = Column(x, primary_key=True)",
    ],
    [
      "types that double",
      `${Array.from({ length: 40 }, (_, at) => `T${at} = T${at + 1} | T${at + 1}`).join("\n")}\nclass A(Base):\n    __tablename__ = "a"\n    id: Mapped[T0]`,
    ],
    [
      "table names that grow",
      `def grow(x):\n${"    x = x + x\n".repeat(200)}    return x\nclass A(Base):\n    id = Column(Integer, primary_key=True)\n    @declared_attr\n    def __tablename__(cls):\n        return grow(cls.__name__)`,
    ],
    [
      "a pattern that backtracks",
      `import re\nclass A${"a".repeat(60)}(Base):\n    id = Column(Integer, primary_key=True)\n    @declared_attr\n    def __tablename__(cls):\n        return re.sub("(a+)+$", "", cls.__name__)`,
    ],
    [
      "names of prototypes",
      "class constructor(Base):\n    __tablename__ = '__proto__'\n    toString = Column(Integer, primary_key=True)",
    ],
  ])(
    "%s",
    async (_name, model) => {
      const start = performance.now();
      const schema = await schemaOf({ "app/models.py": `${head}\n${model}\n` });
      expect(() => printSchema(schema)).not.toThrow();
      // Generous: what is wrong here takes minutes.
      expect(performance.now() - start).toBeLessThan(10_000);
    },
    30_000,
  );
});

describe("small functions", () => {
  test.each([
    ["(?<!^)(?=[A-Z])", "_", "FileUpload", "File_Upload"],
    ["(.)([A-Z][a-z]+)", "\\1_\\2", "HTTPRequest", "HTTP_Request"],
    ["([a-z0-9])([A-Z])", "\\g<1>_\\g<2>", "fileUpload", "file_Upload"],
    ["[A-Z]", "$1", "aB", "a$1"],
  ])("re.sub(%s, %s, %s)", (pattern, replacement, subject, expected) => {
    expect(substitute(pattern, replacement, subject)).toBe(expected);
  });

  test("no pattern of the change is ever run", () => {
    fc.assert(
      fc.property(fc.string(), (pattern) => {
        // A known one would be a coincidence of sixteen strings.
        expect(substitute(`${pattern}+`, "", "aaaa")).toBeNull();
        expect(splitBy(`${pattern}+`, "aaaa")).toBeNull();
      }),
    );
  });

  test("re.split gives an empty first part, as Python does", () => {
    expect(splitBy("(?=[A-Z])", "FileUpload")).toEqual(["", "File", "Upload"]);
  });

  test.each([
    ["  A  >\n 0 ", "a > 0"],
    ["status = 'On  Hold' AND x", "status = 'On  Hold' and x"],
    ["'it''s'  ||  B", "'it''s' || b"],
    ["'open", "'open"],
  ])("normaliseSql(%j)", (text, expected) => {
    expect(normaliseSql(text)).toBe(expected);
  });

  test("normaliseSql is idempotent", () => {
    fc.assert(fc.property(fc.string(), (text) => normaliseSql(normaliseSql(text)) === normaliseSql(text)));
  });

  test.each([
    ["Optional[str]", "Optional[str]"],
    ["uuid.UUID | None", "uuid.UUID | None"],
    ["dict[str, list[int]]", "dict[str, list[int]]"],
    ["list[", null],
    ["f(x)", null],
    ["", null],
  ])("annotation %j", (text, expected) => {
    const expression = parseAnnotationText(text);
    expect(expression === null ? null : unparse(expression)).toBe(expected);
  });

  test("no annotation text throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseAnnotationText(text)));
    expect(parseAnnotationText(`${"list[".repeat(5000)}int${"]".repeat(5000)}`)).toBeNull();
  });
});
