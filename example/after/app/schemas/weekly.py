from pydantic import BaseModel, ConfigDict


class WeeklyRequirementRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    week: int
    hours: int
