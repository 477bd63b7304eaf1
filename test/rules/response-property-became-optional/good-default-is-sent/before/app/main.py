from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    id: int
    email: str


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    return load(resident_id)
