from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(hospital: str) -> list[str]:
    return []
