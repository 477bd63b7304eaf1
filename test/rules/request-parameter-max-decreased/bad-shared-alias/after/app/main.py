from typing import Annotated

from fastapi import FastAPI, Query

Limit = Annotated[int, Query(le=50)]

app = FastAPI()


@app.get("/residents")
def list_residents(limit: Limit = 10) -> list[str]:
    return load(limit)


@app.get("/blocks")
def list_blocks(limit: Limit = 10) -> list[str]:
    return load(limit)
