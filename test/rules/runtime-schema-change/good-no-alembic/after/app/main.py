from fastapi import FastAPI

from app.db import engine
from app.models import Base

app = FastAPI()


@app.on_event("startup")
def create_tables():
    Base.metadata.create_all(bind=engine)
