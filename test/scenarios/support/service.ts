import type { Files } from "./scenario.ts";

/** A small service, as the scenarios change it. */
export const service: Files = {
  "README.md": "# Residency\n",
  "app/__init__.py": "",
  "app/main.py": `from fastapi import FastAPI

from app.residents import router

app = FastAPI()
app.include_router(router, prefix="/residents")
`,
  "app/db.py": `from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

engine = create_engine("postgresql+psycopg://localhost/residency")
SessionLocal = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


def get_db():
    with SessionLocal() as session:
        yield session
`,
  "app/models.py": `from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Resident(Base):
    __tablename__ = "residents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
`,
  "app/schemas.py": `from pydantic import BaseModel


class ResidentRead(BaseModel):
    id: int
    name: str
    email: str
`,
  "app/residents.py": `from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import get_db
from app.models import Resident
from app.schemas import ResidentRead

router = APIRouter()


@router.get("", response_model=list[ResidentRead])
def list_residents(session: Session = Depends(get_db)):
    return session.execute(select(Resident)).scalars().all()


@router.get("/{resident_id}", response_model=ResidentRead)
def read_resident(resident_id: int, session: Session = Depends(get_db)):
    return session.get(Resident, resident_id)
`,
  "alembic.ini": "[alembic]\nscript_location = alembic\n",
  "alembic/env.py": "from app.models import Base\n\ntarget_metadata = Base.metadata\n",
  "alembic/versions/0001_residents.py": `import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "residents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
    )


def downgrade():
    op.drop_table("residents")
`,
};

/** One file of the service with a text replaced; fails when the text is not there. */
export function edited(
  path: string,
  ...replacements: readonly (readonly [string, string])[]
): Record<string, string> {
  let text = service[path];
  if (text === undefined) throw new Error(`no ${path}`);
  for (const [old, fresh] of replacements) {
    if (!text.includes(old)) throw new Error(`${path} does not hold ${old}`);
    text = text.replace(old, fresh);
  }
  return { [path]: text };
}

/** The route that lists residents goes. */
export const routeRemoved = edited("app/residents.py", [
  `@router.get("", response_model=list[ResidentRead])
def list_residents(session: Session = Depends(get_db)):
    return session.execute(select(Resident)).scalars().all()


`,
  "",
]);

/** A route comes, which nobody has to answer for. */
export const routeAdded: Record<string, string> = {
  "app/residents.py": `${service["app/residents.py"]}

@router.get("/count", response_model=int)
def count_residents():
    return 1
`,
};

/** An async handler on a synchronous session. */
export const blockingCall = edited("app/residents.py", [
  `def read_resident(resident_id: int,`,
  `async def read_resident(resident_id: int,`,
]);

/** A column goes, from the model and by a revision. */
export const columnDropped: Record<string, string> = {
  ...edited("app/models.py", [`    email: Mapped[str] = mapped_column(String(320))\n`, ""]),
  "alembic/versions/0002_drop_email.py": `import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_column("residents", "email")


def downgrade():
    op.add_column("residents", sa.Column("email", sa.String(320), nullable=True))
`,
};
