from fastapi import FastAPI

from app import weekly

app = FastAPI()
app.include_router(weekly.router)
