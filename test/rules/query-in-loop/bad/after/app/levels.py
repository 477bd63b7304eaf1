from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Resident


async def levels(db: AsyncSession, ids: list[int]) -> dict[int, int]:
    found = {}
    for resident_id in ids:
        resident = await db.get(Resident, resident_id)
        found[resident_id] = resident.level
    return found
