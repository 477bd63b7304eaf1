from typing import Annotated, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Fixed(BaseModel):
    kind: Literal["fixed"]
    amount: int


class Free(BaseModel):
    kind: Literal["free"]


class Metered(BaseModel):
    kind: Literal["metered"]
    unit: str


class Legacy(BaseModel):
    price: int


Price = Annotated[Fixed | Free | Metered, Field(discriminator="kind")]


class Product(BaseModel):
    prices: list[Legacy | Price]


class Checkout(BaseModel):
    price: Price | None


@app.get("/products/{product_id}")
def read_product(product_id: int) -> Product:
    return load(product_id)


@app.get("/checkouts/{checkout_id}")
def read_checkout(checkout_id: int) -> Checkout:
    return load(checkout_id)
