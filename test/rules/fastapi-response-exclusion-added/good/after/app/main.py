from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    name: str
    ward: str | None


@app.get("/residents/{resident_id}", response_model_exclude_none=False)
def read_resident(resident_id: int) -> Resident:
    raise NotImplementedError
