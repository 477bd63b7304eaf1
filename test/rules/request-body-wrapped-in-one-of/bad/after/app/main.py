from typing import Annotated, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    kind: Literal["resident"] = "resident"
    name: str


class Fellow(BaseModel):
    kind: Literal["fellow"]
    name: str


@app.post("/trainees", status_code=204)
def add_trainee(trainee: Annotated[Resident | Fellow, Field(discriminator="kind")]) -> None:
    return None
