from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(ids: Annotated[list[float], Query()]) -> list[str]:
    return []
