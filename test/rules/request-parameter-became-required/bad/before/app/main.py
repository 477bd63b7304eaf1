from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(year: int = 2025) -> list[str]:
    return []
