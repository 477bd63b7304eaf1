import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Contract, Operation } from "../../../src/facts/contract.ts";
import { readContract } from "../../../src/facts/fastapi/read-contract.ts";
import { type ReadScope, wholeScope } from "../../../src/facts/scope.ts";
import { type Files, projectOf } from "../../support/change.ts";

async function contractOf(files: Files, scope?: ReadScope): Promise<Contract> {
  const project = await projectOf(files);
  return readContract(project, scope ?? wholeScope(project.paths));
}

const fixtures = join(import.meta.dirname, "..", "..", "contract", "fixtures");

/** The fixture of that name as files. */
function fixture(name: string): Files {
  const folder = join(fixtures, name);
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".py")) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = readFileSync(path, "utf8");
  }
  return files;
}

const python = (source: string): Files => ({ "main.py": source });
const keys = (contract: Contract): readonly string[] => contract.operations.map((operation) => operation.key);
const only = (contract: Contract): Operation => {
  const [operation] = contract.operations;
  if (operation === undefined) throw new Error("no operation");
  return operation;
};
const guards = (operation: Operation | undefined): readonly string[] =>
  (operation?.guards ?? []).map(({ name, because, scopes }) =>
    [because, name, ...scopes.map((scope) => `+${scope}`)].join(" "),
  );

describe("operations that a document does not show", () => {
  it("are read with where they are served", async () => {
    const contract = await contractOf(fixture("mounts"));
    expect(
      contract.operations.map(({ key, application, includedInSchema, protocol }) => ({
        key,
        application,
        includedInSchema,
        protocol,
      })),
    ).toEqual([
      { key: "GET /public", application: "main.py:app", includedInSchema: true, protocol: "http" },
      { key: "GET /private", application: "main.py:app", includedInSchema: false, protocol: "http" },
      { key: "WEBSOCKET /ws/{}", application: "main.py:app", includedInSchema: false, protocol: "websocket" },
      { key: "GET /internal", application: "main.py:app", includedInSchema: false, protocol: "http" },
      { key: "GET /admin/stats", application: "main.py:admin", includedInSchema: true, protocol: "http" },
    ]);
    const socket = contract.operations.find((operation) => operation.protocol === "websocket");
    expect(socket?.parameters.map((parameter) => parameter.name)).toEqual(["room", "token"]);
    expect(contract.components.has("Hidden")).toBe(true);
  });
});

describe("a router that a function includes in the application that it is handed", () => {
  const wiring = `from fastapi import APIRouter, FastAPI
def setup(app: FastAPI, prefix: str = "/v1"):
    router = APIRouter()
    @router.get("/items")
    def items(): ...
    app.include_router(router, prefix=prefix)
`;

  it("is served by that application, and not once more by none", async () => {
    const main = "from fastapi import FastAPI\nfrom wiring import setup\napp = FastAPI()\nsetup(app)\n";
    const { operations } = await contractOf({ "main.py": main, "wiring.py": wiring });
    expect(operations.map(({ key, application }) => `${key} ${application}`)).toEqual([
      "GET /v1/items main.py:app",
    ]);
  });

  it("is kept where nobody calls the function", async () => {
    const { operations } = await contractOf({ "wiring.py": wiring });
    expect(operations.map(({ key, confidence }) => `${key} ${confidence}`)).toEqual([
      "GET <prefix>/items low",
    ]);
  });
});

