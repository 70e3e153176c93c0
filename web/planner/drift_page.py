"""What the page of drift says: who was named when, and what each plan changed."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from gis.policy.drift import RULE_EN, RULE_ZH, History, Standing
from gis.policy.results import Change, Drift
from gis.policy.vocabulary import CLUSTER_FIELDS
from web.maps.drawn_map import DrawnMap
from web.planner.clauses import Clauses
from web.planner.drift_map import DriftYears
from web.planner.plans_views import DriftView
from web.shell.json_block import json_block
from web.shell.template import Frame
from web.shell.texts import Texts

CHANGES = {
    Change.KEPT: "drift.change.kept",
    Change.DROPPED: "drift.change.dropped",
    Change.ADDED: "drift.change.added",
    Change.NOT_REPEATED: "drift.change.not_repeated",
}
STANDINGS = {
    Standing.DIRECT: "drift.standing.direct",
    Standing.THROUGH_AREA: "drift.standing.through_area",
    Standing.DROPPED: "drift.standing.dropped",
    Standing.NOT_NAMED: "drift.standing.not_named",
    Standing.NOT_ADDRESSED: "drift.standing.not_addressed",
}
LEVELS = {"town": "drift.level.town", "place": "drift.level.place"}
Choice = tuple[str, str, bool]
"""Value, title, and whether it is the one asked for."""


def drift_content(view: DriftView, frame: Frame) -> tuple[str, dict[str, Any], DrawnMap]:
    """Return the template, what it prints, and the map.

    Parameters
    ----------
    view
        What was asked and answered.
    frame
        The page.
    """
    t = Texts(frame.shell.language)
    clauses = Clauses(view.lookup, frame, view.towns)
    drawn = DriftYears(view, t, clauses)
    slider = drawn.slider()
    in_year = [one for one in view.changes if view.asked["year"] in ("", str(one.year_after))]
    counts = {
        change: sum(one.change is change for one in in_year if one.level == _level(view))
        for change in Change
    }
    values = {
        "years": t("list.comma").join(str(year) for _, year in view.report.plans),
        "rule": t.pick(RULE_ZH, RULE_EN),
        "selects": tuple(_selects(view, t)),
        "counts": [(str(one), t(CHANGES[one]), number) for one, number in counts.items()],
        "slider": slider,
        "slider_facts": Markup(json_block(slider["facts"])),  # noqa: S704  # escaped JSON
        "listed": len(in_year),
        "one_year": view.asked["year"],
        "all_years": {key: value for key, value in view.asked.items() if key != "year"},
        "matrix": _matrix(view, t, clauses),
        "once": _once(view, t, clauses),
        "key": [(str(standing), t(key)) for standing, key in STANDINGS.items()],
        "changes": [_change(one, view, t, clauses) for one in view.changes],
    }
    return "drift.html", values, drawn.map()


def _level(view: DriftView) -> str:
    return view.asked["level"]


def field_titles(t: Texts) -> dict[str, str]:
    """Return the title of each field, in the vocabulary's order."""
    return {term.id: t.pick(term.zh, term.en) for term in CLUSTER_FIELDS}


def choices(titles: dict[str, str], asked: str) -> tuple[Choice, ...]:
    """Return what a form offers."""
    return tuple((value, title, value == asked) for value, title in titles.items())


def _selects(view: DriftView, t: Texts) -> Iterator[tuple[str, str, tuple[Choice, ...]]]:
    every = {"": t("plans.all")}
    fields = {
        field: title for field, title in field_titles(t).items() if field in view.report.addressed
    }
    towns = {town: t.pick(*names) for town, names in view.towns.items()}
    changes = {str(change): t(key) for change, key in CHANGES.items()}
    levels = {level: t(key) for level, key in LEVELS.items()}
    yield "field", t("plans.field"), choices(every | fields, view.asked["field"])
    yield "town", t("column.town"), choices(every | towns, view.asked["town"])
    yield "change", t("drift.change"), choices(every | changes, view.asked["change"])
    yield "level", t("drift.level"), choices(levels, view.asked["level"])
    years = {str(row["year"]) for row in view.lookup.tables["policy_documents"].values()}
    offered = {year: year for year in sorted(years)}
    yield "year", t("planner.year"), choices(every | offered, view.asked["year"])


def _matrix(view: DriftView, t: Texts, clauses: Clauses) -> dict[str, Any]:
    """Return units by fields through the plans, or units by plans where one field is asked for."""
    titles = field_titles(t)
    one_field = view.asked["field"]
    shown = [one for one in view.histories if one_field or _compared(view, one.field)]
    fields = [field for field in titles if any(one.field == field for one in shown)]
    cells = {(one.unit, one.field): one for one in shown}
    names = {one.unit: t.pick(one.name_zh, one.name_en) for one in shown}
    if _level(view) == "town":
        names = {town: name for town, name in _towns(view, t).items() if town in names}
    years = [clauses.document(plan) for plan, _ in view.report.plans]
    return {
        "single": titles[one_field] if one_field else "",
        "years": years,
        "fields": [titles[field] for field in fields],
        "rows": [
            (name, [_cell(cells.get((unit, field)), years, t) for field in fields])
            for unit, name in names.items()
        ],
    }


def _towns(view: DriftView, t: Texts) -> dict[str, str]:
    return {town: t.pick(*names) for town, names in view.towns.items()}


def _compared(view: DriftView, field: str) -> bool:
    return len(view.report.addressed[field]) > 1


def _cell(
    history: History | None, years: Sequence[str], t: Texts
) -> tuple[str, list[tuple[str, str]]]:
    """Return what a cell says, and its marks with what each says."""
    if history is None:
        return "", []
    marks = [(str(one), t(STANDINGS[one])) for one in history.plans.values()]
    said = [f"{year}{t('list.colon')}{word}" for year, (_, word) in zip(years, marks, strict=True)]
    return t("list.semicolon").join(said), marks


def _once(view: DriftView, t: Texts, clauses: Clauses) -> list[str]:
    """Return the fields that one plan alone addresses."""
    titles = field_titles(t)
    return [
        t("drift.once.field", field=titles[field], document=clauses.document(plans[0]))
        for field, plans in view.report.addressed.items()
        if len(plans) == 1 and view.asked["field"] in ("", field)
    ]


def _change(one: Drift, view: DriftView, t: Texts, clauses: Clauses) -> dict[str, Any]:
    marks = []
    if one.through_area:
        marks.append(t("drift.mark.through_area"))
    if one.open_list:
        marks.append(t("drift.mark.maybe"))
    return {
        "unit": t.pick(one.name_zh, one.name_en),
        "field": field_titles(t)[one.field],
        "year": one.year_after,
        "off": view.asked["year"] not in ("", str(one.year_after)),
        "step": f"{one.year_before} → {one.year_after}",
        "kind": str(one.change),
        "change": t(CHANGES[one.change]),
        "marks": marks,
        "before": clauses.of_namings(view.namings[id_] for id_ in one.namings_before),
        "after": clauses.of_namings(view.namings[id_] for id_ in one.namings_after),
    }
