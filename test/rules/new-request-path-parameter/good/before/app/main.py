from fastapi import FastAPI

app = FastAPI()


@app.get("/rotations/{code}")
def read_rotation() -> str:
    return ""
