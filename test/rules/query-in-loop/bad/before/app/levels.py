from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Resident


async def levels(db: AsyncSession, ids: list[int]) -> dict[int, int]:
    result = await db.execute(select(Resident).where(Resident.id.in_(ids)))
    return {resident.id: resident.level for resident in result.scalars()}
