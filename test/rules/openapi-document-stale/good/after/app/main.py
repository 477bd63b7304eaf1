from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(ward: str = "") -> list[str]:
    return []
