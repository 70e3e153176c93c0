"""Commands about how sure coverage is: own demand points, sampled bands, what to survey next."""

from pathlib import Path
from typing import Annotated

import typer

from api import coverage_band, demand_reached, survey_advice
from api.access_answers import DemandTownAnswer
from api.changed_sites import WhatIf
from api.cli.analysis import Mission, Radius
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
from api.cli.flights import At, HeightM, Permitted, flight_asked, print_airspace
from api.coverage_band import BandQuestion
from api.demand_reached import DemandQuestion
from api.snapshot import Snapshots
from api.survey_advice import SurveyQuestion
from api.wiring import ready_store
from gis.datums import Datum
from gis.missions import DEFAULT_MISSION
from gis.results import Interval
from gis.results_demand import Displacement, Quantiles
from gis.survey_next import UNITS
from layers.importers.own_features import WEIGHT, own_points
from layers.importers.points import open_points

DatumOption = Annotated[
    Datum | None, typer.Option(help="Datum of the file's coordinates; cgcs2000 is WGS84 too.")
]
_MANY = 100.0
_UNITS = " or ".join(UNITS)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demand)
    app.command("survey-next")(survey_next)
    app.command()(band)


def demand(
    file: Annotated[
        Path, typer.Argument(help="CSV with lon, lat, weight, accuracy_m; or points as GeoJSON.")
    ],
    datum: DatumOption = None,
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say how much of your own demand points is surely and possibly reached, by town."""
    question = DemandQuestion(mission, radius_m, flight_asked(height_m, at, permitted))
    store = ready_store(settings_of(database_url, data_dir))
    snapshot = Snapshots(store).latest()
    towns = frozenset(snapshot.frame("towns")["id"])
    points = own_points(open_points(file), datum, WEIGHT, towns)
    with progress("Counting") as on_progress:
        findings = demand_reached.demand_reached(
            store, snapshot, points, question, WhatIf(), on_progress=on_progress
        )
    found = demand_reached.answer(findings, snapshot, question)
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    print_table(
        "需求点覆盖（确定 – 可能）" if chinese else "Demand points reached (surely – possibly)",
        ["镇街", "点数", "覆盖点数", "权重", "覆盖权重", "≥2 次", "≥3 次", "规划建成后"]
        if chinese
        else ["Town", "Points", "Reached", "Weight", "Reached", "≥2", "≥3", "With planned"],
        [_demand_row(row, chinese=chinese) for row in (found.city, *found.towns)],
    )
    left_out = found.unplaced
    if left_out.points:
        NOTES.print(
            f"无位置或精度、未计入：{left_out.points} 点，权重 {left_out.weight:,.0f}"
            if chinese
            else "Points without position or accuracy, left out: "
            f"{left_out.points}, weight {left_out.weight:,.0f}",
            highlight=False,
        )
    print_airspace(found.airspace, chinese=chinese)


def _demand_row(row: DemandTownAnswer, *, chinese: bool) -> list[str]:
    # Weights may be shares as well as people.
    digits = 0 if row.weight >= _MANY else 3
    return [
        row.name_zh if chinese else row.name_en,
        f"{row.points:,}",
        between(row.points_reached[0], digits=0),
        f"{row.weight:,.{digits}f}",
        *(between(reached, digits=digits) for reached in row.weight_reached),
        between(row.weight_with_planned, digits=digits),
    ]


def survey_next(
    unit: Annotated[str, typer.Option(help=f"What counts: {_UNITS}.")] = UNITS[0],
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say which takeoff point's position, if surveyed, narrows the coverage interval most."""
    question = SurveyQuestion(mission, radius_m, unit, flight_asked(height_m, at, permitted))
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    with progress("Searching") as on_progress:
        findings = survey_advice.survey_today(snapshot, question, on_progress)
    advice = survey_advice.answer(findings, question, edition=snapshot.edition)
    if as_json:
        print_json(advice)
        return
    chinese = lang is Language.ZH
    scale, figure = _figure(unit, chinese=chinese)
    print_table(
        f"下一个应测的位置（区间现宽 {advice.width * scale:,.1f} {figure}）"
        if chinese
        else f"Survey next (interval now {advice.width * scale:,.1f} {figure} wide)",
        ["起降点", "现精度 m", f"至少 – 至多收窄 {figure}"]
        if chinese
        else ["Takeoff point", "Known to m", f"Narrows by at least – most, {figure}"],
        [
            [
                f"{row.rank}. {row.name_zh if chinese else row.name_en}",
                f"{row.accuracy_m:,.0f}",
                between(row.shrink, scale),
            ]
            for row in advice.rows
        ],
    )
    print_airspace(advice.airspace, chinese=chinese)


def _figure(unit: str, *, chinese: bool) -> tuple[float, str]:
    if unit == "people":
        return 1e-4, "万人" if chinese else "10,000 people"
    return 1e-6, "km²"


def band(
    displacement: Annotated[
        Displacement, typer.Option(help="How true positions are supposed to spread.")
    ] = Displacement.INDEPENDENT,
    draws: Annotated[
        int, typer.Option(min=2, max=coverage_band.MAX_DRAWS, help="How often is drawn.")
    ] = 200,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same band.")] = 1,
    share: Annotated[float, typer.Option(help="Central share of the draws.")] = 0.95,
    mission: Mission = DEFAULT_MISSION,
    radius_m: Radius = None,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Show a sampled band of coverage beside the guaranteed interval, which it never replaces."""
    flight = flight_asked(height_m, at, permitted)
    question = BandQuestion(mission, radius_m, displacement, draws, seed, share, flight)
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    with progress("Drawing positions") as on_progress:
        drawn = coverage_band.band_today(snapshot, question, on_progress)
    found = coverage_band.answer(drawn, question, edition=snapshot.edition)
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    sure, sampled = found.guaranteed, found.sampled_band
    name = f"{sampled.share:.1%}，{sampled.draws} 次抽样，种子 {sampled.seed}"
    print_table(
        "全市覆盖" if chinese else "Coverage of the whole city",
        ["", "km²", "万人"] if chinese else ["", "km²", "10,000 people"],
        [
            [
                "保证区间" if chinese else "Guaranteed interval",
                between(sure.covered_m2, 1e-6),
                between(sure.covered_people, 1e-4),
            ],
            [
                f"抽样带（{name}）"
                if chinese
                else f"Sampled band ({sampled.share:.1%}, {sampled.draws} draws, "
                f"seed {sampled.seed})",
                between(_ends(sampled.covered_m2), 1e-6),
                between(_ends(sampled.covered_people), 1e-4),
            ],
        ],
    )
    NOTES.print(sampled.supposed_zh if chinese else sampled.supposed_en, highlight=False)
    print_airspace(found.airspace, chinese=chinese)


def _ends(found: Quantiles | None) -> Interval | None:
    return None if found is None else Interval(found.low, found.high)
