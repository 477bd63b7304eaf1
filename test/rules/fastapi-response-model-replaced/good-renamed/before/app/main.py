from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    id: int
    name: str
    ward: str


class ResidentSummary(BaseModel):
    id: int
    name: str


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    raise NotImplementedError


@app.get("/residents/{resident_id}/summary")
def read_summary(resident_id: int) -> ResidentSummary:
    raise NotImplementedError


@app.put("/residents/{resident_id}")
def replace_resident(resident_id: int) -> Resident:
    raise NotImplementedError
