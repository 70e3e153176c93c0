"""What planners ask: which clause names which town for what, where the layout lies, the roads."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator, Field, WithJsonSchema

from api import examples, town_examples, town_matrix
from api.answers import RoadsAnswer
from api.deps import SnapshotDep, document, page
from api.features import GEOJSON
from api.negotiation import wants_html
from api.page_views import planner_view
from api.params import NoParameters, PageParameters, absent_if_empty
from api.town_matrix import FIELDS, TownQuestion, TownsAnswer
from gis.geojson import feature_collection
from gis.policy.area_layer import LAYOUT_AREAS
from gis.roads import road_register
from layers.exporters import ExportFormat, export

router = APIRouter(prefix="/planners", tags=["planners"])

_Word = Annotated[str, Field(max_length=80)]
DocumentId = Annotated[_Word | None, BeforeValidator(absent_if_empty)]
FieldId = Annotated[
    _Word | None,
    BeforeValidator(absent_if_empty),
    WithJsonSchema({"type": "string", "enum": ["", *FIELDS]}),
]
_DOCUMENT = Field(None, description="The id of one document, such as d004; all if left out.")


class TownsParameters(NoParameters):
    """What of the matrix is asked for, and how it is shown."""

    document: DocumentId = _DOCUMENT
    field: FieldId = Field(None, description="One cluster or field; all if left out.")
    f: Literal["json", "html", "csv"] | None = Field(None, description="Format; else by Accept.")
    lang: Literal["zh", "en"] = Field("zh", description="Language of a page.")


class AreasParameters(NoParameters):
    """Whose layout is asked for, and in which format."""

    document: DocumentId = _DOCUMENT
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
    request: Request, snapshot: SnapshotDep, asked: Annotated[TownsParameters, Query()]
) -> Response:
    """Return, for every town, which clause names it for what, and what stands there.

    As CSV, one line a town and naming.
    """
    question = TownQuestion(asked.document, asked.field)
    if asked.f == "csv":
        content = town_matrix.as_csv(snapshot, question)
        return _file(content, ExportFormat.CSV, "towns")
    if not wants_html(request):
        found = town_matrix.answer(snapshot, question)
        return document(request, snapshot.edition, found.model_dump(mode="json"))
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.planner(planner_view(shell, snapshot, question), nonce),
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
    found = town_matrix.layout(snapshot, asked.document)
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
