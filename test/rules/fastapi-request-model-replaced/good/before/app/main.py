from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class ResidentCreate(BaseModel):
    name: str


class ResidentImport(BaseModel):
    name: str
    source: str = "form"


@app.post("/residents", status_code=204)
def create_resident(resident: ResidentCreate) -> None:
    return None


@app.post("/residents/import", status_code=204)
def import_resident(resident: ResidentImport) -> None:
    return None


@app.post("/residents/check", status_code=204)
def check_resident(resident: ResidentCreate) -> None:
    return None
