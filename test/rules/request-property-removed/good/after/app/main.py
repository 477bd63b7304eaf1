from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    name: str
    pager: str | None = Field(default=None, deprecated=True)


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
