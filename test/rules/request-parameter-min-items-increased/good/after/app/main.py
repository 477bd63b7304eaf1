from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(ids: Annotated[list[int], Query()]) -> list[str]:
    return []
