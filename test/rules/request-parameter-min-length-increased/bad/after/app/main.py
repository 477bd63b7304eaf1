from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(name: Annotated[str, Query(min_length=3)]) -> list[str]:
    return []
