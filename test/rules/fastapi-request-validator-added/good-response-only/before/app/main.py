from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Resident(BaseModel):
    email: str


@app.get("/residents")
def list_residents() -> list[Resident]:
    return []
