from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import WeeklyRequirement


def list_weekly(session: Session, resident_id: int, week: int) -> list[WeeklyRequirement]:
    query = select(WeeklyRequirement).where(
        WeeklyRequirement.resident_id == resident_id, WeeklyRequirement.week == week
    )
    return list(session.execute(query).scalars())
