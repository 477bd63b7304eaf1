from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Resident


async def levels(db: AsyncSession, ids: list[int]) -> dict[int, int]:
    result = await db.execute(select(Resident).where(Resident.id.in_(ids)))
    return {resident.id: resident.level for resident in result.scalars()}


async def in_batches(db: AsyncSession, ids: list[int]) -> int:
    count = 0
    for start in range(0, len(ids), 1000):
        result = await db.execute(select(Resident).where(Resident.id.in_(ids[start : start + 1000])))
        count += len(result.scalars().all())
    return count
