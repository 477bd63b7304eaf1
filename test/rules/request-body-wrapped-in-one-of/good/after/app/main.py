from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    kind: Literal["resident"] = "resident"
    name: str


class Fellow(BaseModel):
    kind: Literal["fellow"]
    name: str


@app.post("/trainees", status_code=204)
def add_trainee(trainee: Resident | Fellow) -> None:
    return None
