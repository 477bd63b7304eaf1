from typing import Annotated

from fastapi import APIRouter, Depends

from app.deps import get_current_user

router = APIRouter(prefix="/residents")


@router.get("")
def list_residents(user: Annotated[str, Depends(get_current_user)]) -> list[str]:
    return []


@router.get("/archive")
def list_archive(user: Annotated[str, Depends(get_current_user)]) -> list[str]:
    return []
