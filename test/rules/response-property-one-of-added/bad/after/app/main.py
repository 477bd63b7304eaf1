from typing import Annotated, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    kind: Literal["resident"]
    name: str


class Fellow(BaseModel):
    kind: Literal["fellow"]
    name: str


class Visitor(BaseModel):
    kind: Literal["visitor"]
    name: str



@app.get("/people/{person_id}")
def read_person(person_id: int) -> Annotated[Resident | Fellow | Visitor, Field(discriminator="kind")]:
    return load(person_id)
