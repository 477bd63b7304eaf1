from fastapi import FastAPI

from app.residents import router

app = FastAPI()
app.include_router(router)
