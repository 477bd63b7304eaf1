from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def get_residents() -> list[str]:
    return []
