from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class WeeklyRequirement(Base):
    __tablename__ = "weekly_requirements"

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id"), index=True)
    week: Mapped[int]
    hours: Mapped[int]
