"""Files to take along: layers, answers, whole maps. A file's name says what and of which data."""

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api import operator_page, town_matrix
from api.coverage_tried import coverage_tried
from api.coverage_what_if import CoverageFindings, CoverageQuestion
from api.deps import SettingsDep, ShownSnapshotDep, SnapshotDep
from api.map_file import MapSubject, map_file
from api.negotiation import language_of, shell_of
from api.operator_question import OperatorQuestion
from api.params import ScenarioParameter
from api.routes.operators import CityDep
from api.scenario_snapshots import as_data
from api.snapshot import Snapshot
from api.towns_asked import TownsParameters
from gis.catalogue import layer_spec
from gis.coverage_layers import COVERAGE_GAPS, COVERAGE_TOWNS, gap_layer, town_coverage_layer
from gis.errors import NotFoundError
from gis.missions import DEFAULT_MISSION
from gis.scenario.exported import told_spec
from layers.exporters import ExportFormat, export

router = APIRouter(prefix="/exports", tags=["exports"])
HTML = "text/html; charset=utf-8"
Kind = Annotated[ExportFormat, Path(description="Format, by the ending of the address.")]
_ANY_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            kind.media_type: {"schema": {"type": "string", "format": "binary"}}
            for kind in ExportFormat
        }
    }
}
_A_MAP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}
_NO_NAME = re.compile(r"[^0-9A-Za-z]+")


@router.get("/layers/{layer}.{kind}", summary="A whole layer as a file", responses=_ANY_FILE)
def whole_layer(
    snapshot: ShownSnapshotDep,
    today: SnapshotDep,
    layer: Annotated[str, Path(examples=["takeoff_points"], max_length=80)],
    kind: Kind,
    asked: Annotated[ScenarioParameter, Query()],
) -> Response:
    """Return every feature of a layer, with source and accuracy.

    Of a scenario, a column ``what_if`` says what is only proposed.
    """
    spec = layer_spec(layer)
    said: tuple[str, ...] = (layer,)
    if asked.scenario is not None:
        spec = told_spec(spec)
        said = (layer, "scenario", asked.scenario[:8])
    content = export(as_data(snapshot, today).frame(layer), spec, kind)
    return _file(content, kind.media_type, snapshot, *said, ending=kind)


@router.get("/coverage/gaps.{kind}", summary="Gaps in coverage as a file", responses=_ANY_FILE)
def gaps(
    snapshot: ShownSnapshotDep, kind: Kind, asked: Annotated[OperatorQuestion, Query()]
) -> Response:
    """Return what takeoff points do not surely cover, as polygons with their reasons."""
    frame = gap_layer(_findings(snapshot, asked).gaps)
    content = export(frame, COVERAGE_GAPS, kind)
    return _file(content, kind.media_type, snapshot, "gaps", *_said(asked), ending=kind)


@router.get("/coverage/towns.{kind}", summary="Coverage by town as a file", responses=_ANY_FILE)
def coverage_by_town(
    snapshot: ShownSnapshotDep, kind: Kind, asked: Annotated[OperatorQuestion, Query()]
) -> Response:
    """Return area and people surely and possibly covered in each town."""
    coverage = _findings(snapshot, asked).coverage
    frame = town_coverage_layer(coverage, snapshot.frame("towns"))
    content = export(frame, COVERAGE_TOWNS, kind)
    return _file(content, kind.media_type, snapshot, "coverage-towns", *_said(asked), ending=kind)


@router.get("/planning/towns.{kind}", summary="Which clause names which town, as a file",
            responses=_ANY_FILE)  # fmt: skip
def namings(
    snapshot: ShownSnapshotDep, kind: Kind, asked: Annotated[TownsParameters, Query()]
) -> Response:
    """Return one line a town and naming, as CSV or XLSX."""
    # Whose card is open on the page narrows the page's view, and not the file.
    question = replace(asked.question, town=None)
    writers = {ExportFormat.CSV: town_matrix.as_csv, ExportFormat.XLSX: town_matrix.as_workbook}
    if kind not in writers:
        raise NotFoundError(
            f"the namings have no geometry for {kind}", remedy="Choose csv or xlsx."
        )
    content = writers[kind](snapshot, question)
    said = (one for one in (asked.document, asked.field, asked.year) if one)
    return _file(content, kind.media_type, snapshot, "namings", *said, ending=kind)


@router.get("/maps/coverage.html", summary="The operator's map as one file", responses=_A_MAP)
def coverage_map(
    request: Request,
    city: CityDep,
    settings: SettingsDep,
    asked: Annotated[OperatorQuestion, Query()],
) -> Response:
    """Return the page, with what is tried, as one that opens without a network."""
    content = operator_page.kept(request, city, settings, asked).encode()
    said = ("map", "coverage", *_said(asked), language_of(request))
    return _file(content, HTML, city(asked.scenario), *said, ending="html")


@router.get("/maps/{subject}.html", summary="A map as one file", responses=_A_MAP)
def whole_map(
    request: Request,
    snapshot: ShownSnapshotDep,
    today: SnapshotDep,
    subject: MapSubject,
    _: Annotated[ScenarioParameter, Query()],
) -> Response:
    """Return map and tables as a page that opens without a network."""
    shell = shell_of(request, snapshot.edition)
    question = CoverageQuestion(DEFAULT_MISSION)
    content = map_file(snapshot, subject, shell, question, today).encode()
    return _file(content, HTML, snapshot, "map", subject, shell.language, ending="html")


def _findings(snapshot: Snapshot, asked: OperatorQuestion) -> CoverageFindings:
    return coverage_tried(snapshot, asked, asked.tried()).found


def _said(asked: OperatorQuestion) -> tuple[str, ...]:
    radius = () if asked.radius_m is None else (f"{asked.radius_m:g}m",)
    tried = ("tried",) if asked.tried() else ()
    scenario = () if asked.scenario is None else ("scenario", asked.scenario[:8])
    return (asked.mission, *radius, *tried, *scenario)


def _file(content: bytes, media_type: str, snapshot: Snapshot, *what: str, ending: str) -> Response:
    parts = [_NO_NAME.sub("-", part) for part in what]
    name = "-".join(["guantu", *parts, f"edition-{_NO_NAME.sub('-', snapshot.edition)}"])
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
        "Cache-Control": "no-cache",
    }
    return Response(content, headers=headers, media_type=media_type)
