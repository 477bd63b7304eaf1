from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from app.deps import get_current_application, get_current_user

router = APIRouter(prefix="/residents")


@router.get("")
def list_residents(user: Annotated[str, Depends(get_current_user)]) -> list[str]:
    return []


@router.get("/archive")
def list_archive(user: Annotated[str, Depends(get_current_user)]) -> list[str]:
    return []


@router.get("/mine")
def list_own_residents(application: Annotated[str | None, Depends(get_current_application)]) -> list[str]:
    if application is None:
        raise HTTPException(status_code=401, detail="Not authenticated")
    return []