describe("confidence", () => {
  const router = `from fastapi import APIRouter, FastAPI
from config import settings
app = FastAPI()
router = APIRouter(prefix="/items")
@router.get("/{key}")
def read(key: int): ...
`;
  const config = `from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = False
    prefix: str = "/api"
    secret: str
settings = Settings()
`;
  it.each([
    ["a plain include", "app.include_router(router)", "GET /items/{} high main.py:app"],
    [
      "a branch that depends on the deployment",
      "if settings.debug:\n    app.include_router(router)",
      "GET /items/{} medium main.py:app",
    ],
    [
      "what stands behind a branch that returns",
      "def setup(app):\n    if not settings.debug:\n        return\n    app.include_router(router)\nsetup(app)",
      "GET /items/{} medium main.py:app",
    ],
    ["no include", "", "GET /items/{} low null"],
    [
      "a setting with a default",
      "app.include_router(router, prefix=settings.prefix)",
      "GET /api/items/{} high main.py:app",
    ],
    [
      "a setting without one",
      "app.include_router(router, prefix=settings.secret)",
      "GET <settings.secret>/items/{} low main.py:app",
    ],
    [
      "an f-string with an unknown part",
      'app.include_router(router, prefix=f"/v1/{settings.secret}")',
      "GET /v1/<settings.secret>/items/{} low main.py:app",
    ],
    [
      "a fallback import",
      "try:\n    app.include_router(router)\nexcept ImportError:\n    pass",
      "GET /items/{} high main.py:app",
    ],
    [
      "code that only a type checker reads",
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    app.include_router(router)",
      "GET /items/{} low null",
    ],
  ])("%s", async (_, include, expected) => {
    const operation = only(await contractOf({ "main.py": router + include, "config.py": config }));
    expect(`${operation.key} ${operation.confidence} ${operation.application}`).toBe(expected);
  });

  it("names routers that are not known", async () => {
    const contract = await contractOf(
      python(`from fastapi import FastAPI
from library import get_auth_router
app = FastAPI()
app.include_router(get_auth_router("jwt"), prefix="/auth")
`),
    );
    expect(contract.unresolved).toEqual([
      {
        where: { path: "main.py", line: 4, endLine: 4 },
        what: 'included router `get_auth_router("jwt")` is not known',
      },
    ]);
  });

  it("takes a router of a library for one by its use", async () => {
    const contract = await contractOf(
      python(`from fastapi import FastAPI
from versioned import VersionedRouter
app = FastAPI()
router = VersionedRouter(prefix="/v1")
@router.get("/x")
def read(): ...
app.include_router(router)
`),
    );
    expect(keys(contract)).toEqual(["GET /v1/x"]);
  });

  it("leaves routes of other frameworks and tests alone", async () => {
    const contract = await contractOf({
      "site.py": 'from flask import Flask\napp = Flask(__name__)\n@app.get("/flask")\ndef index(): ...\n',
      "tests/test_app.py": 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/x")\ndef x(): ...\n',
      "client.py": 'import respx\n@respx.get("/mocked")\ndef mocked(): ...\n',
    });
    expect(contract.operations).toEqual([]);
  });
});

describe("guards", () => {
  it("are the outermost dependencies, with their scopes and arguments", async () => {
    const contract = await contractOf(fixture("security"));
    const found = Object.fromEntries(
      contract.operations.map((operation) => [operation.key, guards(operation)]),
    );
    expect(found).toEqual({
      "GET /public": [],
      "GET /me": ["security-scheme get_active_user +me"],
      "GET /items": ["security-scheme get_active_user +items +me"],
      "GET /key": ['security-scheme APIKeyHeader(name="X-Key")', 'security-scheme APIKeyQuery(name="key")'],
      "GET /basic": ["security-scheme HTTPBasic"],
      "GET /jwt": ['security-scheme JWTBearer(["x"])'],
      "DELETE /admin/{}": ['security-scheme RoleChecker(["admin"]) +me'],
    });
  });

  it("may be handed on by wrappers and decorate the handler", async () => {
    const contract = await contractOf(fixture("wrappers"));
    expect(
      Object.fromEntries(contract.operations.map((operation) => [operation.key, guards(operation)])),
    ).toEqual({
      "GET /files/{}": ["security-scheme check_scopes +files.read"],
      "POST /files": ["security-scheme check_scopes +files.write"],
      "GET /files/listed": [],
      "GET /files/cached": ["raises authenticated"],
      "GET /files/applied": [],
    });
  });

  const dependency = (body: string): string => `from fastapi import Depends, FastAPI, HTTPException, Query
from starlette.status import HTTP_401_UNAUTHORIZED
from library import tokens
app = FastAPI()
class Forbidden(HTTPException):
    def __init__(self, detail="no"):
        super().__init__(status_code=403, detail=detail)
class NotAllowed(Exception):
    status_code = 403
class NotAuthenticatedError(Exception): ...
class PermissionDenied(Exception): ...
class Missing(HTTPException):
    def __init__(self):
        super().__init__(404)
failure = HTTPException(HTTP_401_UNAUTHORIZED)
def refuse(): raise failure
def deep(): deeper()
def deeper(): deepest()
def deepest(): refuse()
def lookup(request):
${body}
@app.get("/x", dependencies=[Depends(lookup)])
def read(): ...
`;
  it.each([
    ["a status", "    raise HTTPException(status_code=403)", ["raises lookup"]],
    ["a constant", "    raise failure", ["raises lookup"]],
    ["a local name", "    error = HTTPException(401)\n    raise error", ["raises lookup"]],
    ["a subclass with its status", "    raise Forbidden()", ["raises lookup"]],
    ["a class attribute", "    raise NotAllowed", ["raises lookup"]],
    ["a name that says so", "    raise NotAuthenticatedError()", []],
    ["permission denied", "    raise PermissionDenied()", ["raises lookup"]],
    ["a function that raises", "    if not request: refuse()", ["raises lookup"]],
    ["too deep a call", "    deep()", []],
    ["not found", "    raise Missing()", []],
    ["another status", "    raise HTTPException(status_code=404)", []],
    ["a swallowed one", "    try:\n        refuse()\n    except Exception:\n        return None", []],
    [
      "one that is raised again",
      "    try:\n        tokens()\n    except Exception:\n        raise failure",
      ["raises lookup"],
    ],
    ["nothing", "    return tokens(request)", []],
  ])("%s", async (_, body, expected) => {
    expect(guards(only(await contractOf(python(dependency(body)))))).toEqual(expected);
  });

  it("shine through services and bundles of parameters, which have no name of their own", async () => {
    const contract = await contractOf(
      python(`from fastapi import Depends, FastAPI, HTTPException
app = FastAPI()
def get_current_user(): raise HTTPException(401)
class Service:
    def __init__(self, user=Depends(get_current_user)): ...
def common(page: int = 1, user=Depends(get_current_user)): ...
@app.get("/service")
def one(service: Service = Depends()): ...
@app.get("/bundle")
def two(parameters=Depends(common)): ...
`),
    );
    expect(contract.operations.map(guards)).toEqual([
      ["raises get_current_user"],
      ["raises get_current_user"],
    ]);
  });
});

