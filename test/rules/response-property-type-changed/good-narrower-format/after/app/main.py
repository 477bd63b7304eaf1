from fastapi import FastAPI
from pydantic import UUID4, BaseModel

app = FastAPI()


class Comment(BaseModel):
    id: UUID4
    text: str


@app.get("/comments/{comment_id}")
def read_comment(comment_id: int) -> Comment:
    return load(comment_id)
