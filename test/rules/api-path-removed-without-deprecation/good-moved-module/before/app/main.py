from fastapi import FastAPI

from app.archive import router

app = FastAPI()
app.include_router(router)
