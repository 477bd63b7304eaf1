from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Resident(BaseModel):
    hours: int = Field(multiple_of=4)


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
