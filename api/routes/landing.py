"""The first page, and the API's own description."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import examples, features
from api.deps import ShownDataDep, ShownSnapshotDep, document, page
from api.negotiation import wants_html
from api.page_views import landing_view
from api.params import JsonParameters, ScenarioParameter

router = APIRouter(tags=["landing"])
JsonOnly = Annotated[JsonParameters, Query()]


@router.get("/", summary="Landing page", responses=examples.ALSO_A_PAGE)
def landing(
    request: Request,
    snapshot: ShownSnapshotDep,
    data: ShownDataDep,
    _: Annotated[ScenarioParameter, Query()],
) -> Response:
    """Return the first page, or the landing document of OGC API - Features."""
    if not wants_html(request):
        base, scenario = features.base_of(request), features.chosen_scenario(request)
        return document(request, snapshot.edition, features.landing(base, scenario))
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.landing(landing_view(shell, snapshot, data), nonce),
    )


@router.get("/conformance", summary="Conformance classes")
def conformance(request: Request, _: JsonOnly) -> Response:
    """Return what this API conforms to."""
    return document(request, "", {"conformsTo": features.CONFORMS_TO})


@router.get(
    "/api", summary="The API's definition", responses={200: {"content": {features.OPENAPI: {}}}}
)
def definition(request: Request, _: JsonOnly) -> Response:
    """Return the OpenAPI document."""
    return document(request, "", request.app.openapi(), features.OPENAPI)
