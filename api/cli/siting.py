"""Commands of the siting family: any problem, its certificate, and the certificate's check."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from api import siting_family, siting_findings, siting_verdict
from api.changed_sites import WhatIf
from api.cli.analysis import Mission, Radius
from api.cli.console import (
    NOTES,
    OUT,
    AsJson,
    DatabaseUrl,
    DataDir,
    Lang,
    Language,
    between,
    print_json,
    print_table,
    progress,
    settings_of,
)
from api.cli.flights import At, HeightM, Permitted, flight_asked, print_airspace, print_barred
from api.cli.solved import say_solved
from api.siting_answers import FamilyAnswer, Straight
from api.siting_areas import areas_frame
from api.siting_family import CandidatesFrom, FamilyQuestion, question_of
from api.siting_plan import DEFAULT_SPACING_M
from api.snapshot import Snapshots
from api.wiring import ready_store
from gis.datums import Datum
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION
from gis.scenario.model import AddedSite, Place
from gis.siting.questions import Problem
from gis.siting.verify_effort import MAX_STEPS
from layers.exporters import write_whole
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.own_features import WEIGHT, own_points
from layers.importers.points import open_points, read_points

_PATIENCE = 1_000
"""A person at a terminal can wait so many times longer than a server may, and press Ctrl-C."""
UNITS = {
    "people": ("万人", "10,000 people", 1e-4),
    "m2": ("km²", "km²", 1e-6),
    "sites": ("个", "sites", 1.0),
    "movements_per_day": ("架次/日", "movements a day", 1.0),
    "people_years": ("万人·年", "10,000 people by years", 1e-4),
    "m2_years": ("km²·年", "km² by years", 1e-6),
    "people_m": ("万人·km", "10,000 people by km", 1e-7),
    "m": ("km", "km", 1e-3),
    "weight": ("权重", "weight", 1.0),
    "weight_years": ("权重·年", "weight by years", 1.0),
    "weight_m": ("权重·km", "weight by km", 1e-3),
}
"""Units as tables show them, and what to multiply by."""


_STRAIGHT = {
    Straight.DISTANCES: (
        "距离为直线距离，未绕行空域地理区；绕行后可能更长。",
        "Distances are straight and go round no zone: ways round them may be longer.",
    ),
    Straight.FLIGHTS: (
        "起降点之间的飞行按直线计，未绕行空域地理区；绕行后可能更长，甚至不可行。",
        "Flights between sites are straight, round no zone: ways round may be longer or none.",
    ),
    Straight.CIRCLES: (
        "圆交点按直线距离给出；绕行空域地理区后，其他位置可能更好。",
        "Circles' crossings are by straight distances: round the zones other places may be better.",
    ),
}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(siting)
    app.command()(verify)


def siting(
    problem: Annotated[Problem, typer.Argument(help="Which problem.")],
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    count: Annotated[int | None, typer.Option(min=1, max=50, help="New sites at most.")] = None,
    share: Annotated[float | None, typer.Option(help="partial: share to cover, 0 to 1.")] = None,
    times: Annotated[int | None, typer.Option(help="backup: how often, 2 to 5.")] = None,
    backup_share: Annotated[float | None, typer.Option(help="backup: 1 counts only that.")] = None,
    capacity_per_day: Annotated[
        float | None, typer.Option(help="capacitated: movements a day of a site.")
    ] = None,
    movements_per_person_day: Annotated[
        float | None, typer.Option(help="capacitated: movements that each asks for a day.")
    ] = None,
    counts: Annotated[str, typer.Option(help="build_order: sites by year, such as 2,3,3.")] = "",
    year_weights: Annotated[str, typer.Option(help="build_order: what each year counts.")] = "",
    flight_m: Annotated[float | None, typer.Option(help="connected: range between sites.")] = None,
    cell_m: Annotated[float | None, typer.Option(help="median, center: side of a cell.")] = None,
    candidates: Annotated[
        CandidatesFrom, typer.Option(help="Where they may stand.")
    ] = CandidatesFrom.GRID,
    points: Annotated[
        Path | None, typer.Option(help="Own candidates: CSV with lon, lat, or points as GeoJSON.")
    ] = None,
    forbidden: Annotated[
        Path | None, typer.Option(help="Polygons where nothing may stand.")
    ] = None,
    demand_points: Annotated[
        Path | None,
        typer.Option(help="Own demand in place of people: CSV with lon, lat, weight, accuracy_m."),
    ] = None,
    datum: Annotated[
        Datum | None, typer.Option(help="Datum of those files; cgcs2000 is WGS84 too.")
    ] = None,
    spacing_m: Annotated[
        float, typer.Option(help="Distance between neighbours of the grid.")
    ] = DEFAULT_SPACING_M,
    add: Annotated[
        list[str] | None, typer.Option(help="Try a site: lon,lat or lon,lat,accuracy in metres.")
    ] = None,
    drop: Annotated[list[str] | None, typer.Option(help="Try without a site: its id.")] = None,
    by_area: Annotated[bool, typer.Option(help="Let area count instead of people.")] = False,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    certificate: Annotated[Path | None, typer.Option(help="File for the certificate.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time.")] = 20.0,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Answer any siting problem, with value, bound, gap, time and, if asked, a certificate."""
    numbers = {
        "count": count,
        "share": share,
        "times": times,
        "backup_share": backup_share,
        "capacity_per_day": capacity_per_day,
        "movements_per_person_day": movements_per_person_day,
        "counts": tuple(int(one) for one in _numbers(counts, "counts", whole=True)) or None,
        "year_weights": tuple(_numbers(year_weights, "year_weights")) or None,
        "flight_m": flight_m,
        "cell_m": cell_m,
    }
    asked = FamilyQuestion(
        question_of(
            problem,
            mission=mission,
            radius_m=radius_m,
            demand="area" if by_area else "people",
            numbers={name: value for name, value in numbers.items() if value is not None},
        ),
        candidates=CandidatesFrom.POINTS if points else candidates,
        spacing_m=spacing_m,
        points=read_points(points, datum) if points else None,
        forbidden=_areas(forbidden, datum) if forbidden else None,
        demand_points=own_points(open_points(demand_points), datum, WEIGHT)
        if demand_points
        else None,
        changes=WhatIf(add=tuple(_added(one) for one in add or ()), drop=tuple(drop or ())),
        certificate=certificate is not None,
        flight=flight_asked(height_m, at, permitted),
    )
    store = ready_store(settings_of(database_url, data_dir))
    snapshot = Snapshots(store).latest()
    with progress("Solving") as on_progress:
        findings = siting_family.find(
            store, snapshot, asked, seconds=seconds, on_progress=on_progress
        )
    found = siting_findings.answer(findings, edition=snapshot.edition)
    written = findings.finding.certificate
    if certificate is not None and written is not None:
        write_whole(certificate, written.document.encode())
        NOTES.print(f"{certificate}: {certificate.stat().st_size:,} bytes", highlight=False)
    if as_json:
        print_json(found.model_copy(update={"certificate": None}))
        return
    _print(found, chinese=lang is Language.ZH)
    print_barred(found.barred, chinese=lang is Language.ZH)
    for straight in found.straight:
        NOTES.print(_STRAIGHT[straight][lang is Language.EN], highlight=False, soft_wrap=True)
    print_airspace(found.airspace, chinese=lang is Language.ZH)


