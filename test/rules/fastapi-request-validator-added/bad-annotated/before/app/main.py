from fastapi import FastAPI
from pydantic import BaseModel


def known_domain(email: str) -> str:
    if not email.endswith("@hospital.example"):
        raise ValueError("unknown domain")
    return email


Email = str

app = FastAPI()


class ResidentCreate(BaseModel):
    email: Email
    others: list[Email] = []


@app.post("/residents")
def create_resident(resident: ResidentCreate) -> None:
    save(resident)
