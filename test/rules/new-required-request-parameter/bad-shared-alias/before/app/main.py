from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents() -> list[str]:
    return load()


@app.get("/blocks")
def list_blocks() -> list[str]:
    return load()
