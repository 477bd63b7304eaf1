from fastapi import FastAPI

app = FastAPI()


@app.get("/rotations/{code}")
def read_rotation(details: bool = False) -> str:
    return ""
