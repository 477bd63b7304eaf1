from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Resident(BaseModel):
    name: str
    email: str = ""

    @field_validator("email")
    @classmethod
    def check_email(cls, value: str) -> str:
        if value != "" and "@" not in value:
            raise ValueError("not an address")
        return value


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
