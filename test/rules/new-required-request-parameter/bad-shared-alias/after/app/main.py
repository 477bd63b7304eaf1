from fastapi import FastAPI

from app.deps import Tenant

app = FastAPI()


@app.get("/residents")
def list_residents(tenant: Tenant) -> list[str]:
    return load(tenant)


@app.get("/blocks")
def list_blocks(tenant: Tenant) -> list[str]:
    return load(tenant)
