from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(code: Annotated[str, Query(pattern="^[A-Z]{3}$")]) -> list[str]:
    return []
