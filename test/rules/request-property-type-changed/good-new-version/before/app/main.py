from typing import Annotated, Any

from fastapi import Body, FastAPI

app = FastAPI()


@app.post("/imports", status_code=204)
def add_import(data: Annotated[Any, Body()]) -> None:
    return None
