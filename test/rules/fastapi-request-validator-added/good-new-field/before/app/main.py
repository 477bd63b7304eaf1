from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Resident(BaseModel):
    name: str


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
