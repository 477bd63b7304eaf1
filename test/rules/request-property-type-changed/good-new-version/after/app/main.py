from typing import Annotated, Any

from fastapi import Body, FastAPI
from pydantic import BaseModel

app = FastAPI()


@app.post("/imports", status_code=204)
def add_import(data: Annotated[Any, Body()]) -> None:
    return None


class Import(BaseModel):
    source: str



@app.post("/v2/imports", status_code=204)
def add_import_v2(data: Import) -> None:
    return None
