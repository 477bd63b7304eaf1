/**
 * Times the committed bundle as whole processes on a repository made for it: 1,000 Python files (100 routers with
 * 500 operations, 300 schema modules, 100 models, 100 revisions, services), a change of 3 files and one of 300.
 *
 *   npm run bench [-- RUNS]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const runs = Number(process.argv[2] ?? 7);
const bundle = join(import.meta.dirname, "..", "dist", "cli.js");
const folder = mkdtempSync(join(tmpdir(), "coord-platform-bench-"));
const git = (...args) =>
  execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

try {
  makeRepository();
  console.log(`node ${process.version}, ${runs} runs each, wall seconds of the whole process`);
  measure("nothing changed but a text", "text");
  measure("3 files changed", "three");
  measure("300 files changed", "many");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeRepository() {
  git("init", "--quiet", "--initial-branch=main");
  write("README.md", "bench\n");
  const routers = range(100);
  write("app/__init__.py", "");
  write(
    "app/db.py",
    "from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nSessionLocal = sessionmaker()\n\n\ndef get_db():\n    with SessionLocal() as session:\n        yield session\n",
  );
  write(
    "app/main.py",
    `from fastapi import FastAPI\n\n${routers.map((n) => `from app.api.r${n} import router as r${n}`).join("\n")}\n\napp = FastAPI()\n${routers.map((n) => `app.include_router(r${n}, prefix="/r${n}")`).join("\n")}\n`,
  );
  for (const n of routers) write(`app/api/r${n}.py`, router(n, 5));
  for (const n of range(300)) write(`app/schemas/s${n}.py`, schema(n));
  for (const n of range(100)) write(`app/models/m${n}.py`, model(n));
  for (const n of range(100)) write(`alembic/versions/v${n}.py`, revision(n));
  write("alembic.ini", "[alembic]\nscript_location = alembic\n");
  write("alembic/env.py", "from app.db import Base\n\ntarget_metadata = Base.metadata\n");
  for (const n of range(396)) write(`app/services/v${n}.py`, service(n));
  commit("base");
  branch("text", () => write("README.md", "bench, changed\n"));
  branch("three", () => {
    write("app/schemas/s1.py", schema(1).replace("    note: str | None = None\n", ""));
    write("app/models/m1.py", model(1).replace("String(200)", "String(250)"));
    write("app/services/v1.py", `${service(1)}\n\ndef more():\n    return 1\n`);
  });
  branch("many", () => {
    for (const n of range(100)) write(`app/api/r${n}.py`, router(n, 6));
    for (const n of range(200)) write(`app/schemas/s${n}.py`, schema(n).replace("note:", "remark:"));
  });
}

function branch(name, change) {
  git("checkout", "--quiet", "-b", name, "main");
  change();
  commit(name);
}

function commit(message) {
  git("add", "--all");
  git("commit", "--quiet", "-m", message);
}

function router(n, count) {
  const routes = range(count).map(
    (k) =>
      `@router.get("/items${k}/{item_id}", response_model=S${(n * 3 + k) % 300})\ndef read_${k}(item_id: int, limit: int = 10, session: Session = Depends(get_db)):\n    return session.get(M${n}, item_id)\n`,
  );
  const used = [...new Set(range(count).map((k) => (n * 3 + k) % 300))];
  return `from fastapi import APIRouter, Depends\nfrom sqlalchemy.orm import Session\n\nfrom app.db import get_db\nfrom app.models.m${n} import M${n}\n${used.map((s) => `from app.schemas.s${s} import S${s}`).join("\n")}\n\nrouter = APIRouter()\n\n\n${routes.join("\n\n")}`;
}

function schema(n) {
  return `from pydantic import BaseModel, Field\n\n\nclass S${n}(BaseModel):\n    id: int\n    name: str = Field(max_length=200)\n    note: str | None = None\n${range(
    15,
  )
    .map((k) => `    field_${k}: int = ${k}\n`)
    .join("")}`;
}

function model(n) {
  return `from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column\n\nfrom app.db import Base\n\n\nclass M${n}(Base):\n    __tablename__ = "m${n}"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str] = mapped_column(String(200))\n${range(
    10,
  )
    .map((k) => `    column_${k}: Mapped[int | None]\n`)
    .join("")}`;
}

function revision(n) {
  const down = n === 0 ? "None" : `"v${n - 1}"`;
  return `import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "v${n}"\ndown_revision = ${down}\n\n\ndef upgrade():\n    op.create_table("m${n}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(200), nullable=False), ${range(
    10,
  )
    .map((k) => `sa.Column("column_${k}", sa.Integer())`)
    .join(", ")})\n\n\ndef downgrade():\n    op.drop_table("m${n}")\n`;
}

function service(n) {
  return `from app.models.m${n % 100} import M${n % 100}\n\n\n${range(20)
    .map(
      (k) =>
        `def work_${k}(value: int) -> int:\n    total = 0\n    for index in range(value):\n        total += index * ${k}\n    return total\n`,
    )
    .join("\n\n")}`;
}

function measure(name, head) {
  const times = [];
  for (let run = 0; run <= runs; run += 1) {
    const started = performance.now();
    const result = spawnSync(
      process.execPath,
      [bundle, "review", "--repo", folder, "--base", "main", "--head", head, "--format", "json", "--quiet"],
      { encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    const seconds = (performance.now() - started) / 1000;
    if (result.status !== 0 && result.status !== 1) throw new Error(result.stderr);
    if (run > 0) times.push(seconds);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(2);
  console.log(`${name.padEnd(28)} min ${at(0)}  median ${at(0.5)}  max ${at(1)}`);
}

function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}