describe("bodies without a model", () => {
  it.each([
    ["a dict", "payload: dict", "dict"],
    ["a typed dict of anything", "payload: dict[str, Any]", "dict"],
    ["a list of dicts", "payload: list[dict]", "list[dict]"],
    ["anything", "payload: Any = Body(...)", "Any"],
    ["nothing said", "payload=Body()", "Any"],
    ["an optional dict", "payload: dict | None = None", "dict | None"],
    ["a mapping of numbers", "payload: dict[str, int]", null],
    ["a model", "payload: Item", null],
    ["one of several", "item: Item, extra: dict = Body()", "dict"],
  ])("%s", async (_, parameters, expected) => {
    const source = `from typing import Any
from fastapi import Body, FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
@app.post("/x")
def write(${parameters}): ...
`;
    expect(only(await contractOf(python(source))).body?.unvalidated).toBe(expected);
  });

  it.each([
    ["json", "    data = await request.json()\n    return data", "await request.json()"],
    ["bytes", "    return await request.body()", "await request.body()"],
    ["a model in between", "    return Item.model_validate(await request.json())", undefined],
    ["a model made of it", "    return Item(**(await request.json()))", undefined],
    ["neither", "    return request.headers", undefined],
  ])("the request itself: %s", async (_, body, expected) => {
    const source = `from fastapi import FastAPI, Request
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
@app.post("/x")
async def write(request: Request):
${body}
`;
    expect(only(await contractOf(python(source))).body?.unvalidated).toBe(expected);
  });
});

