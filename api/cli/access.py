"""Commands about access to capacity, and about what the road segments reach and lack."""

from pathlib import Path
from typing import Annotated

import typer

from api import road_network, town_access
from api.access_answers import AccessAnswer, InequalityAnswer, ReachRowAnswer, RoadLinksAnswer
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
from api.cli.demand import DatumOption
from api.road_network import WALK_M, RoadQuestion
from api.snapshot import Snapshots
from api.town_access import AccessQuestion, Capacity, Method, SupplyOf
from api.wiring import ready_store
from gis.errors import InvalidInputError
from gis.results_access import Measure
from gis.road_links import JOIN_M
from gis.road_reach import OPEN
from gis.vocabulary import ROAD_STATUSES
from layers.importers.files import read_file
from layers.importers.own_features import CAPACITY, IN_A_FILE, own_lines, own_points
from layers.importers.points import open_points

_STATUSES = tuple(term.id for term in ROAD_STATUSES)
_MEASURES = {
    Measure.GINI: ("基尼系数", "Gini"),
    Measure.PALMA: ("帕尔马比", "Palma ratio"),
    Measure.THEIL: ("泰尔指数", "Theil's T"),
}
_VERDICTS = {
    "said": ("可以下结论", "It can be said"),
    "cannot_be_said": ("线位均为示意，不能下结论", "Every line is schematic: it cannot be said"),
    "no_segment": ("没有此类状态的路段", "No segment has a status that counts"),
}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(access)
    app.command()(roads)


