from fastapi import FastAPI

app = FastAPI()


@app.get("/residents", operation_id="list_residents_residents_get")
def get_residents() -> list[str]:
    return []
