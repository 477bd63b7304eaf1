from sqlalchemy.orm import Session

from app.models import Resident


async def all_residents(db: Session) -> list[Resident]:
    return db.query(Resident).all()
