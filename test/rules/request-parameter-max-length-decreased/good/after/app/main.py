from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(name: Annotated[str, Query(max_length=100)]) -> list[str]:
    return []
