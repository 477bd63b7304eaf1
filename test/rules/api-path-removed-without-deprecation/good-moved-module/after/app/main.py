from fastapi import FastAPI

from app.routes.archive import router

app = FastAPI()
app.include_router(router)
