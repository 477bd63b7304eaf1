from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Resident(BaseModel):
    name: str
    email: str | None = None


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
