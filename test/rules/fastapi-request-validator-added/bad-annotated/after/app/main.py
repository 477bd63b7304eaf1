from typing import Annotated

from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel


def known_domain(email: str) -> str:
    if not email.endswith("@hospital.example"):
        raise ValueError("unknown domain")
    return email


Email = Annotated[str, AfterValidator(known_domain)]

app = FastAPI()


class ResidentCreate(BaseModel):
    email: Email
    others: list[Email] = []


@app.post("/residents")
def create_resident(resident: ResidentCreate) -> None:
    save(resident)
