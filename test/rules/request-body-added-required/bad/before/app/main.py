from fastapi import FastAPI

app = FastAPI()


@app.post("/residents/{resident_id}/archive", status_code=204)
def archive_resident(resident_id: int) -> None:
    return None
