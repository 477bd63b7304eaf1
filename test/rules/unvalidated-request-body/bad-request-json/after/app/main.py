from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/health")
def health() -> str:
    return "ok"


@app.post("/imports", status_code=204)
async def add_import(request: Request) -> None:
    store(await request.json())
    return None
