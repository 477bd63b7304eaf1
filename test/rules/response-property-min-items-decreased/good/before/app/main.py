from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    tags: list[str] = Field(min_length=1)


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    return load(resident_id)
