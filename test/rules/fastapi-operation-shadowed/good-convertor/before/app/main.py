from fastapi import FastAPI

app = FastAPI()


@app.get("/residents/me")
def read_me() -> str:
    return "me"


@app.get("/residents/{resident_id:int}")
def read_resident(resident_id: str) -> str:
    return resident_id
