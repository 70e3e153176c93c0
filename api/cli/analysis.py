"""Commands that answer: coverage, siting, and a map to take along."""

from pathlib import Path
from typing import Annotated

import typer

from api import coverage_what_if, siting_plan
from api.cli.console import (
    NOTES,
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
from api.coverage_what_if import CoverageQuestion
from api.flights import FlightAsked
from api.map_file import MapSubject, map_file
from api.siting_plan import Candidates, SitingQuestion
from api.snapshot import Snapshots
from api.wiring import ready_store
from gis.datums import Datum
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION, MAX_RADIUS_M, MISSIONS, mission_of
from gis.results import CoverageRow, Gap, GapReason
from layers.exporters import write_whole
from layers.importers.points import read_points
from web.views import Language as PageLanguage
from web.views import Shell

Mission = Annotated[str, typer.Option(help="Mission class: " + ", ".join(MISSIONS))]
Radius = Annotated[
    float | None,
    typer.Option("--radius-m", help="Service radius in metres, else the mission's assumption."),
]
Movements = Annotated[
    float | None, typer.Option(help="Movements each resident asks for a day; finds full sites.")
]
_MOST_MOVEMENTS = 1_000.0


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(coverage)
    app.command("site")(site)
    app.command("map")(draw_map)


def check_mission(mission: str, radius_m: float | None) -> None:
    """Raise if there is no such mission, or a radius is none."""
    mission_of(mission)
    if radius_m is not None and not 0 < radius_m <= MAX_RADIUS_M:
        raise InvalidInputError(
            f"radius_m must be above 0 and at most {MAX_RADIUS_M:,.0f} metres", field="radius_m"
        )


def _question(
    mission: str,
    radius_m: float | None,
    flight: FlightAsked,
    movements_per_person_day: float | None = None,
) -> CoverageQuestion:
    check_mission(mission, radius_m)
    rate = movements_per_person_day
    if rate is not None and not 0 < rate <= _MOST_MOVEMENTS:
        raise InvalidInputError(
            f"movements_per_person_day must be above 0 and at most {_MOST_MOVEMENTS:g}",
            field="movements_per_person_day",
        )
    return CoverageQuestion(mission, radius_m, flight, rate)


def coverage(
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    movements_per_person_day: Movements = None,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say what the takeoff points surely and possibly cover round zones, and where the gaps are."""
    question = _question(
        mission, radius_m, flight_asked(height_m, at, permitted), movements_per_person_day
    )
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    findings = coverage_what_if.coverage_today(snapshot, question)
    found = coverage_what_if.answer(findings, question, edition=snapshot.edition, geometry=False)
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    rows = [findings.coverage.city, *findings.coverage.towns]
    print_table(
        "覆盖（确定 – 可能）" if chinese else "Coverage (surely – possibly)",
        ["镇街", "面积 km²", "覆盖 km²", "覆盖 %", "覆盖人口（万）"]
        if chinese
        else ["Town", "Area km²", "Covered km²", "Covered %", "People (10,000)"],
        [_coverage_row(row, chinese=chinese) for row in rows],
    )
    print_table(
        "缺口（按受影响人口）" if chinese else "Gaps (by people missed)",
        ["镇街", "原因", "面积 km²", "人口（万）", "最近起降点", "距离 km", "受阻于"]
        if chinese
        else [
            "Town",
            "Reason",
            "Area km²",
            "People (10,000)",
            "Nearest site",
            "Distance km",
            "Zones in the way",
        ],
        [_gap_row(gap, chinese=chinese) for gap in findings.gaps],
    )
    print_airspace(found.airspace, chinese=chinese)


def _coverage_row(row: CoverageRow, *, chinese: bool) -> list[str]:
    return [
        row.name_zh if chinese else row.name_en,
        f"{row.area_m2 / 1e6:,.1f}",
        between(row.covered_m2, 1e-6),
        between(row.covered_m2.share_of(row.area_m2), 100),
        between(row.covered_people, 1e-4),
    ]


_REASONS = {
    GapReason.OUT_OF_RANGE: ("超出范围", "out of range"),
    GapReason.UNDECIDED: ("未定（位置或空域不明）", "undecided"),
    GapReason.PLANNED_ONLY: ("仅规划点可达", "planned only"),
    GapReason.BLOCKED_BY_ZONE: ("空域阻断", "blocked by zone"),
    GapReason.HEIGHT_LIMITED: ("限高", "height limited"),
    GapReason.SITE_FULL: ("起降点已满", "site full"),
}


def _gap_row(gap: Gap, *, chinese: bool) -> list[str]:
    nearest = gap.nearest_name_zh if chinese else gap.nearest_name_en
    return [
        gap.name_zh if chinese else gap.name_en,
        _REASONS[gap.reason][0 if chinese else 1],
        f"{gap.area_m2 / 1e6:,.1f}",
        "–" if gap.people is None else f"{gap.people / 1e4:,.1f}",
        nearest or "–",
        between(gap.distance_m, 1e-3),
        ", ".join(gap.zones),
    ]


def site(
    count: Annotated[int, typer.Argument(min=1, max=50, help="How many new sites at most.")] = 3,
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    candidates: Annotated[Candidates, typer.Option(help="Where they may stand.")] = Candidates.GRID,
    points: Annotated[
        Path | None, typer.Option(help="Own candidates: CSV with lon, lat, or points as GeoJSON.")
    ] = None,
    datum: Annotated[
        Datum | None, typer.Option(help="Datum of those candidates; cgcs2000 is WGS84 too.")
    ] = None,
    spacing_m: Annotated[
        float, typer.Option(help="Distance between neighbours of the grid.")
    ] = siting_plan.DEFAULT_SPACING_M,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    by_area: Annotated[bool, typer.Option(help="Let area count instead of people.")] = False,
    seconds: Annotated[float, typer.Option(help="Longest time to solve.")] = 20.0,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Propose the new sites that cover most, with value, bound, gap and time."""
    check_mission(mission, radius_m)
    own = read_points(points, datum) if points else None
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    question = SitingQuestion(
        mission,
        radius_m,
        count,
        candidates,
        spacing_m,
        "area" if by_area else "people",
        flight_asked(height_m, at, permitted),
    )
    with progress("Solving") as on_progress:
        findings = siting_plan.best_sites(
            snapshot, question, seconds=seconds, points=own, on_progress=on_progress
        )
    plan = findings.plan
    found = siting_plan.answer(findings, question, edition=snapshot.edition)
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    unit, scale = ("km²", 1e-6) if by_area else ("万人" if chinese else "10,000 people", 1e-4)
    print_table(
        "新增起降点建议" if chinese else "Suggested new sites",
        ["位置", "经度", "纬度", f"新增覆盖（{unit}）"]
        if chinese
        else ["Place", "Lon", "Lat", f"Adds ({unit})"],
        [
            [
                chosen.name_zh if chinese else chosen.name_en,
                f"{chosen.lon:.5f}",
                f"{chosen.lat:.5f}",
                f"{chosen.adds * scale:,.2f}",
            ]
            for chosen in found.sites
        ],
    )
    counted = ((plan.candidates, "候选点", "candidates"), (plan.patterns, "覆盖组合", "patterns"))
    say_solved(plan, scale, unit, counted, chinese=chinese)
    print_barred(found.barred, chinese=chinese)
    print_airspace(found.airspace, chinese=chinese)


def draw_map(
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file to write.")],
    subject: Annotated[MapSubject, typer.Option(help="Which map.")] = MapSubject.COVERAGE,
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Write a map as one HTML file that opens without a network."""
    question = _question(mission, radius_m, flight_asked(height_m, at, permitted))
    settings = settings_of(database_url, data_dir)
    snapshot = Snapshots(ready_store(settings)).latest()
    shell = Shell(
        language=PageLanguage(lang.value),
        edition=snapshot.edition,
        review_number=settings.review_number,
    )
    with progress(f"Writing {output.name}"):
        html = map_file(snapshot, subject, shell, question)
        write_whole(output, html.encode())
    NOTES.print(f"{output}: {output.stat().st_size:,} bytes", highlight=False)
