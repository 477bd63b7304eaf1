from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health() -> str:
    return "ok"


@app.post("/imports", status_code=204)
def add_import(data: dict, dry_run: bool = False) -> None:
    return None
