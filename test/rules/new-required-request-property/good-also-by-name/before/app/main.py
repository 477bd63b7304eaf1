from fastapi import FastAPI
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

app = FastAPI()


class Order(BaseModel):
    item_id: int
    note: str = ""


@app.post("/orders", status_code=204)
def create_order(order: Order) -> None: ...
