/**
 * Makes the repository that the times are measured on: 2,000 Python files with 500 operations in the shape of a real
 * service. 100 domains have routes, schemas, a service, a repository, tasks and an `__init__` that passes names on;
 * models are imported from one package that passes 250 of them on; settings, the database session, authentication
 * and a worker package are imported by nearly everything; a third of the files are tests.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const domains = 100;
const models = 250;
const revisions = 150;
const files = 2000;

/** Writes the repository into `folder`: branch `main`, and one branch for each case of the benchmark. */
export function makeRepository(folder) {
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = (message) => {
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
  };
  const branch = (name, change) => {
    git("checkout", "--quiet", "-b", name, "main");
    change();
    commit(name);
  };
  git("init", "--quiet", "--initial-branch=main");
  const written = allFiles();
  for (const [path, text] of written) write(path, text);
  commit("base");

  /** Puts other text in the place of what a file has; the file must have it. */
  const edit = (path, ...replacements) => {
    const changed = replacements.reduce(
      (text, [old, fresh]) => {
        if (!text.includes(old)) throw new Error(`${path} has no ${old}`);
        return text.replaceAll(old, fresh);
      },
      written.get(path) ?? "",
    );
    write(path, changed);
  };
  const leaves = () => {
    edit("app/d7/schemas.py", ["    note: str | None = None\n", ""]);
    edit("app/d7/endpoints.py", ["limit: int = 10", "limit: int = 20"]);
  };
  branch("text", () => write("README.md", "bench, changed\n"));
  branch("leaves", () => {
    leaves();
    edit("app/d7/service.py", ["total += index * 3", "total += index * 4"]);
  });
  branch("hub", () => {
    leaves();
    edit(
      "app/worker/_enqueue.py",
      [
        "    manager.enqueue(",
        "    if delay is not None and delay < 0:\n        delay = 0\n    manager.enqueue(",
      ],
      ["class JobQueue", "longest_delay = 900\n\n\nclass JobQueue"],
    );
  });
  branch("many", () => {
    for (const n of range(domains)) {
      edit(`app/d${n}/endpoints.py`, ["limit: int = 10", "limit: int = 20"]);
      edit(`app/d${n}/schemas.py`, ["    note:", "    remark:"]);
      edit(`app/d${n}/service.py`, ["total += index * 3", "total += index * 4"]);
    }
  });
  git("checkout", "--quiet", "main");
}

/** All files of `main` by path. */
function allFiles() {
  const all = new Map(Object.entries(shared()));
  for (const n of range(models)) all.set(`app/models/m${n}.py`, model(n));
  for (const n of range(domains)) for (const [name, text] of domain(n)) all.set(`app/d${n}/${name}`, text);
  for (const n of range(revisions)) all.set(`migrations/versions/v${n}.py`, revision(n));
  // The rest are tests, a few for each domain.
  const others = [...all.keys()].filter((path) => path.endsWith(".py")).length;
  for (const n of range(files - others)) {
    all.set(`tests/d${n % domains}/test_${Math.floor(n / domains)}.py`, test(n % domains));
  }
  return all;
}

