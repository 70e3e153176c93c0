"""What the pages of scenarios say: one with its readings, the list, and two compared."""

from typing import Any

import geopandas as gpd

from gis.missions import MISSIONS
from gis.records import records
from gis.scenario.figures import Figures
from gis.scenario.model import Settings
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import Notes
from web.maps.town_layers import names
from web.scenario.figure_rows import figures_table
from web.scenario.problem_words import problem_words
from web.scenario.reading_tables import (
    added_carriers,
    change_rows,
    gap_changes,
    opened_roads,
    operator_towns,
    planner_towns,
    what_comes_near,
)
from web.scenario.scenario_map import scenario_layers, scenario_legend
from web.scenario.scenario_views import (
    ROLES,
    ComparisonView,
    ScenariosView,
    ScenarioView,
    SideShown,
)
from web.shell.tables import Cell, Heading, Table
from web.shell.template import CHINESE, Frame
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import Language

BASE = "base"
SHORT = 6
"""Characters of an id where it only tells versions of one title apart."""


def scenario_page(view: ScenarioView, frame: Frame) -> tuple[str, dict[str, Any], DrawnMap]:
    """Return a scenario's template, what it prints, and the map beside it."""
    words = Words(Texts(view.shell.language))
    layers = scenario_layers(view.city, Notes(words, view.city.sources), words.t)
    towns = view.city.towns
    drawn = DrawnMap(layers, names(towns, words.t), scenario_legend(words.t), towns)
    return "scenario.html", _content(view, frame, words), drawn


def _content(view: ScenarioView, frame: Frame, words: Words) -> dict[str, Any]:
    t = words.t
    towns = _names(view.city.towns, t)
    then = t("scenario.then") if view.computed else t("scenario.then_file")
    columns = [(then, view.then)]
    if view.now is not None and (view.changed or not view.computed):
        columns.append((t("scenario.today"), view.now))
    here = f"/scenarios/{view.line.id}"
    return {
        "title": view.line.title,
        "in_tab": f"{t('scenario.title')} {view.line.id[:SHORT]}"
        if _foreign(view.line.title, t)
        else view.line.title,
        "scenario": view.line,
        "saved": words.day(view.line.saved),
        "asked": _asked(view.settings, words),
        "changed": view.changed,
        "computed": view.computed,
        "trouble": view.trouble,
        "figures": figures_table(words, towns, columns, t("scenario.figures.caption")),
        "role": view.role,
        "tabs": [
            (role, frame.link(f"{here}/{role}" if role else here), role == view.role)
            for role in ("", *ROLES)
        ],
        "tables": {} if view.readings is None else _tables(view, words, towns),
        "near": "" if view.now is None else words.distance(view.now.near_m),
        "links": {
            "roads": frame.link("/scenarios/new", scenario=view.line.id),
            "version": frame.link("/operators/coverage", scenario=view.line.id, **_of(view)),
            "compare": frame.link("/scenarios/compare", b=view.line.id),
            "parent": frame.link(f"/scenarios/{view.line.parent}") if view.line.parent else "",
            "versus": ""
            if view.line.parent is None
            else frame.link("/scenarios/compare", a=view.line.parent, b=view.line.id),
            "list": frame.link("/scenarios"),
            "planner": frame.link("/planners/towns", scenario=view.line.id),
            "operator": frame.link("/operators/coverage", scenario=view.line.id, **_of(view)),
            "resident": frame.link("/landmarks", scenario=view.line.id),
            "file": f"{frame.root_path}{here}?f=json",
        },
    }


def _of(view: ScenarioView) -> dict[str, str]:
    """Return the settings of a scenario as the operator's page is asked for them."""
    asked = view.settings
    return {
        "mission": asked.mission,
        "radius_m": "" if asked.radius_m is None else f"{asked.radius_m:g}",
        "height_m": "" if asked.height_m is None else f"{asked.height_m:g}",
        "at": "" if asked.at is None else asked.at.isoformat(),
        "permitted": "true" if asked.permitted else "",
    }


def _tables(view: ScenarioView, words: Words, towns: dict[str, str]) -> dict[str, Table]:
    readings = view.readings
    if readings is None:
        return {}
    return {
        "towns": planner_towns(readings.planner, words),
        "roads": opened_roads(readings.planner.roads, words, towns),
        "carriers": added_carriers(readings.planner.carriers, words, towns),
        "coverage": operator_towns(readings.operator, words),
        "gaps": gap_changes(readings.operator.gaps, words),
        "near": what_comes_near(readings.resident.newly_near, words),
    }


