from fastapi import APIRouter

router = APIRouter(prefix="/archive")


@router.get("")
def list_archive() -> list[str]:
    return []
