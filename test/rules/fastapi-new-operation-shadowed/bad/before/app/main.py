from fastapi import FastAPI

app = FastAPI()


@app.get("/residents/{resident_id}")
def read_resident(resident_id: str) -> str:
    return resident_id
