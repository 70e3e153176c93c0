"""Commands about the airspace: losses by zone, reach, routes, and hospitals' landing sites."""

from typing import Annotated

import typer

from api import flight_routes, hospital_sites, site_reach, zone_losses
from api.airspace_answers import HospitalsAnswer, LossesAnswer, RouteAnswer, RouteEndAnswer
from api.cli.analysis import Mission, Radius, check_mission
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
from api.cli.flights import EFFECTS, At, HeightM, Permitted, flight_asked, print_airspace
from api.coverage_what_if import CoverageQuestion
from api.flight_routes import RouteQuestion
from api.route_ends import asked_end
from api.snapshot import Snapshots
from api.wiring import ready_store
from gis.missions import DEFAULT_MISSION
from gis.results_airspace import NearestSite, TownLoss, ZoneLoss, ZoneName

_END = "Id of a takeoff point, public place or facility; or lon,lat,accuracy_m."


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(losses)
    app.command()(reach)
    app.command()(route)
    app.command()(hospitals)


def losses(
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
    """Say what the takeoff points lose to all airspace zones together, and to each alone."""
    check_mission(mission, radius_m)
    question = CoverageQuestion(mission, radius_m, flight_asked(height_m, at, permitted))
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    with progress("Losses") as on_progress:
        losses = zone_losses.losses_today(snapshot, question, on_progress)
    found = zone_losses.answer(losses, question, edition=snapshot.edition)
    if as_json:
        print_json(found)
    else:
        _print_losses(found, chinese=lang is Language.ZH)


def _print_losses(found: LossesAnswer, *, chinese: bool) -> None:
    if found.together is not None:
        print_table(
            "因空域失去的覆盖（确定覆盖 / 可能覆盖）"
            if chinese
            else "Coverage lost to zones (of surely / of possibly covered)",
            ["地理区", "作用", "面积 km²", "人口（万）"]
            if chinese
            else ["Zone", "Effect", "Area km²", "People (10,000)"],
            [_loss_row(loss, chinese=chinese) for loss in (found.together, *found.zones)],
        )
        print_table(
            "各镇街所失（全部地理区合计）" if chinese else "Lost by town (all zones together)",
            ["镇街", "面积 km²", "人口（万）"]
            if chinese
            else ["Town", "Area km²", "People (10,000)"],
            [_town_row(town, chinese=chinese) for town in found.together.towns],
        )
    print_airspace(found.airspace, chinese=chinese)


def _loss_row(loss: ZoneLoss, *, chinese: bool) -> list[str]:
    which = 0 if chinese else 1
    name = "全部合计" if chinese else "All together"
    if loss.zone is not None:
        name = _zone(loss.zone, chinese=chinese)
    return [
        name,
        "" if loss.effect is None else EFFECTS[loss.effect][which],
        _two(loss.surely_m2, loss.possibly_m2, 1e-6),
        _two(loss.surely_people, loss.possibly_people, 1e-4),
    ]


def _town_row(town: TownLoss, *, chinese: bool) -> list[str]:
    return [
        town.name_zh if chinese else town.name_en,
        _two(town.surely_m2, town.possibly_m2, 1e-6),
        _two(town.surely_people, town.possibly_people, 1e-4),
    ]


def _two(one: float | None, other: float | None, scale: float) -> str:
    if one is None or other is None:
        return "–"
    return f"{one * scale:,.1f} / {other * scale:,.1f}"


def _zone(zone: ZoneName, *, chinese: bool) -> str:
    return zone.name_zh if chinese else zone.name_en


def reach(
    site: Annotated[str, typer.Argument(help="Id of a takeoff point.")],
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
    """Say where SITE serves round the zones; with --json also its areas as GeoJSON."""
    check_mission(mission, radius_m)
    question = CoverageQuestion(mission, radius_m, flight_asked(height_m, at, permitted))
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    found = site_reach.reach_today(snapshot, question, site, geometry=as_json)
    if as_json:
        print_json(found)
        return
    chinese = lang is Language.ZH
    print_table(
        found.site.name_zh if chinese else found.site.name_en,
        ["", "确定 – 可能 km²"] if chinese else ["", "Surely – possibly km²"],
        [
            ["若无地理区" if chinese else "If there were no zone", between(found.free_m2, 1e-6)],
            ["可达" if chinese else "Reached", between(found.reach_m2, 1e-6)],
        ],
    )
    print_airspace(found.airspace, chinese=chinese)


def route(
    start: Annotated[str, typer.Argument(help=_END)],
    end: Annotated[str, typer.Argument(help=_END)],
    mission: Mission = DEFAULT_MISSION,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say how long the shortest way from START to END is round the zones, and its heights."""
    check_mission(mission, None)
    ends = asked_end(start, "start"), asked_end(end, "end")
    question = RouteQuestion(*ends, mission, flight_asked(height_m, at, permitted))
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    findings = flight_routes.route_today(snapshot, question)
    found = flight_routes.answer(findings, question, edition=snapshot.edition, geometry=as_json)
    if as_json:
        print_json(found)
    else:
        _print_route(found, chinese=lang is Language.ZH)


def _print_route(found: RouteAnswer, *, chinese: bool) -> None:
    none = ("肯定没有", "surely none") if found.least_m is None else ("可能没有", "perhaps none")
    shortest = f"{_km(found.least_m)} – {_km(found.most_m)}"
    if found.least_m is None:
        shortest = none[0 if chinese else 1]
    elif found.most_m is None:
        shortest = f"{_km(found.least_m)} – ({none[0 if chinese else 1]})"
    ends = [_end(end, chinese=chinese) for end in (found.start, found.end)]
    drawn = sum(leg.length_m for leg in found.legs) if found.legs else None
    print_table(
        " – ".join(ends),
        ["", "km"],
        [
            ["直线" if chinese else "Straight", between(found.straight_m, 1e-3)],
            ["最短航路" if chinese else "Shortest way", shortest],
            ["所绘航路" if chinese else "Way drawn", _km(drawn)],
            ["航段数" if chinese else "Legs", f"{len(found.legs)}"],
        ],
    )
    if found.heights:
        print_table(
            "沿途高度（真高）" if chinese else "Heights along the way (above ground)",
            ["自 km", "至 km", "须高于 m", "不高于 m", "由", "不明"]
            if chinese
            else ["From km", "To km", "Above m", "Not above m", "By", "Not known"],
            [
                [
                    _km(stretch.from_m),
                    _km(stretch.to_m),
                    _metres(stretch.above_m),
                    _metres(stretch.below_m),
                    ", ".join(_zone(zone, chinese=chinese) for zone in stretch.zones),
                    ", ".join(_zone(zone, chinese=chinese) for zone in stretch.unknown),
                ]
                for stretch in found.heights
            ],
        )
    print_airspace(found.airspace, chinese=chinese)


def _end(end: RouteEndAnswer, *, chinese: bool) -> str:
    name = end.name_zh if chinese else end.name_en
    return f"{name or f'{end.lon:.5f}, {end.lat:.5f}'} (±{end.accuracy_m:,.0f} m)"


def _km(metres: float | None) -> str:
    return "–" if metres is None else f"{metres / 1e3:,.2f}"


def _metres(height: float | None) -> str:
    return "–" if height is None else f"{height:,g}"


def hospitals(
    range_m: Annotated[
        float | None, typer.Option(help="Longer ways, in metres, do not count.")
    ] = None,
    mission: Mission = hospital_sites.MISSION,
    height_m: HeightM = None,
    at: At = None,
    permitted: Permitted = False,
    as_json: AsJson = False,
    lang: Lang = Language.ZH,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Say which landing site each hospital surely and possibly reaches round the zones."""
    check_mission(mission, None)
    flight = flight_asked(height_m, at, permitted)
    snapshot = Snapshots(ready_store(settings_of(database_url, data_dir))).latest()
    with progress("Hospitals") as on_progress:
        access = hospital_sites.hospitals_today(snapshot, mission, flight, range_m, on_progress)
    found = hospital_sites.answer(access, snapshot, mission=mission, range_m=range_m)
    if as_json:
        print_json(found)
    else:
        _print_hospitals(found, chinese=lang is Language.ZH)


def _print_hospitals(found: HospitalsAnswer, *, chinese: bool) -> None:
    print_table(
        "医院的起降点（航程 km）" if chinese else "Hospitals' landing sites (way in km)",
        ["医院", "确定可达", "可能可达"] if chinese else ["Hospital", "Surely reached", "Possibly"],
        [
            [
                one.name_zh if chinese else one.name_en,
                _nearest(one.surely, chinese=chinese),
                _nearest(one.possibly, chinese=chinese),
            ]
            for one in found.hospitals
        ],
    )
    if found.left_out:
        NOTES.print(
            f"无位置或精度、未计入：{len(found.left_out)} 处"
            if chinese
            else f"Without position or accuracy, left out: {len(found.left_out)}",
            highlight=False,
        )
    print_airspace(found.airspace, chinese=chinese)


def _nearest(nearest: NearestSite | None, *, chinese: bool) -> str:
    if nearest is None:
        return "无" if chinese else "none"
    name = nearest.site.name_zh if chinese else nearest.site.name_en
    perhaps_none = "可能没有" if chinese else "perhaps no way"
    most = perhaps_none if nearest.most_m is None else _km(nearest.most_m)
    return f"{name} {_km(nearest.least_m)} – {most}"
