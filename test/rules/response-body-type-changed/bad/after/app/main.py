from fastapi import FastAPI

app = FastAPI()


@app.get("/residents/{resident_id}/level")
def read_level(resident_id: int) -> list[int]:
    return load(resident_id)
