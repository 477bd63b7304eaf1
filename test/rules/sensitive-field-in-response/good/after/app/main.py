from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class User(BaseModel):
    id: int
    name: str
    hashed_password: str = Field(exclude=True)


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    return load(user_id)
