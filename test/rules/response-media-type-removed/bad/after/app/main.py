from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/report", response_class=PlainTextResponse)
def read_report() -> str:
    return ""
