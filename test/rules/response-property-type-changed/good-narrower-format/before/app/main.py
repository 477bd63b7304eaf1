from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Comment(BaseModel):
    id: UUID
    text: str


@app.get("/comments/{comment_id}")
def read_comment(comment_id: int) -> Comment:
    return load(comment_id)
