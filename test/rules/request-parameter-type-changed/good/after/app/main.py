from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(hospital: str, hospital_id: int | None = None) -> list[str]:
    return []
