from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(page: Annotated[int, Query(ge=0)]) -> list[str]:
    return []
