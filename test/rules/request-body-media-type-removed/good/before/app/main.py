from typing import Annotated

from fastapi import FastAPI, Form

app = FastAPI()


@app.post("/notes", status_code=204)
def add_note(text: Annotated[str, Form()]) -> None:
    return None
