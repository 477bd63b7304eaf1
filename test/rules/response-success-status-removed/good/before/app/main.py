from fastapi import FastAPI

app = FastAPI()


@app.post("/residents")
def create_resident() -> str:
    return ""
