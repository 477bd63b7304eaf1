from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    full_name: str = Field(serialization_alias="fullName")


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    raise NotImplementedError
