from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import User


def find_user(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)
