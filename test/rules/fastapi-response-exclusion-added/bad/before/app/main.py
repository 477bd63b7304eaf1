from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    name: str
    ward: str | None


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    raise NotImplementedError
