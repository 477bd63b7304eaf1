from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/residents")
def list_residents(hospital: Annotated[str | None, Query(deprecated=True)] = None) -> list[str]:
    return []
