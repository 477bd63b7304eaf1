import { describe, expect, test } from "vitest";

import type { Files } from "../../support/change.ts";
import { codeOf } from "./read.ts";

const database = `
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
engine = create_engine("postgresql://db")
SessionLocal = sessionmaker(bind=engine)
Registry = scoped_session(SessionLocal)
AsyncSessionLocal = async_sessionmaker(create_async_engine("postgresql+asyncpg://db"))
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
async def get_async_db():
    async with AsyncSessionLocal() as session:
        yield session
`;

const head = `
import asyncio, time
from typing import Annotated, Optional
from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from app.db import AsyncSessionLocal, Registry, SessionLocal, engine, get_async_db, get_db
router = APIRouter()
`;

function app(body: string, more: Files = {}): Files {
  return { "app/__init__.py": "", "app/db.py": database, "app/api.py": head + body, ...more };
}

/** `function: callee` or `function: helper > callee` of every call, in order of the source. */
async function calls(body: string, more: Files = {}): Promise<readonly string[]> {
  const facts = await codeOf(app(body, more));
  return facts.calls.map((call) => `${call.function}: ${[...call.via, call.callee].join(" > ")}`);
}

describe("a synchronous session inside `async def`", () => {
  test.each([
    ["by annotation", "async def f(db: Session):\n    db.execute(1)", "f: Session.execute"],
    ["optional", "async def f(db: Optional[Session] = None):\n    db.execute(1)", "f: Session.execute"],
    ["as a string", "async def f(db: 'Session'):\n    db.commit()", "f: Session.commit"],
    ["by dependency alone", "async def f(db=Depends(get_db)):\n    db.get(1, 2)", "f: Session.get"],
    [
      "by an alias",
      "Db = Annotated[Session, Depends(get_db)]\nasync def f(db: Db):\n    db.scalar(1)",
      "f: Session.scalar",
    ],
    [
      "by an alias without a type",
      "Db = Annotated[object, Depends(get_db)]\nasync def f(db: Db):\n    db.scalar(1)",
      "f: Session.scalar",
    ],
    [
      "in a with statement",
      "async def f():\n    with SessionLocal() as s:\n        s.flush()",
      "f: Session.flush",
    ],
    ["made by hand", "async def f():\n    s = Session(engine)\n    s.refresh(1)", "f: Session.refresh"],
    ["from a registry", "async def f():\n    Registry.execute(1)", "f: scoped_session.execute"],
    ["from a called registry", "async def f():\n    Registry().execute(1)", "f: Session.execute"],
    [
      "from a generator by next",
      "async def f():\n    db = next(get_db())\n    db.commit()",
      "f: Session.commit",
    ],
    [
      "from a loop over it",
      "async def f():\n    for db in get_db():\n        db.commit()",
      "f: Session.commit",
    ],
    [
      "a query at its end",
      "async def f(db: Session):\n    return db.query(1).filter(2).order_by(3).all()",
      "f: Query.all",
    ],
    [
      "a query kept in a name",
      "async def f(db: Session, x):\n    q = db.query(1)\n    if x:\n        q = q.filter(x)\n    return q.count()",
      "f: Query.count",
    ],
    [
      "a connection",
      "async def f():\n    with engine.begin() as c:\n        c.execute(1)",
      "f: Engine.begin,f: Connection.execute",
    ],
    [
      "inside another awaited call",
      "async def f(db: Session, g):\n    await g(db.execute(1))",
      "f: Session.execute",
    ],
    [
      "in a nested async function",
      "async def f(db: Session):\n    async def g():\n        db.execute(1)\n    await g()",
      "f.g: Session.execute",
    ],
    [
      "imported in the function",
      "async def f():\n    from app.db import SessionLocal as S\n    with S() as s:\n        s.execute(1)",
      "f: Session.execute",
    ],
    [
      "a subclass",
      "class Mine(Session):\n    pass\nasync def f(db: Mine):\n    db.execute(1)",
      "f: Session.execute",
    ],
  ])("%s", async (_, body, expected) => {
    expect((await calls(body)).join(",")).toBe(expected);
  });
});

