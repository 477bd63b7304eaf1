from fastapi import FastAPI

from app.api import residents

app = FastAPI(title="Residency")
app.include_router(residents.router, prefix="/residents", tags=["residents"])
