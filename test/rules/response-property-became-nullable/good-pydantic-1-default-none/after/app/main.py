from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Cookbook(BaseModel):
    name: str
    slug: str | None = None


@app.get("/cookbooks/{cookbook_id}", response_model=Cookbook)
def read_cookbook(cookbook_id: int):
    return load(cookbook_id)
