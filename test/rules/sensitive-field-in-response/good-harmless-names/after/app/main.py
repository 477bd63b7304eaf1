from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    id: int
    has_password: bool
    password_set: bool
    token_count: int
    next_page_token: str | None
    secret_count: int


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    return load(user_id)
