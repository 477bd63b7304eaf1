from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(ids: Annotated[list[int], Query(min_length=1)]) -> list[str]:
    return []
