from fastapi import APIRouter

router = APIRouter(prefix="/residents")


@router.get("")
def list_residents() -> list[str]:
    return []
