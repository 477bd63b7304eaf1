import { describe, expect, test } from "vitest";

import { classify } from "../../src/domains/classify.ts";
import type { Domains } from "../../src/domains/domain.ts";
import { readSides } from "../../src/facts/read.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { type Files, changeSetOf, syntax } from "../support/change.ts";

async function domainsOf(
  before: Files,
  after: Files,
  settings: Settings = defaultSettings,
): Promise<Domains> {
  const changeSet = changeSetOf(before, after);
  const sides = readSides(changeSet, await syntax());
  return classify(changeSet, sides.before, sides.after, settings);
}

/** `DBA because, …; API …` of one file. */
function placeOf(domains: Domains, path: string): string {
  const named = (["DBA", "BACKEND", "API"] as const).flatMap((domain) =>
    domains[domain]
      .filter((file) => file.path === path)
      .map((file) => `${domain} ${file.because.join(", ")}`),
  );
  const handed = (["QUALITY", "FRONTEND", "OPS", "ENGINE"] as const).filter((sibling) =>
    domains.handoff[sibling].includes(path),
  );
  return [...named, ...handed, ...(domains.none.includes(path) ? ["none"] : [])].join("; ");
}

const application: Files = {
  "app/__init__.py": "",
  "app/main.py":
    "from fastapi import FastAPI\nfrom app import users\napp = FastAPI()\napp.include_router(users.router)\n",
  "app/users.py": `from fastapi import APIRouter, Depends
from app.deps import current_user
from app.models import User
from app.schemas import UserCreate, UserRead
from app.services import create_user
router = APIRouter()
@router.post("/users", response_model=UserRead)
def post_user(user: UserCreate, me=Depends(current_user)):
    return create_user(user)
`,
  "app/deps.py": `from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
bearer = OAuth2PasswordBearer(tokenUrl="token")
def current_user(token: str = Depends(bearer)):
    raise HTTPException(status_code=401)
`,
  "app/models.py": `from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase):
    pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "app/schemas.py": `from pydantic import BaseModel
class UserCreate(BaseModel):
    name: str
class UserRead(BaseModel):
    id: int
`,
  "app/services.py": `from app.database import open_session
def create_user(user):
    with open_session() as session:
        session.add(user)
        session.commit()
    return user
`,
  "app/database.py":
    "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\nengine = create_engine('postgresql://db', pool_size=5)\ndef open_session():\n    return Session(engine)\n",
  "app/cors.py":
    "from app.main import app\nfrom starlette.middleware.cors import CORSMiddleware\napp.add_middleware(CORSMiddleware, allow_origins=['*'])\n",
  "app/text.py": "def slug(text):\n    return text.lower()\n",
  "shared/clock.py": "def now():\n    return 0\n",
  "app/uses_clock.py": "from shared.clock import now\n",
  "alembic.ini": "[alembic]\nscript_location = alembic\n",
  "alembic/env.py":
    "from alembic import context\nfrom app.models import Base\ntarget_metadata = Base.metadata\n",
  "alembic/versions/1_users.py":
    "from alembic import op\nrevision = '1'\ndown_revision = None\ndef upgrade():\n    op.execute('SELECT 1')\ndef downgrade():\n    pass\n",
  "app/scheduling/roster.py": "def plan(residents):\n    return residents\n",
  "app/planning.py": "from ortools.sat.python import cp_model\nmodel = cp_model.CpModel()\n",
  "scripts/rename.py": "import os\nos.rename('a', 'b')\n",
  "openapi.json": '{"openapi": "3.1.0", "info": {}, "paths": {}}',
  "config/flags.json": '{"on": true}',
};

const expected: Readonly<Record<string, string>> = {
  "app/main.py": "API application",
  "app/users.py": "API route, router",
  "app/deps.py": "API guard",
  "app/models.py": "DBA mapped-class",
  "app/schemas.py": "API request-model, response-model",
  "app/services.py": "BACKEND service, session",
  "app/database.py": "DBA connection-pool, engine",
  "app/cors.py": "API cors",
  "app/text.py": "BACKEND application-code",
  "alembic.ini": "DBA alembic-configuration",
  "alembic/env.py": "DBA alembic-environment",
  "alembic/versions/1_users.py": "DBA alembic-revision",
  "app/scheduling/roster.py": "ENGINE",
  "app/planning.py": "ENGINE",
  "scripts/rename.py": "none",
  "openapi.json": "API openapi-document",
  "config/flags.json": "none",
};

describe("content decides", () => {
  test.each(Object.entries(expected))("%s: %s, when it changes and when it goes", async (path, place) => {
    const extra = /\.(?:json|ini)$/.test(path) ? " " : "\nx = 1\n";
    const edited = await domainsOf(application, {
      ...application,
      [path]: (application[path] ?? "") + extra,
    });
    expect(placeOf(edited, path)).toBe(place);
    const { [path]: _, ...rest } = application;
    expect(placeOf(await domainsOf(application, rest), path)).toBe(place);
  });

  test("a module that an application imports is the backend's wherever it lies", async () => {
    const before = { ...application, "app/main.py": `import app.uses_clock\n${application["app/main.py"]}` };
    const domains = await domainsOf(before, { ...before, "shared/clock.py": "def now():\n    return 1\n" });
    expect(placeOf(domains, "shared/clock.py")).toBe("BACKEND imported-by-application");
  });

  test("both sides count: a route that became a plain module is still the API's", async () => {
    const domains = await domainsOf(application, { ...application, "app/users.py": "router = None\n" });
    expect(placeOf(domains, "app/users.py")).toContain("API");
  });

  test("a revision is nothing else, whatever it holds", async () => {
    const revision = `${application["alembic/versions/1_users.py"]}\nclass User(Base):\n    __tablename__ = "users"\ndef f(session):\n    session.commit()\n`;
    const domains = await domainsOf(application, { ...application, "alembic/versions/1_users.py": revision });
    expect(placeOf(domains, "alembic/versions/1_users.py")).toBe("DBA alembic-revision");
  });

  test("words in comments and texts decide nothing", async () => {
    const text = '"""Call FastAPI() with __tablename__ and create_engine(url)."""\n# APIRouter()\n';
    const domains = await domainsOf(application, { ...application, "app/text.py": text });
    expect(placeOf(domains, "app/text.py")).toBe("BACKEND application-code");
  });

  test("a module named like a test that is a route is the API's", async () => {
    const domains = await domainsOf(application, {
      ...application,
      "app/test_executions.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
      "app/test_math.py": "import pytest\n",
    });
    expect(placeOf(domains, "app/test_executions.py")).toBe("API router");
    expect(placeOf(domains, "app/test_math.py")).toBe("QUALITY");
  });

  test("every changed file has a place", async () => {
    const domains = await domainsOf({}, application);
    for (const path of Object.keys(application)) expect(placeOf(domains, path), path).not.toBe("");
  });
});

describe("what cannot be read is placed by its path", () => {
  test("on the side that can be read content decides, else the path", async () => {
    const broken = { ...application, "app/users.py": "def (" };
    expect(placeOf(await domainsOf(application, broken), "app/users.py")).toContain("API");
  });
});

describe("configuration corrects", () => {
  const change = {
    ...application,
    "app/text.py": "x = 1\n",
    "app/models.py": `${application["app/models.py"]}\nx = 1\n`,
  };
  const settings = (domains: Partial<Settings["domains"]>): Settings => ({
    ...defaultSettings,
    domains: { ...defaultSettings.domains, ...domains },
  });

  test("added and removed globs", async () => {
    const added = await domainsOf(
      application,
      change,
      settings({ add: { DBA: ["app/t*.py"], OPS: ["**/text.py"] } }),
    );
    expect(placeOf(added, "app/text.py")).toBe("DBA configured; BACKEND application-code; OPS");
    const removed = await domainsOf(application, change, settings({ remove: { DBA: ["app/**"] } }));
    expect(placeOf(removed, "app/models.py")).toBe("none");
  });

  test("outside of the roots there is no domain, unless it is added", async () => {
    const outside = await domainsOf(application, change, settings({ root: ["services/"] }));
    expect(placeOf(outside, "app/models.py")).toBe("none");
    const inside = await domainsOf(application, change, settings({ root: ["./app/"] }));
    expect(placeOf(inside, "app/models.py")).toBe("DBA mapped-class");
    const back = await domainsOf(
      application,
      change,
      settings({ root: ["services"], add: { API: ["app/models.py"] } }),
    );
    expect(placeOf(back, "app/models.py")).toBe("API configured");
  });
});
