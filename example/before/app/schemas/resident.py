from pydantic import BaseModel, ConfigDict, Field


class ResidentRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    email: str
    pgy_level: int | None = None


class ResidentUpdate(BaseModel):
    name: str = Field(max_length=200)
