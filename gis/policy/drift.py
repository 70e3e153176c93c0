"""What was kept, dropped and added from plan to plan: an inference, with its rule.

Rule. Take, for each field, the plans that name any place for it, in order of year; letters are not
plans. Between each such plan and the next, a unit named in both is *kept*, in the earlier only is
*dropped*, in the later only is *added*. A plan that names no place for a field does not address it:
nothing is dropped by its silence. A plan that names only landmarks for a field lays nothing out:
what it leaves out is *not repeated*, and not dropped. No document says that it drops a town, and a
list that ends in 等 may still mean it. A place that no unit of today answers to is not compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import geopandas as gpd

from gis.policy.results import Change, Drift, DriftReport, Naming, TownRow
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import Record, records

Named = Mapping[str, Mapping[str, Sequence[Naming]]]
"""Plan to unit to the namings of one field."""
Unit = tuple[str, str]
"""Chinese and English name."""
RULE_ZH = (
    "逐个领域，把点名了任何地点的规划按年份排开（复函不是规划），比较相邻两份：都点名为保留，"
    "只有前一份点名为未再点名，只有后一份点名为新增。没有为该领域点名任何地点的规划视为未涉及，"
    "不因其沉默算作未再点名；只点名地标的规划不作布局，略去的记为未重申。"
    "没有文件写明取消了哪个镇街。"
)
RULE_EN = (
    "Field by field, the plans that name any place for it are set in order of year (letters are "
    "not plans) and neighbours compared: named in both is kept, in the earlier only dropped, in "
    "the later only added. A plan that names no place for a field does not address it, and its "
    "silence drops nothing; a plan that names only landmarks lays nothing out, and what it leaves "
    "out is not repeated. No document says that it drops a town."
)


class Standing(StrEnum):
    """How a unit stands in one plan for one field."""

    DIRECT = "direct"
    THROUGH_AREA = "through_area"
    """Named only through an area or site."""
    DROPPED = "dropped"
    """Not named, after the plan before had named it (see :class:`Change`)."""
    NOT_NAMED = "not_named"
    NOT_ADDRESSED = "not_addressed"
    """The plan names no place for the field."""


@dataclass(frozen=True, slots=True)
class History:
    """One unit and one field through all plans.

    Attributes
    ----------
    field, unit, name_zh, name_en
        The field and the unit: a town or functional area, or a place as written.
    plans
        By plan, oldest first.
    """

    field: str
    unit: str
    name_zh: str
    name_en: str
    plans: Mapping[str, Standing]


def drift(
    rows: Sequence[TownRow], documents: gpd.GeoDataFrame, places: gpd.GeoDataFrame
) -> DriftReport:
    """Return kept, dropped and added, by field, step and unit.

    Parameters
    ----------
    rows
        The matrix of all documents (:func:`gis.policy.matrix.town_matrix`).
    documents, places
        Tables of the record.
    """
    plans = sorted(
        (int(row["year"]), row["id"]) for row in records(documents) if row["kind"] == "plan"
    )
    years = {document: year for year, document in plans}
    places_by_id = {row["id"]: row for row in records(places)}
    by_town = _by_field(rows, lambda row, _naming: row.town)
    by_place = _by_field(rows, lambda _row, naming: naming.place)
    towns = {row.town: (row.name_zh, row.name_en) for row in rows}
    addressed: dict[str, tuple[str, ...]] = {}
    changes: list[Drift] = []
    for term in CLUSTER_FIELDS:
        steps = [plan for _, plan in plans if by_town.get(term.id, {}).get(plan)]
        if steps:
            addressed[term.id] = tuple(steps)
        for before, after in pairwise(steps):
            step = (term.id, before, after)
            changes += _changes(step, years, "town", by_town[term.id], towns)
            names = _place_names(places_by_id)
            changes += _changes(step, years, "place", by_place[term.id], names)
    return DriftReport(tuple((plan, year) for year, plan in plans), addressed, tuple(changes))


def _place_names(places: Mapping[str, Record]) -> dict[str, Unit]:
    return {id_: (place["name_zh"], place["name_en"]) for id_, place in places.items()}


def _by_field(
    rows: Iterable[TownRow], unit: Callable[[TownRow, Naming], str]
) -> dict[str, dict[str, dict[str, list[Naming]]]]:
    """Return field to plan to unit to namings, each designation once a unit."""
    found: dict[str, dict[str, dict[str, list[Naming]]]] = {}
    for row in rows:
        for naming in row.namings:
            plan = found.setdefault(naming.field, {}).setdefault(naming.document, {})
            held = plan.setdefault(unit(row, naming), [])
            if naming.designation not in {one.designation for one in held}:
                held.append(naming)
    return found


def _lays_out(plan: Mapping[str, Sequence[Naming]]) -> bool:
    return any(one.topic_kind != "landmark" for held in plan.values() for one in held)


def _changes(
    step: tuple[str, str, str],
    years: Mapping[str, int],
    level: str,
    named: Named,
    names: Mapping[str, Unit],
) -> Iterator[Drift]:
    field, before, after = step
    left_out = Change.DROPPED if _lays_out(named[after]) else Change.NOT_REPEATED
    open_later = any(one.open_list for held in named[after].values() for one in held)
    for unit in sorted({*named[before], *named[after]}):
        then, now = named[before].get(unit, ()), named[after].get(unit, ())
        change = Change.KEPT if then and now else left_out if then else Change.ADDED
        sides = [side for side in (then, now) if side]
        yield Drift(
            field=field,
            unit=unit,
            name_zh=names[unit][0],
            name_en=names[unit][1],
            level=level,
            before=before,
            after=after,
            year_before=years[before],
            year_after=years[after],
            change=change,
            through_area=level == "town"
            and any(all(one.via is not None for one in side) for side in sides),
            open_list=change is Change.DROPPED and open_later,
            namings_before=tuple(one.designation for one in then),
            namings_after=tuple(one.designation for one in now),
        )


def histories(
    report: DriftReport, rows: Sequence[TownRow], places: gpd.GeoDataFrame, level: str
) -> tuple[History, ...]:
    """Return every unit that any plan names, field by field, through all plans.

    Parameters
    ----------
    report, rows, places
        What :func:`drift` returned, and what it was given.
    level
        ``town`` or ``place``.
    """
    if level == "town":
        named = _by_field(rows, lambda row, _naming: row.town)
        names: Mapping[str, Unit] = {row.town: (row.name_zh, row.name_en) for row in rows}
    else:
        named = _by_field(rows, lambda _row, naming: naming.place)
        names = _place_names({row["id"]: row for row in records(places)})
    dropped = {
        (one.field, one.after, one.unit)
        for one in report.changes
        if one.level == level and one.change is Change.DROPPED
    }
    plans = [plan for plan, _ in report.plans]
    found = []
    for field, addressed in report.addressed.items():
        here = named[field]
        for unit in sorted({unit for plan in addressed for unit in here[plan]}):
            standings = {
                plan: Standing.DROPPED
                if (field, plan, unit) in dropped
                else _standing(here.get(plan), unit, level)
                for plan in plans
            }
            found.append(History(field, unit, *names[unit], standings))
    return tuple(found)


def _standing(plan: Mapping[str, Sequence[Naming]] | None, unit: str, level: str) -> Standing:
    if not plan:
        return Standing.NOT_ADDRESSED
    namings = plan.get(unit)
    if not namings:
        return Standing.NOT_NAMED
    through = level == "town" and all(one.via is not None for one in namings)
    return Standing.THROUGH_AREA if through else Standing.DIRECT
