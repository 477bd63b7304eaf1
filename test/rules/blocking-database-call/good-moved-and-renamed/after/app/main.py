from fastapi import FastAPI

from app.api import residents

app = FastAPI()
app.include_router(residents.router)
