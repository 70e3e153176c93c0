"""Whether the service lives, and whether it is ready."""

from fastapi import APIRouter

from api.deps import StoreDep

router = APIRouter(tags=["health"])


@router.get("/livez", summary="The process answers")
def livez() -> dict[str, str]:
    """Answer without touching the database."""
    return {"status": "alive"}


@router.get("/readyz", summary="The database answers too")
def readyz(store: StoreDep) -> dict[str, str]:
    """Answer once the database does; 503 otherwise."""
    store.ping()
    return {"status": "ready", "edition": store.edition()}