def _numbers(text: str, name: str, *, whole: bool = False) -> list[float]:
    try:
        return [int(one) if whole else float(one) for one in text.split(",")] if text else []
    except ValueError:
        raise InvalidInputError(
            f"{name} must be numbers with commas between them, not {text[:40]!r}", field=name
        ) from None


def _added(text: str) -> AddedSite:
    numbers = _numbers(text, "add")
    if len(numbers) not in (2, 3):
        raise InvalidInputError(
            f"a site to add is lon,lat or lon,lat,accuracy, not {text[:40]!r}", field="add"
        )
    return AddedSite(Place(*numbers))


def _areas(file: Path, datum: Datum | None) -> Any:
    read = read_file(file)
    return areas_frame(stored_geometries(read, resolve_datum(read, datum)))


def _print(found: FamilyAnswer, *, chinese: bool) -> None:
    zh, en, scale = UNITS[found.unit]
    unit = zh if chinese else en
    print_table(
        "新增起降点" if chinese else "New sites",
        ["位置", "镇街", "经度", "纬度", "年份", "新增"]
        if chinese
        else ["Place", "Town", "Lon", "Lat", "Year", "Adds"],
        [
            [
                site.name_zh if chinese else site.name_en,
                site.town,
                f"{site.lon:.5f}",
                f"{site.lat:.5f}",
                "–" if site.year is None else str(site.year),
                "–" if site.adds is None else f"{site.adds * _adds_scale(found):,.2f}",
            ]
            for site in found.sites
        ],
    )
    counted = (
        (found.candidates, "候选点", "candidates"),
        (found.demands, "需求", "demands"),
        (len(found.forbidden), "禁建", "forbidden"),
    )
    say_solved(found, scale, unit, counted, chinese=chinese)
    zh, en, of_people = UNITS[_counted(found)]
    before, after = between(found.before, of_people), between(found.after, of_people)
    total = f"{found.total * of_people:,.1f}"
    NOTES.print(
        f"已覆盖 {before} -> {after}，共 {total} {zh}"
        if chinese
        else f"covered {before} -> {after} of {total} {en}",
        highlight=False,
    )


def _adds_scale(found: FamilyAnswer) -> float:
    """Return the scale of what a site adds: demand, where the objective counts sites or years."""
    by_demand = found.unit == "sites" or found.unit.endswith("_years")
    return UNITS[_counted(found) if by_demand else found.unit][2]


def _counted(found: FamilyAnswer) -> str:
    return "m2" if found.demand == "area_m2" else found.demand


def verify(
    certificate: Annotated[Path, typer.Argument(help="The certificate's file.")],
    as_json: AsJson = False,
) -> None:
    """Check a certificate without the solver: exit code 0 if all that it claims is proven."""
    with progress(f"Checking {certificate.name}"):
        found = siting_verdict.verdict(_parsed(certificate), most_steps=MAX_STEPS * _PATIENCE)
    if as_json:
        print_json(found)
    elif found.valid and found.value is not None and found.unit is not None:
        value, bound = (
            float(Fraction(one or "0") * Fraction(found.unit)) for one in (found.value, found.bound)
        )
        what = "proven" if found.bound_certified else "said by a solver, not proven"
        OUT.print(
            f"valid: {found.problem}, value {value:,.3f} (proven), bound {bound:,.3f} ({what})",
            highlight=False,
            soft_wrap=True,
        )
    else:
        OUT.print(f"not valid: {found.reason}", highlight=False, markup=False, soft_wrap=True)
    if not found.valid:
        raise typer.Exit(1)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise InvalidInputError(f"{file.name} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{file.name} is not JSON", field="certificate") from error
    if not isinstance(document, dict):
        raise InvalidInputError(f"{file.name} is no certificate", field="certificate")
    return document
