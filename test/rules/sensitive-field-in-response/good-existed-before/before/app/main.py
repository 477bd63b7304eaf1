from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    id: int
    hashed_password: str


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    return load(user_id)
