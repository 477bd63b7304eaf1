from fastapi import FastAPI

app = FastAPI()


@app.get("/report")
def read_report() -> str:
    return ""
