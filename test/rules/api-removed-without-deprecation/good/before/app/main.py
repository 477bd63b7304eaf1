from fastapi import FastAPI

app = FastAPI()


@app.get("/residents/{resident_id}")
def read_resident(resident_id: int) -> str:
    return ""


@app.delete("/residents/{resident_id}", status_code=204)
def delete_resident(resident_id: int) -> None:
    return None
