"""Whether the service lives, and whether it is ready."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import StoreDep
from api.params import NoParameters

router = APIRouter(tags=["health"])
Parameters = Annotated[NoParameters, Query()]


@router.get("/livez", summary="The process answers")
async def livez(_: Parameters) -> dict[str, str]:
    """Answer without touching the database, and without a thread: all may be at work."""
    return {"status": "alive"}


@router.get("/readyz", summary="The database answers too")
def readyz(store: StoreDep, _: Parameters) -> dict[str, str]:
    """Answer once the database does; 503 otherwise."""
    store.ping()
    return {"status": "ready", "edition": store.edition()}
