import asyncio
import time

import httpx
import requests
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

router = APIRouter()


@router.get("/weather")
async def weather() -> dict[str, str]:
    async with httpx.AsyncClient() as client:
        response = await client.get("https://weather.test/today")
    return response.json()
