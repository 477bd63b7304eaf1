from sqlalchemy.orm import Session

from app.models import Resident


class ResidentService:
    def __init__(self, db: Session):
        self.db = db

    def by_level(self, level: int) -> list[Resident]:
        return self.db.query(Resident).filter(Resident.level == level).all()
