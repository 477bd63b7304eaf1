from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import User


def find_user(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)


def find_by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email))
