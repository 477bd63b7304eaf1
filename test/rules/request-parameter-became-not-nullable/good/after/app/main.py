from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(hospital: str | None) -> list[str]:
    return []
