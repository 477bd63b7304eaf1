from fastapi import APIRouter, Depends

from app.deps import get_current_user

router = APIRouter(prefix="/residents", dependencies=[Depends(get_current_user)])


@router.get("")
def list_residents() -> list[str]:
    return []


@router.get("/archive")
def list_archive() -> list[str]:
    return []
