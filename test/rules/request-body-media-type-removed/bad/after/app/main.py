from typing import Annotated

from fastapi import Body, FastAPI

app = FastAPI()


@app.post("/notes", status_code=204)
def add_note(text: Annotated[str, Body(embed=True)]) -> None:
    return None
