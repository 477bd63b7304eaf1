import { describe, expect, test } from "vitest";

import { columnFiltersIn } from "../../../src/facts/code/column-filters.ts";
import { projectOf } from "../../support/change.ts";

const models = `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
import enum

class Base(DeclarativeBase):
    pass

class State(enum.Enum):
    open = "open"

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column()
    team: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column()

class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
`;

/** Class and attributes of each statement in the body of a function. */
async function filters(body: string): Promise<readonly string[]> {
  const lines = body.split("\n").map((line) => `    ${line}`);
  const path = "app/users.py";
  const project = await projectOf({
    "app/models.py": models,
    [path]: `from sqlalchemy import and_, delete, func, or_, select\nfrom app.models import State, Team, User\n\ndef work(session, email, team, condition):\n${lines.join("\n")}\n`,
  });
  return [...columnFiltersIn(project, path)].map(
    ({ model, columns }) => `${model.name}: ${columns.join(" ")}`,
  );
}

describe("rows of one class by = or IN", () => {
  test.each([
    ["select().where()", "session.scalars(select(User).where(User.email == email))", ["User: email"]],
    ["the other way round", "session.scalars(select(User).where(email == User.email))", ["User: email"]],
    [
      "single attributes",
      "session.execute(select(User.id, User.email).where(User.team == team))",
      ["User: team"],
    ],
    ["query().filter()", "session.query(User).filter(User.email == email).first()", ["User: email"]],
    ["filter_by()", "session.query(User).filter_by(email=email, team=team).one()", ["User: email team"]],
    [
      "several wheres",
      "select(User).where(User.email == email).where(User.team == team)",
      ["User: email team"],
    ],
    ["and_()", "select(User).where(and_(User.email == email, User.team == team))", ["User: email team"]],
    ["&", "select(User).where((User.email == email) & (User.team == team))", ["User: email team"]],
    ["IN", "select(User).where(User.email.in_([email]))", ["User: email"]],
    ["DELETE", "session.execute(delete(User).where(User.team == team))", ["User: team"]],
    ["a constant of an enumeration", "select(User).where(User.state == State.open)", ["User: state"]],
    [
      "with conditions that narrow further",
      "select(User).where(User.email == email, User.team > 3, User.id.is_not(None))",
      ["User: email"],
    ],
  ])("%s", async (_, body, expected) => {
    expect(await filters(body)).toEqual(expected);
  });
});

describe("what is left out", () => {
  test.each([
    ["a join", "select(User).join(Team, Team.id == User.team).where(User.email == email)"],
    ["a condition of another class", "select(User).where(User.team == Team.id, User.email == email)"],
    ["rows of two classes", "select(User, Team).where(User.email == email)"],
    ["a condition from elsewhere", "select(User).where(User.email == email, condition)"],
    ["conditions from elsewhere", "select(User).where(User.email == email, *condition)"],
    ["a comparison with nothing", "select(User).where(User.email == None)"],
    ["an alternative", "select(User).where(or_(User.email == email, User.team == team))"],
    ["an order of size", "select(User).where(User.team > team)"],
    [
      "a statement inside of the condition",
      "select(User).where(User.team == select(Team.id).scalar_subquery())",
    ],
    [
      "one that is narrowed later",
      "found = select(User).where(User.email == email)\nfound = found.where(User.id == team)",
    ],
    ["one that is replaced later", "found = select(User).where(User.email == email)\nfound = scoped(found)"],
    ["a class that is not the repository's", "select(Other).where(Other.email == email)"],
  ])("%s", async (_, body) => {
    expect(await filters(body)).toEqual([]);
  });
});
