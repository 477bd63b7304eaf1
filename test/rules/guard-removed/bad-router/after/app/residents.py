from fastapi import APIRouter

router = APIRouter(prefix="/residents")


@router.get("")
def list_residents() -> list[str]:
    return []


@router.get("/archive")
def list_archive() -> list[str]:
    return []
