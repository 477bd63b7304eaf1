from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(limit: int) -> list[str]:
    return []
