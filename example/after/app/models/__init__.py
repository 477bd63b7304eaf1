from app.models.resident import Resident
from app.models.weekly_requirement import WeeklyRequirement

__all__ = ["Resident", "WeeklyRequirement"]