function shared() {
  return {
    "README.md": "bench\n",
    "pyproject.toml":
      '[project]\nname = "app"\ndependencies = ["fastapi==0.121.0", "pydantic==2.12.0", "sqlalchemy==2.0.44"]\n',
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/env.py":
      "from app.models import Base\nimport app.models  # noqa: F401\n\ntarget_metadata = Base.metadata\n",
    "app/__init__.py": "",
    "app/config.py": `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    API_PREFIX: str = "/v1"
    SECRET: str = "development"
    DATABASE_URL: str = "postgresql+asyncpg://localhost/app"
${lines(60, (k) => `    OPTION_${k}: int = ${k}`)}

    def is_option(self, name: str) -> bool:
        return hasattr(self, name)


settings = Settings()
`,
    "app/postgres.py": `from collections.abc import AsyncGenerator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.config import settings

engine = create_async_engine(settings.DATABASE_URL)
session_maker = async_sessionmaker(engine)


async def get_db_session() -> AsyncGenerator[AsyncSession]:
    async with session_maker() as session:
        yield session
`,
    "app/exceptions.py": `class AppError(Exception):
    status_code = 500


class Unauthorized(AppError):
    status_code = 401


class NotFound(AppError):
    status_code = 404
`,
    "app/kit/__init__.py": "",
    "app/kit/schemas.py": `from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
ShortText = Annotated[str, Field(max_length=200)]


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IDSchema(Schema):
    id: UUID


class TimestampedSchema(Schema):
    created_at: datetime
    modified_at: datetime | None


class ListResource(BaseModel, Generic[T]):
    items: list[T]
    total: int
`,
    "app/kit/repository.py": `from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

M = TypeVar("M")


class Repository(Generic[M]):
    model: type[M]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get_by_id(self, id: object) -> M | None:
        result = await self.session.execute(select(self.model).where(self.model.id == id))
        return result.scalar_one_or_none()
`,
    "app/auth/__init__.py": "",
    "app/auth/service.py": `from app.exceptions import Unauthorized
from app.models import M0
from app.worker import enqueue_job


class AuthService:
    async def authenticate(self, session, token: str | None) -> M0:
        if token is None:
            raise Unauthorized()
        user = await session.get(M0, token)
        if user is None:
            raise Unauthorized()
        enqueue_job("auth.seen", user_id=user.id)
        return user


auth = AuthService()
`,
    "app/auth/dependencies.py": `from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import M0
from app.postgres import get_db_session

from .service import auth as auth_service

scheme = OAuth2PasswordBearer(tokenUrl="/v1/token")


async def get_user(
    token: str | None = Depends(scheme), session: AsyncSession = Depends(get_db_session)
) -> M0:
    return await auth_service.authenticate(session, token)


CurrentUser = Annotated[M0, Depends(get_user)]
`,
    "app/worker/__init__.py":
      'from ._enqueue import JobQueue, enqueue_events, enqueue_job, make_bulk_delay\nfrom ._runner import actor\n\n__all__ = ["JobQueue", "actor", "enqueue_events", "enqueue_job", "make_bulk_delay"]\n',
    "app/worker/_runner.py": `import functools

from app.config import settings


def actor(*, name: str):
    def decorator(function):
        @functools.wraps(function)
        async def run(*args, **kwargs):
            if settings.OPTION_1:
                return await function(*args, **kwargs)

        return run

    return decorator
`,
    "app/worker/_enqueue.py": `from contextvars import ContextVar

from app.config import settings


class JobQueue:
    def __init__(self) -> None:
        self.jobs: list[tuple[str, dict, int | None]] = []

    def enqueue(self, name: str, arguments: dict, delay: int | None) -> None:
        self.jobs.append((name, arguments, delay or settings.OPTION_2))


current = ContextVar("current", default=JobQueue())


def make_bulk_delay(count: int) -> int:
    return min(count * 2, 300)


def enqueue_events(*ids: str) -> None:
    for one in ids:
        enqueue_job("events.ingested", id=one)


def enqueue_job(name: str, *, delay: int | None = None, **arguments: object) -> None:
    manager = current.get()
    manager.enqueue(name, arguments, delay)
`,
    "app/models/__init__.py": `from .base import Base
${lines(models, (n) => `from .m${n} import M${n}`)}

__all__ = ["Base", ${range(models)
      .map((n) => `"M${n}"`)
      .join(", ")}]
`,
    "app/models/base.py": `from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class RecordModel(Base):
    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    modified_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
`,
    "app/api.py": `from fastapi import APIRouter

${lines(domains, (n) => `from app.d${n}.endpoints import router as d${n}_router`)}

router = APIRouter()
${lines(domains, (n) => `router.include_router(d${n}_router)`)}
`,
    "app/main.py": `from fastapi import FastAPI

from app.api import router
from app.config import settings


def create_app() -> FastAPI:
    app = FastAPI(title="bench")
    app.include_router(router, prefix=settings.API_PREFIX)
    return app


app = create_app()
`,
  };
}

