from fastapi import FastAPI

from app import weather

app = FastAPI()
app.include_router(weather.router)
