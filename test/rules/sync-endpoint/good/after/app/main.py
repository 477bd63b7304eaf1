from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health() -> str:
    return "healthy"


@app.get("/version")
async def version() -> str:
    return "1"
