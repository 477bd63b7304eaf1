from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI()


class Resident(BaseModel):
    model_config = ConfigDict(extra="forbid")
    
    name: str
    pager: str | None = Field(default=None, deprecated=True)


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
