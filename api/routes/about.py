"""About Guantu: its sources, methods, licences; for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api import VERSION
from api.deps import SameSnapshotDep, page, same_snapshot
from api.params import SameInScenarios
from gis.catalogue import LAYERS
from gis.errors import NotFoundError
from web.about.about_page import AboutView, MethodView, about_content, method_content
from web.about.methods import TOPICS

router = APIRouter(prefix="/about", include_in_schema=False)
Parameters = Annotated[SameInScenarios, Query()]


@router.get("")
def about(request: Request, snapshot: SameSnapshotDep, _: Parameters) -> Response:
    """Return where the data come from, how figures are worked out, and under which licences."""
    layers = {name: snapshot.frame(name) for name in LAYERS}
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.written(
            AboutView(shell, layers, VERSION), nonce, about_content
        ),
    )


@router.get("/methods/{topic}", dependencies=[Depends(same_snapshot)])
def method(request: Request, topic: Annotated[str, Path(max_length=40)], _: Parameters) -> Response:
    """Return how one kind of figure is worked out.

    Raises
    ------
    gis.errors.NotFoundError
        If there is no such text.
    """
    if topic not in TOPICS:
        raise NotFoundError(f"there is no method {topic!r}", remedy="See /about.")
    return page(
        request,
        "",
        lambda pages, shell, nonce: pages.written(MethodView(shell, topic), nonce, method_content),
    )