describe("nothing blocks", () => {
  test.each([
    ["a plain function", "def f(db: Session):\n    db.execute(1)"],
    ["an AsyncSession", "async def f(db: AsyncSession):\n    await db.execute(1)\n    db.add(1)"],
    [
      "a call that is awaited whatever its annotation",
      "async def f(db: Session):\n    await db.execute(1)\n    db.commit()",
    ],
    [
      "an asynchronous dependency under a wrong annotation",
      "async def f(db: Session = Depends(get_async_db)):\n    x = db.execute(1)\n    await x",
    ],
    ["a thread", "async def f(db: Session):\n    await run_in_threadpool(db.execute, 1)"],
    [
      "a lambda for a thread",
      "async def f(db: Session):\n    await asyncio.to_thread(lambda: db.execute(1))",
    ],
    [
      "a nested function for run_sync",
      "async def f(db: AsyncSession):\n    def work(s: Session):\n        s.query(1).all()\n    await db.run_sync(work)",
    ],
    [
      "a gathered call",
      "async def f(db: Session):\n    await asyncio.gather(db.execute(1), *[db.execute(x) for x in (1, 2)])",
    ],
    [
      "nothing that waits",
      "async def f(db: Session):\n    db.add(1)\n    db.expunge_all()\n    db.query(1).filter(2)",
    ],
    ["two kinds of session", "async def f(db: Session | AsyncSession):\n    db.execute(1)"],
    ["a name that is rebound", "async def f(db: Session, other):\n    db = other\n    db.execute(1)"],
    ["a local name that hides the module's", "async def f(engine):\n    engine.connect()"],
    [
      "a generator that is not run",
      "def helper(db: Session):\n    yield db.execute(1)\nasync def f(db: Session):\n    return helper(db)",
    ],
    [
      "a decorated helper",
      "from x import in_thread\n@in_thread\ndef helper(db: Session):\n    db.execute(1)\nasync def f(db: Session):\n    helper(db)",
    ],
    ["a method of an unknown receiver", "async def f(db):\n    db.execute(1)\n    db.query(1).all()"],
    [
      "an awaited helper",
      "def helper(db: Session):\n    return db.execute(1)\nasync def f(db: Session):\n    await helper(db)",
    ],
  ])("%s", async (_, body) => {
    expect(await calls(body)).toEqual([]);
  });
});

describe("through plain functions", () => {
  const service = `
from sqlalchemy.orm import Session
class Base:
    def __init__(self, db: Session):
        self.db = db
class Service(Base):
    def all(self):
        return self._query().all()
    def _query(self):
        return self.db.query(1)
    @property
    def first(self):
        return self.db.query(1).first()
    async def ready(self):
        return self.db.get(1, 2)
def untyped(db):
    db.commit()
def twice(db: Session):
    untyped(db)
def thrice(db: Session):
    twice(db)
`;
  const more = { "app/service.py": service };
  const use = (body: string) => `from app.service import Service, thrice, twice, untyped\n${body}`;

  test.each([
    [
      "a method of a service",
      "async def f(db: Session):\n    return Service(db).all()",
      ["f: Service.all > Query.all"],
    ],
    [
      "a service kept in a name",
      "async def f(db: Session):\n    s = Service(db)\n    return s.all()",
      ["f: Service.all > Query.all"],
    ],
    [
      "a service by dependency",
      "def make(db=Depends(get_db)):\n    return Service(db)\nasync def f(s: Service = Depends(make)):\n    return s.all()",
      ["f: Service.all > Query.all"],
    ],
    [
      "the type comes with the argument",
      "async def f(db: Session):\n    untyped(db)",
      ["f: untyped > Session.commit"],
    ],
    ["two deep", "async def f(db: Session):\n    twice(db)", ["f: twice > untyped > Session.commit"]],
    ["not three deep", "async def f(db: Session):\n    thrice(db)", []],
    [
      "once for each helper",
      "async def f(db: Session):\n    untyped(db)\n    untyped(db)",
      ["f: untyped > Session.commit"],
    ],
  ])("%s", async (_, body, expected) => {
    const found = await calls(use(body), more);
    expect(found.filter((call) => !call.startsWith("Service."))).toEqual(expected);
  });

  test("a changed helper is found in the operations of modules that did not change", async () => {
    const files = app(
      use('@router.get("/all")\nasync def f(db: Session = Depends(get_db)):\n    return Service(db).all()'),
      {
        ...more,
        "app/main.py":
          "from fastapi import FastAPI\nfrom app import api\napp = FastAPI()\napp.include_router(api.router)\n",
      },
    );
    const facts = await codeOf(files, ["app/service.py"]);
    const found = facts.calls.find((call) => call.function === "f");
    expect(found).toMatchObject({
      callee: "Query.all",
      via: ["Service.all"],
      operation: "GET /all",
      confidence: "high",
      where: { path: "app/api.py" },
    });
  });
});