function domain(n) {
  const other = (n + 13) % domains;
  return Object.entries({
    "__init__.py": "",
    "endpoints.py": endpoints(n),
    "schemas.py": `from uuid import UUID

from pydantic import Field

from app.kit.schemas import IDSchema, Schema, ShortText, TimestampedSchema


class D${n}Base(Schema):
    name: ShortText
    note: str | None = None
${lines(12, (k) => `    field_${k}: int = Field(default=${k}, ge=0)`)}


class D${n}Create(D${n}Base):
    owner_id: UUID


class D${n}Update(Schema):
    name: ShortText | None = None


class D${n}(D${n}Base, IDSchema, TimestampedSchema):
    owner_id: UUID
`,
    "service.py": `from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.config import settings
from app.exceptions import NotFound
from app.models import M${n}, M${n + domains}
from app.worker import enqueue_job, make_bulk_delay

from .repository import D${n}Repository
from .schemas import D${n}Create, D${n}Update


class D${n}Service:
    async def get(self, session: AsyncSession, id: UUID) -> M${n}:
        found = await D${n}Repository(session).get_by_id(id)
        if found is None:
            raise NotFound()
        return found

    async def create(self, session: AsyncSession, create: D${n}Create) -> M${n}:
        made = M${n}(**create.model_dump())
        session.add(made)
        await session.flush()
        enqueue_job("d${n}.created", id=made.id, delay=make_bulk_delay(settings.OPTION_3))
        return made

    async def update(self, session: AsyncSession, id: UUID, update: D${n}Update) -> M${n}:
        found = await self.get(session, id)
        for name, value in update.model_dump(exclude_unset=True).items():
            setattr(found, name, value)
        enqueue_job("d${n}.updated", id=found.id)
        return found

    async def link(self, session: AsyncSession, id: UUID) -> M${n + domains}:
        from app.d${other}.service import d${other} as other_service

        await other_service.get(session, id)
        linked = M${n + domains}(id=id)
        session.add(linked)
        return linked

${lines(14, (k) => work(k))}

d${n} = D${n}Service()
`,
    "repository.py": `from sqlalchemy import Select, select

from app.kit.repository import Repository
from app.models import M${n}, M${n + domains}


class D${n}Repository(Repository[M${n}]):
    model = M${n}

${lines(
  6,
  (k) => `    def statement_${k}(self, value: int) -> Select[tuple[M${n}]]:
        return (
            select(M${n})
            .join(M${n + domains}, M${n + domains}.id == M${n}.id)
            .where(M${n}.column_${k} > value, M${n}.name.is_not(None))
            .order_by(M${n}.created_at.desc())
        )
`,
)}`,
    "sorting.py": `from enum import StrEnum


class D${n}Sort(StrEnum):
    created_at = "created_at"
    name = "name"
`,
    "tasks.py": `from uuid import UUID

from app.postgres import session_maker
from app.worker import actor, enqueue_job

from .service import d${n} as service

${lines(
  3,
  (k) => `
@actor(name="d${n}.task_${k}")
async def task_${k}(id: UUID) -> None:
    async with session_maker() as session:
        found = await service.get(session, id)
        enqueue_job("d${other}.task_${k}", id=found.id)
`,
)}`,
  });
}

