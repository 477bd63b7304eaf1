from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(limit: int = 100) -> list[str]:
    return []
