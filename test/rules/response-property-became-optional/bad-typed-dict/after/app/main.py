from typing import NotRequired, TypedDict

from fastapi import FastAPI

app = FastAPI()


class Resident(TypedDict):
    id: int
    email: NotRequired[str]


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> Resident:
    return load(resident_id)
