"""What planners ask: which plan names which town for which cluster, and what stands there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import examples
from api.answers import PlannersAnswer
from api.deps import SnapshotDep, document, page
from api.negotiation import wants_html
from api.page_views import planner_view
from api.params import PageParameters
from api.town_clusters import cluster_matrix

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
