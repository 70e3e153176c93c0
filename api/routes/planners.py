"""What planners ask: which plan names which town for which cluster, and what stands there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import PlannersAnswer
from api.deps import SnapshotDep, document, page
from api.negotiation import wants_html
from api.params import PageParameters
from api.town_clusters import cluster_matrix
from web.views import PlannerView

router = APIRouter(prefix="/planners", tags=["planners"])


@router.get("/towns", summary="The town by cluster matrix", response_model=PlannersAnswer)
def towns(
    request: Request, snapshot: SnapshotDep, _: Annotated[PageParameters, Query()]
) -> Response:
    """Return, for every town, who names it for what and what stands there."""
    matrix = cluster_matrix(snapshot)
    if not wants_html(request):
        found = PlannersAnswer.model_validate({"edition": snapshot.edition, "towns": matrix})
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    layers = {
        name: snapshot.frame(name)
        for name in (
            "towns",
            "hubs",
            "carriers",
            "landmarks",
            "takeoff_points",
            "road_segments",
            "sources",
        )
    }
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.planner(
            PlannerView(shell=shell, clusters=matrix, **layers), nonce
        ),
    )