def access(
    supply: Annotated[
        SupplyOf, typer.Option(help="Whose capacity is shared out.")
    ] = SupplyOf.HOSPITALS,
    points: Annotated[
        Path | None,
        typer.Option(help="Own supply: CSV with lon, lat, capacity, accuracy_m; or GeoJSON."),
    ] = None,
    datum: DatumOption = None,
    capacity: Annotated[
        Capacity, typer.Option(help="Each site counts as one, or what is stated.")
    ] = Capacity.ONE,
    method: Annotated[Method, typer.Option(help="How much distance counts.")] = Method.PLAIN,
    reach_m: Annotated[float, typer.Option(help="Where the catchment ends.")] = 10_000.0,
    cell_m: Annotated[float, typer.Option(help="Side of the cells of towns' people.")] = 1_000.0,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say what capacity falls to the people of each town, and how equally it is shared."""
    own = own_points(open_points(points), datum, CAPACITY) if points else None
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    question = AccessQuestion(supply, capacity, method, reach_m, cell_m=cell_m)
    with progress("Sharing out") as on_progress:
        findings = town_access.access_of(snapshot, question, own, on_progress)
    found = town_access.answer(findings, question, edition=snapshot.edition, own=own is not None)
    if as_json:
        print_json(found)
    else:
        _print_access(found, chinese=lang is Language.ZH)


def _print_access(found: AccessAnswer, *, chinese: bool) -> None:
    print_table(
        f"可达性（{found.method}，{found.reach_m / 1e3:g} km）"
        if chinese
        else f"Access ({found.method}, {found.reach_m / 1e3:g} km)",
        ["镇街", "人口（万）", "每百万人所得", "够不着的人（万）"]
        if chinese
        else ["Town", "People (10,000)", "Per million people", "Out of reach (10,000)"],
        [
            [
                row.name_zh if chinese else row.name_en,
                f"{row.people / 1e4:,.1f}",
                between(row.per_thousand, 1e3, 3),
                between(row.out_of_reach, 1e-4),
            ]
            for row in (found.city, *found.towns)
        ],
    )
    print_table(
        "各镇街间的不均等" if chinese else "Inequality between towns",
        ["指标", "区间", "已见最大值"] if chinese else ["Measure", "Interval", "Largest found"],
        [_inequality_row(one, chinese=chinese) for one in found.inequality],
    )
    if found.capacity_basis == "assumed_one":
        NOTES.print(
            "每处按 1 计：这是假设，没有来源说明容量。"
            if chinese
            else "Every site counts as 1: an assumption, no source states a capacity.",
            highlight=False,
        )
    left_out = len(found.without_capacity) + len(found.unplaced)
    if left_out:
        NOTES.print(
            f"无容量、位置或精度、未计入：{left_out} 处"
            if chinese
            else f"Without capacity, position or accuracy, left out: {left_out}",
            highlight=False,
        )


def _inequality_row(one: InequalityAnswer, *, chinese: bool) -> list[str]:
    low, high, reached = (_number(value) for value in (one.low, one.high, one.reached))
    return [_MEASURES[one.measure][0 if chinese else 1], f"{low} – {high}", reached]


def _number(value: float | None) -> str:
    return "∞" if value is None else f"{value:,.3f}"


def roads(
    lines: Annotated[
        Path | None, typer.Option(help="Own network: lines with accuracy_m, as a map file.")
    ] = None,
    datum: DatumOption = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Segments that count: " + ", ".join(_STATUSES))
    ] = None,
    walk_m: Annotated[float, typer.Option(help="A straight walk in metres.")] = WALK_M,
    join_m: Annotated[float, typer.Option(help="So near counts as joined.")] = JOIN_M,
    hubs: Annotated[bool, typer.Option(help="Whether the hubs should be joined too.")] = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say what road segments reach on foot, and which links their network lacks."""
    statuses = tuple(status or OPEN)
    unknown = next((one for one in statuses if one not in _STATUSES), None)
    if unknown is not None:
        raise InvalidInputError(
            f"there is no status {unknown!r}",
            field="status",
            remedy="Use one of " + ", ".join(_STATUSES),
        )
    own = own_lines(read_file(lines), datum, IN_A_FILE) if lines else None
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    question = RoadQuestion(walk_m, join_m, statuses, hubs)
    with progress("Measuring") as on_progress:
        findings = road_network.road_network(snapshot, question, own, on_progress)
    found = road_network.answer(
        findings, question, edition=snapshot.edition, own=own is not None, geometry=False
    )
    if as_json:
        print_json(found)
    else:
        _print_roads(found, chinese=lang is Language.ZH)


def _print_roads(found: RoadLinksAnswer, *, chinese: bool) -> None:
    reached = [row for row in found.reach.towns if row.reached_m2.high > 0]
    print_table(
        f"步行 {found.walk_m:,.0f} m 可达（确定 – 可能）"
        if chinese
        else f"Within a walk of {found.walk_m:,.0f} m (surely – possibly)",
        ["镇街", "面积 km²", "人口（万）", "枢纽", "地标", "车站"]
        if chinese
        else ["Town", "Area km²", "People (10,000)", "Hubs", "Landmarks", "Stations"],
        [_reach_row(row, chinese=chinese) for row in (found.reach.city, *reached)],
    )
    if found.links.links:
        _print_links(found, chinese=chinese)
    parts = found.links.parts
    told = _VERDICTS[found.reach.verdict.value][0 if chinese else 1]
    NOTES.print(
        f"{told}；路段 {found.reach.segments}，连通块 {between(parts, digits=0)}"
        if chinese
        else f"{told}; {found.reach.segments} segments, {between(parts, digits=0)} parts",
        highlight=False,
    )


def _print_links(found: RoadLinksAnswer, *, chinese: bool) -> None:
    print_table(
        "缺失的连接" if chinese else "Missing links",
        ["连接", "长度 km", "新增人口（万）", "每千人 km"]
        if chinese
        else ["Link", "Length km", "People gained (10,000)", "km per 1,000 people"],
        [
            [
                f"{link.rank}. {link.start} – {link.end}",
                between(link.km, 1.0, 2),
                f"{link.people_gained / 1e4:,.2f}",
                "–" if link.km_per_thousand is None else f"{link.km_per_thousand:,.3f}",
            ]
            for link in found.links.links
        ],
    )


def _reach_row(row: ReachRowAnswer, *, chinese: bool) -> list[str]:
    found = (between(row.features[layer], digits=0) for layer in ("hubs", "landmarks", "stations"))
    return [
        row.name_zh if chinese else row.name_en,
        between(row.reached_m2, 1e-6),
        between(row.reached_people, 1e-4),
        *found,
    ]
