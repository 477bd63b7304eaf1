from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class UserRead(BaseModel):
    id: int
    name: str


class UserRow(BaseModel):
    id: int
    name: str
    hashed_password: str


@app.get("/users/{user_id}")
def read_user(user_id: int) -> UserRow:
    return load(user_id)
