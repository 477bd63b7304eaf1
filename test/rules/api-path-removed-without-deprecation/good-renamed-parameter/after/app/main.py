from fastapi import FastAPI

app = FastAPI()


@app.get("/residents/{id}")
def read_resident(id: int) -> str:
    return ""
