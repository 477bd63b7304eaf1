from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Import(BaseModel):
    source: str



@app.post("/imports", status_code=204)
def add_import(data: Import) -> None:
    return None
