from fastapi import FastAPI

app = FastAPI()


@app.get("/residents", deprecated=True)
def list_residents() -> list[str]:
    return []
