from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    tags: list[str] = Field(max_length=20)


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
