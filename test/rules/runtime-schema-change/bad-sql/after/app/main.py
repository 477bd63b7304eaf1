from fastapi import FastAPI
from sqlalchemy import text

from app.db import engine
from app.models import Base

app = FastAPI()


def widen_names():
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE users ALTER COLUMN name TYPE text"))
