from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.db import get_async_db, get_db
from app.models import Resident

router = APIRouter()


class ResidentRead(BaseModel):
    id: int
    level: int


@router.get("/residents", response_model=list[ResidentRead])
async def list_residents(db: AsyncSession = Depends(get_async_db)):
    result = await db.execute(select(Resident))
    return result.scalars().all()
