from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(limit: Annotated[int, Query(le=50)]) -> list[str]:
    return []
