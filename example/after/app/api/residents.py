from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.db import get_async_db, get_db
from app.models import Resident, WeeklyRequirement
from app.schemas.resident import ResidentRead, ResidentUpdate
from app.schemas.weekly import WeeklyRequirementRead
from app.security import get_current_user
from app.services import residents, weekly

router = APIRouter(dependencies=[Depends(get_current_user)])

Database = Annotated[AsyncSession, Depends(get_async_db)]


@router.get("", response_model=list[ResidentRead])
async def list_residents(session: Database, limit: Annotated[int, Query(ge=1, le=100)] = 50) -> list[Resident]:
    return await residents.list_residents(session, limit)


@router.get("/{resident_id}", response_model=ResidentRead)
async def read_resident(resident_id: int, session: Database) -> Resident:
    resident = await session.get(Resident, resident_id)
    if resident is None:
        raise HTTPException(status_code=404)
    return resident


@router.patch("/{resident_id}", response_model=ResidentRead)
async def update_resident(resident_id: int, change: ResidentUpdate, session: Database) -> Resident:
    resident = await residents.update_resident(session, resident_id, change)
    if resident is None:
        raise HTTPException(status_code=404)
    return resident


@router.get("/{resident_id}/weekly-requirements", response_model=list[WeeklyRequirementRead])
async def list_weekly_requirements(
    resident_id: int,
    week: Annotated[int, Query(ge=1, le=53)],
    session: Annotated[Session, Depends(get_db)],
) -> list[WeeklyRequirement]:
    return weekly.list_weekly(session, resident_id, week)
