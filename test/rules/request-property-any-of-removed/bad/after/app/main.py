from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Email(BaseModel):
    address: str


class Phone(BaseModel):
    number: str


class Pager(BaseModel):
    code: str


class Resident(BaseModel):
    contact: Email | Phone


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
