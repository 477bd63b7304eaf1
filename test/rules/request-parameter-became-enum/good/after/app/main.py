from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(level: str, strict: bool = False) -> list[str]:
    return []