describe("what cannot be resolved", () => {
  it("is kept as opaque text", async () => {
    const contract = await contractOf(
      python(`from fastapi import FastAPI
from library import Page, Shape, schemas
from pydantic import BaseModel, create_model
app = FastAPI()
class User(schemas.BaseUser[int]):
    nickname: str
Dynamic = create_model("Dynamic", x=(int, 1))
class Holder(BaseModel):
    shape: Shape
    made: Dynamic
@app.get("/users")
def users() -> Page[User]: ...
@app.post("/users")
def create(user: User) -> Holder: ...
`),
    );
    const [list, create] = contract.operations;
    expect(list?.responses).toEqual([
      {
        status: "200",
        content: [{ mediaType: "application/json", schema: { opaque: "library.Page[User]" } }],
      },
    ]);
    expect(create?.body?.content[0]?.schema).toEqual({ $ref: "#/components/schemas/User" });
    expect(contract.components.get("User")?.schema).toEqual({
      type: "object",
      properties: { nickname: { type: "string" } },
      required: ["nickname"],
      allOf: [{ opaque: "library.schemas.BaseUser" }],
    });
    expect(contract.components.get("Holder")?.schema.properties).toEqual({
      shape: { opaque: "library.Shape" },
      made: { opaque: 'create_model("Dynamic", x=(int, 1))' },
    });
  });

  it("never loses a route", async () => {
    const contract = await contractOf(
      python(`from fastapi import FastAPI
from library import PATH, STATUS, Model, depends
app = FastAPI()
@app.get(PATH, status_code=STATUS, response_model=Model(1), **depends())
def read(thing=depends(), other: Model = depends): ...
`),
    );
    expect(keys(contract)).toEqual(["GET <PATH>"]);
    expect(only(contract).confidence).toBe("low");
    expect(only(contract).responses[0]?.status).toBe("<STATUS>");
  });
});

describe("the pinned Pydantic", () => {
  const source = `from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    a: int
    b: int | None
@app.post("/x")
def write(item: Item): ...
`;
  it.each([
    ["none", {}, ["a", "b"]],
    ["2", { "requirements.txt": "pydantic==2.5.0\n" }, ["a", "b"]],
    ["1", { "requirements.txt": "fastapi==0.95\npydantic==1.10.2\n" }, ["a"]],
    ["1 by an upper bound", { "pyproject.toml": '[project]\ndependencies = ["pydantic>=1.8,<2"]\n' }, ["a"]],
    ["1 by Poetry", { "pyproject.toml": '[tool.poetry.dependencies]\npydantic = "^1.10"\n' }, ["a"]],
    [
      "1 locked",
      {
        "poetry.lock": '[[package]]\nname = "pydantic"\nversion = "1.10.4"\n',
        "pyproject.toml": 'pydantic = "*"\n',
      },
      ["a"],
    ],
    ["1 in a folder of requirements", { "requirements/base.txt": "pydantic==1.10.2\n" }, ["a"]],
    ["2 locked", { "uv.lock": '[[package]]\nname = "pydantic"\nversion = "2.10.4"\n' }, ["a", "b"]],
    ["settings only", { "requirements.txt": "pydantic-settings==1.0\n" }, ["a", "b"]],
  ])("%s", async (_, manifest: Files, required) => {
    const contract = await contractOf({ ...python(source), ...manifest });
    expect(contract.components.get("Item")?.schema.required).toEqual(required);
  });
});

describe("moving files", () => {
  it.each(readdirSync(fixtures).filter((name) => name !== "same-names"))(
    "changes nothing in %s but where things are",
    async (name) => {
      const files = fixture(name);
      const moved = Object.fromEntries(
        Object.entries(files).map(([path, text]) => [`service/src/${path}`, text]),
      );
      const before = await contractOf(files);
      const after = await contractOf(moved);
      expect(placeless(after)).toEqual(placeless(before));
    },
  );
});

/** A contract without locations. */
function placeless(contract: Contract): unknown {
  const strip = (_: string, value: unknown): unknown =>
    value instanceof Map ? Object.fromEntries(value) : value;
  const text = JSON.stringify(contract, strip);
  return JSON.parse(text, (key, value: unknown) =>
    ["where", "fields", "application", "applications", "path", "wiring"].includes(key) ? undefined : value,
  );
}

describe("the scope of a change", () => {
  const files = fixture("routers");
  it.each([
    ["a module of routes", ["api/users.py"], 7],
    ["another one", ["api/orders.py"], 5],
    ["what includes them", ["api/router.py"], 6],
    ["the application", ["main.py"], 11],
    ["nothing", [], 0],
  ])("%s", async (_, changed, expected) => {
    const project = await projectOf(files);
    const scope: ReadScope = {
      changed: new Set(changed),
      affected: project.affectedBy(changed),
      wiring: new Set(changed),
    };
    const part = readContract(project, scope);
    const whole = readContract(project, wholeScope(project.paths));
    expect(part.operations).toHaveLength(expected);
    for (const operation of part.operations) expect(whole.operations).toContainEqual(operation);
  });
});
