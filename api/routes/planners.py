"""What planners ask: which plan names which town for which cluster, and what stands there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import examples
from api.answers import PlannersAnswer, RoadsAnswer
from api.deps import SnapshotDep, document, page
from api.negotiation import wants_html
from api.page_views import planner_view
from api.params import PageParameters
from api.town_clusters import cluster_matrix
from gis.roads import road_register

router = APIRouter(prefix="/planners", tags=["planners"])


@router.get(
    "/towns",
    summary="The town by cluster matrix",
    response_model=PlannersAnswer,
    responses=examples.shown(examples.PLANNERS),
)
def towns(
    request: Request, snapshot: SnapshotDep, _: Annotated[PageParameters, Query()]
) -> Response:
    """Return, for every town, who names it for what and what stands there."""
    if not wants_html(request):
        matrix = cluster_matrix(snapshot)
        found = PlannersAnswer.model_validate({"edition": snapshot.edition, "towns": matrix})
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.planner(planner_view(shell, snapshot), nonce),
    )


@router.get(
    "/roads",
    summary="The register of autonomous-driving segments in figures",
    response_model=RoadsAnswer,
    responses=examples.shown(examples.ROADS),
)
def roads(
    request: Request, snapshot: SnapshotDep, _: Annotated[PageParameters, Query()]
) -> Response:
    """Return number and published length by status, town, vehicle class and level.

    Lines are schematic until surveyed: a length nobody published is null and never measured.
    """
    register = snapshot.answer("roads", lambda: road_register(snapshot.frame("road_segments")))
    found = RoadsAnswer(edition=snapshot.edition, segments=register)
    return document(request, snapshot.edition, found.model_dump(mode="json"))
