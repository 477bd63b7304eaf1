import redis
import redis.asyncio
from fastapi import APIRouter

router = APIRouter()
cache = redis.Redis(host="cache")
async_cache = redis.asyncio.Redis(host="cache")


@router.get("/weeks/current")
async def current_week() -> str:
    return await async_cache.get("week")
