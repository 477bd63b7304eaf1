from typing import Literal

from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(level: Literal["PGY-1", "PGY-2", "PGY-3"]) -> list[str]:
    return []
