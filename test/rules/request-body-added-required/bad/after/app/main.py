from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Reason(BaseModel):
    text: str



@app.post("/residents/{resident_id}/archive", status_code=204)
def archive_resident(resident_id: int, reason: Reason) -> None:
    return None
