from enum import Enum

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Level(str, Enum):
    FIRST = "PGY-1"
    SECOND = "PGY-2"


class Resident(BaseModel):
    level: Level
    backup: Level


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
