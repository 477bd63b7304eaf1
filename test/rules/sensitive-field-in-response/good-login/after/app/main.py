from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    id: int


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    return load(user_id)


class Token(BaseModel):
    access_token: str
    refresh_token: str
    token_type: str


@app.post("/login")
def login() -> Token:
    return issue()
