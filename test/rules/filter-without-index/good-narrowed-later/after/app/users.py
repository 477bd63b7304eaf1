from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import User


def find_user(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)


def find_by_email(session: Session, email: str, user_id: int) -> User | None:
    statement = select(User).where(User.email == email)
    statement = statement.where(User.id == user_id)
    return session.scalar(statement)