def list_content(view: ScenariosView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the list's template and what it prints."""
    words = Words(Texts(view.shell.language))
    t = words.t
    headings = (
        Heading(t("scenario.title")),
        Heading(t("scenario.saved")),
        Heading(t("scenario.parent")),
        Heading(t("scenario.gained_area"), number=True),
        Heading(t("scenario.gained_people"), number=True),
        Heading(t("scenario.file")),
    )
    titles = {one.id: one.title for one, _ in view.scenarios}
    rows = tuple(
        (
            Cell(one.title, href=frame.link(f"/scenarios/{one.id}"), minor=one.id[:SHORT]),
            Cell(words.day(one.saved), sort=one.saved.timestamp()),
            Cell(
                titles.get(one.parent or "", ""),
                minor=(one.parent or "")[:SHORT],
                href=frame.link(f"/scenarios/{one.parent}") if one.parent in titles else "",
            ),
            *_gain(figures, words),
            Cell("JSON", href=f"{frame.root_path}/scenarios/{one.id}?f=json"),
        )
        for one, figures in view.scenarios
    )
    table = Table("scenarios", t("scenario.list.caption"), headings, rows)
    # Versions often have one title: the id tells them apart.
    choices = [
        (one.id, f"{one.title} · {one.id[:SHORT]}", _foreign(one.title, words.t))
        for one, _ in view.scenarios
    ]
    return "scenarios.html", {
        "table": table,
        "kept": view.kept,
        "choices": choices,
        "wrong": problem_words(view.problems, t, {"file": t("scenario.file")}),
        "nothing": t("scenario.list.empty" if view.listed else "scenario.list.unlisted"),
    }


def _foreign(title: str, t: Texts) -> bool:
    """Tell whether a title is in Chinese on an English page, where nothing inside can mark it."""
    return t.language is Language.EN and CHINESE.search(title) is not None


def _gain(figures: Figures | None, words: Words) -> tuple[Cell, Cell]:
    """Return what a scenario surely and possibly gains, by the figures kept with it."""
    if figures is None:
        none = Cell(words.t("none.value"), sort=-1.0)
        return none, none
    area, people = figures.area_m2.gained, figures.people
    gained = None if people is None else people.gained
    return (
        Cell(words.area(area), sort=area.low),
        Cell(words.people(gained), sort=-1.0 if gained is None else gained.low),
    )


def comparison_content(view: ComparisonView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the comparison's template and what it prints."""
    words = Words(Texts(view.shell.language))
    t = words.t
    sides = [
        (
            mark,
            _told_apart(side, view) or t("scenario.base"),
            "" if side.id == BASE else frame.link(f"/scenarios/{side.id}"),
            side.changed,
        )
        for mark, side in (("A", view.a), ("B", view.b))
    ]
    titles = {row.town: t.pick(row.name_zh, row.name_en) for row in view.change.towns}
    columns = [
        (f"{mark} · {title}", side.now)
        for (mark, title, _, _), side in zip(sides, (view.a, view.b), strict=True)
    ]
    city = view.change.city
    return "scenario_compare.html", {
        "sides": sides,
        "asked": _asked(view.settings, words),
        "b_only": words.area(city.gained_m2),
        "b_only_people": words.people(city.gained_people),
        "a_only": words.area(city.lost_m2),
        "a_only_people": words.people(city.lost_people),
        "figures": figures_table(words, titles, columns, t("scenario.figures.caption")),
        "difference": change_rows(view.change.towns, words),
        "near": what_comes_near(view.newly_near, words),
        "near_m": words.distance(view.near_m),
        "list": frame.link("/scenarios"),
    }


def _told_apart(side: SideShown, view: ComparisonView) -> str:
    """Return a side's title; two versions of one title are told apart by their ids."""
    same = view.a.title == view.b.title
    return f"{side.title} · {side.id[:SHORT]}" if same else side.title


def _asked(settings: Settings, words: Words) -> str:
    """Say what the figures are for: mission, radius and flight."""
    t, mission = words.t, MISSIONS[settings.mission]
    radius = mission.radius_m if settings.radius_m is None else settings.radius_m
    parts = [
        t.pick(mission.name_zh, mission.name_en),
        t("scenario.asked.radius", radius=words.distance(radius)),
    ]
    if settings.height_m is not None:
        parts.append(t("scenario.asked.height", height=words.distance(settings.height_m)))
    if settings.at is not None:
        parts.append(settings.at.isoformat(" ", "minutes"))
    if settings.permitted:
        parts.append(t("scenario.asked.permitted"))
    return " · ".join(parts)


def _names(towns: gpd.GeoDataFrame, t: Texts) -> dict[str, str]:
    return {row["id"]: t.pick(row["name_zh"], row["name_en"]) for row in records(towns)}
