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
    """Return the OpenAPI document, as plain JSON to who asks for that and not for OpenAPI 3.1."""
    accepted = request.headers.get("accept", "")
    # GDAL reads 3.0 and JSON, and takes a media type that it did not ask for as an error.
    plain = features.JSON in accepted and "version=3.1" not in accepted
    return document(
        request, "", request.app.openapi(), features.JSON if plain else features.OPENAPI
    )
