from fastapi import FastAPI

app = FastAPI()


@app.post("/residents", status_code=201)
def create_resident() -> str:
    return ""
