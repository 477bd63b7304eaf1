from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(year: int = 2025, month: int | None = None) -> list[str]:
    return []
