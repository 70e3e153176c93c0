"""Finding a town, a landmark, a takeoff point by its name: for people, from any page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ShownSnapshotDep, page
from api.params import SHOWN_SCENARIO, NoParameters, ScenarioId
from web.shell.find_page import FOUND_IN, FindView, find_content

router = APIRouter(include_in_schema=False)


class FindParameters(NoParameters):
    """What is looked for."""

    q: str = Field("", max_length=80)
    lang: str = Field("zh", pattern="^(zh|en)$")
    f: str = Field("html", pattern="^html$")
    scenario: ScenarioId = SHOWN_SCENARIO


@router.get("/find")
def find(
    request: Request, snapshot: ShownSnapshotDep, asked: Annotated[FindParameters, Query()]
) -> Response:
    """Return what is called so, as a page."""
    layers = {layer: snapshot.public(layer) for layer in FOUND_IN}
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.written(
            FindView(shell, asked.q, layers), nonce, find_content
        ),
    )
