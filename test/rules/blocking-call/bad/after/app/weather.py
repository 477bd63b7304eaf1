import asyncio
import time

import httpx
import requests
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

router = APIRouter()


@router.get("/weather")
async def weather() -> dict[str, str]:
    return requests.get("https://weather.test/today", timeout=10).json()
