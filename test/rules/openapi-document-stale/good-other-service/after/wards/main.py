from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health() -> str:
    return "ok"


@app.get("/wards")
def list_wards() -> list[str]:
    return []


@app.get("/beds")
def list_beds() -> list[str]:
    return []


@app.get("/rooms")
def list_rooms() -> list[str]:
    return []
