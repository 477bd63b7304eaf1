from fastapi import FastAPI

app = FastAPI()


@app.post("/residents", responses={409: {"description": "exists"}})
def create_resident() -> str:
    return ""
