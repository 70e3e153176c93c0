"""What planners ask: which clause names which town for what, where the layout lies, the roads."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api import examples, town_examples, town_matrix
from api.answers import RoadsAnswer
from api.deps import ShownSnapshotDep, SnapshotDep, document, page
from api.features import GEOJSON
from api.negotiation import wants_html
from api.page_views import planner_view, town_view
from api.params import MissionId, NoParameters, PageParameters, ScenarioParameter
from api.policy_record import chosen_documents
from api.town_facts import TownAnswer, town_facts
from api.town_facts import answer as town_answer
from api.town_matrix import TownsAnswer
from api.towns_asked import DOCUMENT, DocumentId, TownsParameters, listing
from gis.geojson import feature_collection
from gis.missions import DEFAULT_MISSION
from gis.policy.area_layer import LAYOUT_AREAS
from gis.roads import road_register
from layers.exporters import ExportFormat, export
from web.planner.town_page import town_content

router = APIRouter(prefix="/planners", tags=["planners"])


class AreasParameters(NoParameters):
    """Whose layout is asked for, and in which format."""

    document: DocumentId = DOCUMENT
    f: Literal["json", "gpkg"] | None = Field(None, description="GeoJSON if left out.")


_CSV: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            **examples.shown(town_examples.TOWNS)[200]["content"],
            "text/csv": {"schema": {"type": "string"}},
        }
    }
}


@router.get(
    "/towns",
    summary="The town by field matrix",
    response_model=TownsAnswer,
    responses=_CSV,
)
def towns(
    request: Request,
    snapshot: ShownSnapshotDep,
    today: SnapshotDep,
    asked: Annotated[TownsParameters, Query()],
) -> Response:
    """Return, for every town, which clause names it for what, and what stands there.

    As CSV, one line a town and naming.
    """
    question = asked.question
    if asked.f == "csv":
        content = town_matrix.as_csv(snapshot, question)
        return _file(content, ExportFormat.CSV, "towns")
    if not wants_html(request):
        found = town_matrix.answer(snapshot, question)
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    shown = listing(snapshot, asked)
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.planner(
            planner_view(shell, snapshot, question, shown, today), nonce
        ),
    )


class TownParameters(ScenarioParameter):
    """How a unit's card is shown."""

    mission: MissionId = Field(DEFAULT_MISSION, description="The mission that coverage is told of.")


@router.get(
    "/towns/{town}",
    summary="One town's card",
    response_model=TownAnswer,
    responses=examples.shown(town_examples.TOWN),
)
def town(
    request: Request,
    snapshot: ShownSnapshotDep,
    today: SnapshotDep,
    town: Annotated[str, Path(max_length=80, description="The id of a unit.")],
    asked: Annotated[TownParameters, Query()],
) -> Response:
    """Return who names a unit, what stands in it, what reaches it, and what is missing."""
    facts = town_facts(snapshot, town, asked.mission, today)
    if not wants_html(request):
        found = town_answer(snapshot, facts, asked.mission)
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.mapped(
            town_view(shell, snapshot, facts, asked.mission, today), nonce, town_content
        ),
    )


_AREAS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"example": town_examples.AREAS},
            GEOJSON: {"example": town_examples.AREAS},
            ExportFormat.GPKG.media_type: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


@router.get("/areas", summary="The layout of the plans, schematic", responses=_AREAS)
def areas(
    request: Request, snapshot: SnapshotDep, asked: Annotated[AreasParameters, Query()]
) -> Response:
    """Return core, belts, areas and clusters as polygons (CRS84).

    No document publishes a boundary: each is the union of the units that its places reach, so
    every feature says that it is schematic and inferred.
    """
    found = town_matrix.layout(snapshot, chosen_documents(snapshot, asked.document))
    if asked.f == "gpkg":
        content = export(found, LAYOUT_AREAS, ExportFormat.GPKG)
        return _file(content, ExportFormat.GPKG, LAYOUT_AREAS.name)
    collection = feature_collection(found, LAYOUT_AREAS)
    return document(request, snapshot.edition, collection, GEOJSON)


def _file(content: bytes, kind: ExportFormat, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="guantu-{name}.{kind}"',
        "Cache-Control": "no-cache",
    }
    return Response(content, headers=headers, media_type=kind.media_type)


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