/** Five operations. */
function endpoints(n) {
  return `from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.dependencies import CurrentUser
from app.kit.schemas import ListResource
from app.postgres import get_db_session

from .repository import D${n}Repository
from .schemas import D${n}, D${n}Create, D${n}Update
from .service import d${n} as service
from .sorting import D${n}Sort

router = APIRouter(prefix="/d${n}", tags=["d${n}"])


@router.get("/", response_model=ListResource[D${n}], summary="List")
async def list_all(
    user: CurrentUser,
    limit: int = 10,
    sorting: list[D${n}Sort] = Query(default=["-created_at"], description="How to sort"),
    session: AsyncSession = Depends(get_db_session),
):
    repository = D${n}Repository(session)
    result = await session.execute(repository.statement_1(0).limit(limit))
    items = [D${n}.model_validate(one) for one in result.scalars()]
    return ListResource(items=items, total=len(items))


@router.get("/{id}", response_model=D${n}, responses={404: {"description": "Not found"}})
async def get(id: UUID, user: CurrentUser, session: AsyncSession = Depends(get_db_session)):
    return await service.get(session, id)


@router.post("/", response_model=D${n}, status_code=201)
async def create(
    create: D${n}Create, user: CurrentUser, session: AsyncSession = Depends(get_db_session)
):
    return await service.create(session, create)


@router.patch("/{id}", response_model=D${n})
async def update(
    id: UUID, update: D${n}Update, user: CurrentUser, session: AsyncSession = Depends(get_db_session)
):
    return await service.update(session, id, update)


@router.post("/{id}/link", status_code=204)
async def link(id: UUID, user: CurrentUser, session: AsyncSession = Depends(get_db_session)) -> None:
    await service.link(session, id)
`;
}

/** A method without facts. */
function work(k) {
  return `    async def work_${k}(self, values: list[int], *, factor: int = ${k}) -> int:
        """Adds up what was asked for."""
        total = 0
        for index, value in enumerate(values):
            if value > factor and index % 2 == 0:
                total += index * ${k}
            elif value < 0:
                raise ValueError(f"value {value} at {index} is below zero")
            else:
                total += sum(one * factor for one in range(value))
        return total
`;
}

function model(n) {
  return `from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import RecordModel


class M${n}(RecordModel):
    __tablename__ = "m${n}"

    name: Mapped[str] = mapped_column(String(200), index=True)
${lines(10, (k) => `    column_${k}: Mapped[int | None] = mapped_column(default=None)`)}
${
  n === 0
    ? ""
    : `    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("m${n - 1}.id"), index=True)
    parent: Mapped["M${n - 1}"] = relationship("M${n - 1}", lazy="raise")  # noqa: F821
`
}
    @property
    def label(self) -> str:
        return f"{self.name} ({self.id})"
`;
}

function revision(n) {
  const down = n === 0 ? "None" : `"v${n - 1}"`;
  return `"""Make m${n}."""

import sqlalchemy as sa
from alembic import op

revision = "v${n}"
down_revision = ${down}


def upgrade():
    op.create_table(
        "m${n}",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
${lines(10, (k) => `        sa.Column("column_${k}", sa.Integer()),`)}
    )


def downgrade():
    op.drop_table("m${n}")
`;
}

function test(n) {
  return `import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.d${n}.schemas import D${n}Create
from app.d${n}.service import d${n} as service
from app.models import M${n}, M${n + domains}
from app.worker import JobQueue


@pytest.mark.asyncio
class TestD${n}:
${lines(
  16,
  (k) => `    async def test_${k}(self, session: AsyncSession, mocker) -> None:
        enqueue = mocker.patch("app.d${n}.service.enqueue_job", spec=JobQueue.enqueue)
        made = await service.create(session, D${n}Create(name="n", owner_id="00000000-0000-0000-0000-00000000000${k % 10}"))
        assert isinstance(made, M${n})
        found = await session.get(M${n + domains}, made.id)
        assert found is None or found.column_${k % 10} == ${k}
        enqueue.assert_called_once()
`,
)}`;
}

function lines(count, line) {
  return range(count).map(line).join("\n");
}

function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}
