"""What was kept, dropped and added from plan to plan: an inference, with its rule.

Rule. Take, for each field, the plans that name any place for it, in order of year; letters are not
plans. Between each such plan and the next, a unit named in both is *kept*, in the earlier only is
*dropped*, in the later only is *added*. A plan that names no place for a field does not address it:
nothing is dropped by its silence. A plan that names only landmarks for a field lays nothing out:
what it leaves out is *not repeated*, and not dropped. No document says that it drops a town, and a
list that ends in 等 may still mean it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import geopandas as gpd

from gis.policy.results import Change, Drift, DriftReport, Naming, TownRow
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import Record, records

Named = Mapping[str, Mapping[str, Sequence[Naming]]]
"""Plan to unit to the namings of one field."""
Unit = tuple[str, str]
"""Chinese and English name."""


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
