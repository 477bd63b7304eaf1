from fastapi import FastAPI
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

app = FastAPI()


class Order(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    item_id: int = Field(validation_alias="itemId")
    note: str = Field("", validation_alias=AliasChoices("comment", "note"))


@app.post("/orders", status_code=204)
def create_order(order: Order) -> None: ...
