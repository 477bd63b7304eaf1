from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

app = FastAPI()


class Resident(BaseModel):
    model_config = ConfigDict(extra="forbid")
    
    name: str
    pager: str | None = None


@app.post("/residents", status_code=204)
def create_resident(resident: Resident) -> None:
    return None
