from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    level: Literal["PGY-1"]


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    return load(resident_id)
