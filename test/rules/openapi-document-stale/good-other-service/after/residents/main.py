from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health() -> str:
    return "ok"


@app.get("/residents")
def list_residents() -> list[str]:
    return []
