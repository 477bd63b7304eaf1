from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Resident
from app.schemas.resident import ResidentUpdate


async def list_residents(session: AsyncSession, limit: int) -> list[Resident]:
    result = await session.execute(select(Resident).limit(limit))
    return list(result.scalars())


async def update_resident(session: AsyncSession, resident_id: int, change: ResidentUpdate) -> Resident | None:
    resident = await session.get(Resident, resident_id)
    if resident is not None:
        resident.name = change.name
        await session.commit()
    return resident
