import { describe, expect, test } from "vitest";

import { codeOf } from "./read.ts";

describe("settings", () => {
  async function settings(body: string): Promise<readonly string[]> {
    const facts = await codeOf({ "app/main.py": body });
    return facts.settings.map((one) => `${one.category} ${one.name} = ${one.value}`);
  }

  test("CORS by argument, other middleware as a whole", async () => {
    const body = `
ORIGINS = ["https://a.io"]
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)
app.add_middleware(GZipMiddleware, minimum_size=1000)
other = FastAPI(middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)])
@app.middleware("http")
async def add_header(request, call_next):
    return await call_next(request)
`;
    expect(await settings(body)).toEqual([
      'cors CORSMiddleware.allow_origins = ["https://a.io"]',
      "cors CORSMiddleware.allow_credentials = true",
      "middleware GZipMiddleware = minimum_size=1000",
      "middleware TrustedHostMiddleware = allowed_hosts=hosts",
      'middleware add_header = app.middleware("http")',
    ]);
  });

  test("arguments of the connection pool", async () => {
    const body = "SIZE = 5\nengine = create_engine(url, echo=True, pool_size=SIZE, max_overflow=2 * SIZE)\n";
    expect(await settings(body)).toEqual([
      "pool create_engine.pool_size = 5",
      "pool create_engine.max_overflow = 10",
    ]);
  });
});

describe("functions", () => {
  test("layers by class, module and folder", async () => {
    const facts = await codeOf({
      "app/users/service.py": "def create(): ...\n",
      "app/services/mail.py": "def send(): ...\n",
      "app/crud.py": "def get(): ...\n",
      "app/repositories/users.py": "class UserRepository:\n    def get(self): ...\n",
      "app/things.py": "class BillingService:\n    def charge(self): ...\ndef plain(): ...\n",
      "app/controllers/a.py": "class A:\n    def index(self): ...\n",
    });
    expect(facts.functions.map((one) => `${one.name} ${one.layer}`)).toEqual([
      "A.index controller",
      "get repository",
      "UserRepository.get repository",
      "send service",
      "BillingService.charge service",
      "plain other",
      "create service",
    ]);
  });

  test("the body's fingerprint is that of what it does", async () => {
    const bodyOf = async (text: string) => (await codeOf({ "app/a.py": text })).functions[0]?.body;
    const original = await bodyOf("def f(a, b=1):\n    return a + b\n");
    const same = await bodyOf(
      'def g( a,b = 1 ):\n    """Adds."""\n    # both\n    return (a\n        + b)\n',
    );
    const other = await bodyOf("def f(a, b=2):\n    return a + b\n");
    expect(same).toBe(original);
    expect(other).not.toBe(original);
  });
});

describe("queries in loops", () => {
  async function loops(body: string): Promise<readonly string[]> {
    const head = "from sqlalchemy.ext.asyncio import AsyncSession\nfrom sqlalchemy.orm import Session\n";
    const facts = await codeOf({ "app/a.py": head + body });
    return facts.loopedQueries.map((one) => `${one.callee} ${one.loop}`);
  }

  test.each([
    [
      "one for each element",
      "async def f(db: AsyncSession, ids):\n    for i in ids:\n        await db.get(User, i)",
      ["AsyncSession.get for i in ids"],
    ],
    [
      "in a comprehension",
      "def f(db: Session, ids):\n    return [db.get(User, i) for i in ids]",
      ["Session.get for i in ids"],
    ],
    [
      "a query's end",
      "def f(db: Session, ids):\n    for i in ids:\n        db.query(User).filter(User.id == i).first()",
      ["Query.first for i in ids"],
    ],
    [
      "the iterable itself",
      "def f(db: Session):\n    for user in db.query(User).all():\n        print(user)",
      [],
    ],
    [
      "a query that does not depend on the element",
      "def f(db: Session, ids):\n    for i in ids:\n        db.execute(now)",
      [],
    ],
    [
      "portions",
      "def f(db: Session, batches):\n    for batch in batches:\n        db.execute(insert(User), batch)",
      [],
    ],
    [
      "elements that are written there",
      "def f(db: Session):\n    for kind in ['a', 'b']:\n        db.execute(select(kind))",
      [],
    ],
    [
      "a loop that opens the session",
      "def f(sessions):\n    for db in sessions():\n        db.execute(1)",
      [],
    ],
    ["an unknown receiver", "def f(db, ids):\n    for i in ids:\n        db.get(i)", []],
  ])("%s", async (_, body, expected) => {
    expect(await loops(body)).toEqual(expected);
  });
});