describe("who reaches it", () => {
  async function entryOf(body: string, name: string, more: Files = {}) {
    const facts = await codeOf(app(body, more));
    const call = facts.calls.find((one) => one.function === name);
    return call === undefined ? null : [call.entry, call.confidence, call.operation];
  }

  test.each([
    [
      "an operation",
      '@router.get("/x")\nasync def f(db: Session):\n    db.commit()',
      "f",
      ["operation", "high", "GET /x"],
    ],
    [
      "a function that an operation awaits",
      'async def f(db: Session):\n    db.commit()\n@router.get("/x")\nasync def g(db=Depends(get_db)):\n    await f(db)',
      "f",
      ["operation", "high", "GET /x"],
    ],
    [
      "a dependency",
      'async def f(db=Depends(get_db)):\n    db.commit()\n@router.get("/x")\nasync def g(user=Depends(f)):\n    pass',
      "f",
      ["operation", "high", "GET /x"],
    ],
    [
      "a dependency of a router",
      "async def f(db=Depends(get_db)):\n    db.commit()\nother = APIRouter(dependencies=[Depends(f)])",
      "f",
      ["dependency", "high", null],
    ],
    [
      "middleware",
      'from app.main import app\n@app.middleware("http")\nasync def f(request, call_next):\n    SessionLocal().commit()',
      "f",
      ["middleware", "high", null],
    ],
    ["nobody", "async def f(db: Session):\n    db.commit()", "f", ["unknown", "medium", null]],
    [
      "a plain caller with its own loop",
      "async def f(db: Session):\n    db.commit()\ndef main():\n    asyncio.run(f(SessionLocal()))",
      "f",
      ["unknown", "medium", null],
    ],
  ])("%s", async (_, body, name, expected) => {
    const main =
      "from fastapi import FastAPI\nfrom app import api\napp = FastAPI()\napp.include_router(api.router)\n";
    expect(await entryOf(body, name, { "app/main.py": main })).toEqual(expected);
  });

  test("a command line of its own is left out", async () => {
    const script = "from app.db import SessionLocal\nasync def seed():\n    SessionLocal().commit()\n";
    expect((await codeOf(app("", { "scripts/seed.py": script }))).calls).toEqual([]);
  });

  test("tests are left out", async () => {
    const module = "from app.db import SessionLocal\nasync def test_it():\n    SessionLocal().commit()\n";
    expect((await codeOf(app("", { "tests/test_it.py": module }))).calls).toEqual([]);
  });
});

describe("other libraries", () => {
  test.each([
    ["import requests\nasync def f():\n    requests.get('x')", "requests.get"],
    ["from requests import get as fetch\nasync def f():\n    fetch('x')", "requests.get"],
    [
      "import requests\nasync def f():\n    with requests.Session() as s:\n        s.post('x')",
      "requests.Session.post",
    ],
    ["import httpx\nclient = httpx.Client()\nasync def f():\n    client.get('x')", "httpx.Client.get"],
    ["async def f():\n    time.sleep(1)", "time.sleep"],
    ["import subprocess\nasync def f():\n    subprocess.run(['x'])", "subprocess.run"],
    [
      "import psycopg2\nasync def f():\n    c = psycopg2.connect('x')\n    c.cursor().execute('y')",
      "psycopg2.connect,psycopg2.cursor.execute",
    ],
    ["import sqlite3\nasync def f():\n    sqlite3.connect('x').execute('y')", "sqlite3.Connection.execute"],
    ["import redis\nr = redis.Redis()\nasync def f():\n    r.get('x')", "redis.Redis.get"],
    [
      "import redis\nr = redis.from_url('x')\nasync def f():\n    p = r.pipeline()\n    p.set('a', 1)\n    p.execute()",
      "redis.Pipeline.execute",
    ],
    [
      "from pymongo import MongoClient\nasync def f():\n    MongoClient()['a'].b.find_one({})",
      "pymongo.Collection.find_one",
    ],
    ["import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n        await c.get('x')", ""],
    ["import redis.asyncio as redis\nr = redis.Redis()\nasync def f():\n    await r.get('x')", ""],
    ["async def f():\n    await asyncio.sleep(1)", ""],
    ["def sleep(x):\n    pass\nasync def f():\n    sleep(1)", ""],
  ])("%s", async (body, expected) => {
    const facts = await codeOf(app(body));
    expect(facts.calls.map((call) => call.callee).join(",")).toBe(expected);
  });
});

test("endless aliases and functions that call each other end", async () => {
  const body = `
a = b
b = a
def f(x):
    return g(x)
def g(x):
    return f(x)
async def h(db: Session):
    y = f(y)
    y.execute(1)
    a.execute(1)
    db.execute(1)
`;
  expect(await calls(body)).toEqual(["h: Session.execute"]);
});

test("async operations are counted over the whole snapshot, when asked", async () => {
  const facts = await codeOf(
    app(`
@router.get("/a")
async def a(db: Session = Depends(get_db)):
    db.commit()
@router.get("/b")
async def b(db: AsyncSession = Depends(get_async_db)):
    await db.commit()
@router.get("/c")
def c(db: Session = Depends(get_db)):
    db.commit()
@router.get("/d")
async def d():
    time.sleep(1)
`),
    [],
  );
  expect(facts.asyncOperations()).toEqual({ total: 3, blocking: 1 });
  expect(facts.asyncSessionProviders().map((one) => one.name)).toEqual(["get_async_db"]);
});
