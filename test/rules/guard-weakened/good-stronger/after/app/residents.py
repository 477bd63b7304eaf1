from typing import Annotated

from fastapi import APIRouter, Depends

from app.deps import get_admin

router = APIRouter(prefix="/residents")


@router.get("")
def list_residents(user: Annotated[str, Depends(get_admin)]) -> list[str]:
    return []
