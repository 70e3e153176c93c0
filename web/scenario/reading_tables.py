"""The three readings of a scenario as tables."""

from collections.abc import Iterable, Mapping

from gis.catalogue import LAYERS
from gis.results import Interval
from gis.results_change import Certainty, ChangeRow, NewlyNear
from gis.scenario.additions import AddedCarrierRow, LengthBasis, OpenedRoad
from gis.scenario.readings import GapChange, OperatorReading, PlannerReading, PlannerTown
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words

Names = Mapping[str, str]
BRIEF = 6
"""Rows of a table before its button for more: three readings stand below each other."""
_GAINS = {
    Certainty.SURELY: "scenario.gains.surely",
    Certainty.POSSIBLY: "scenario.gains.possibly",
    Certainty.NO: "scenario.gains.no",
}
_LOSES_TOO = {
    Certainty.SURELY: "scenario.loses_too",
    Certainty.POSSIBLY: "scenario.may_lose_too",
}
_NEAR = {
    Certainty.SURELY: "scenario.near.surely",
    Certainty.POSSIBLY: "scenario.near.possibly",
    Certainty.NO: "scenario.near.no",
}
_SORTS = {"takeoff_points": "scenario.sort.takeoff", "road_segments": "scenario.sort.road"}
_RANK = {Certainty.SURELY: 0, Certainty.POSSIBLY: 1, Certainty.NO: 2}


def planner_towns(reading: PlannerReading, words: Words) -> Table:
    """Return the towns that a scenario brings anything, those that surely gain most first."""
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("scenario.gains")),
        Heading(t("scenario.gained_people"), number=True),
        Heading(t("scenario.before_after")),
        Heading(t("scenario.brings"), wide=True),
    )
    carriers = {one.carrier: t.pick(one.name_zh, one.name_en) for one in reading.carriers}
    roads = {one.segment: t.pick(one.name_zh, one.name_en) for one in reading.roads}
    rows = tuple(
        _planner_town(town, words, carriers | roads) for town in reading.towns if _touched(town)
    )
    return Table("towns-gained", t("scenario.towns.caption"), headings, rows, brief=BRIEF)


def _touched(town: PlannerTown) -> bool:
    moves = {town.gains, town.loses} != {Certainty.NO}
    return moves or bool(town.carriers or town.roads)


def _planner_town(town: PlannerTown, words: Words, brought: Names) -> tuple[Cell, ...]:
    t = words.t
    before, after = (part.share_of(town.area_m2) for part in (town.before_m2, town.after_m2))
    gained = town.gained_people
    return (
        Cell(t.pick(town.name_zh, town.name_en)),
        Cell(
            t(_GAINS[town.gains]),
            sort=_RANK[town.gains],
            minor="" if town.loses is Certainty.NO else t(_LOSES_TOO[town.loses]),
        ),
        Cell(
            words.people(gained),
            sort=-1.0 if gained is None else gained.low,
            minor=words.area(town.gained_m2),
        ),
        Cell(f"{words.share(before)} → {words.share(after)}", sort=after.low, bar=after),
        Cell(t("list.comma").join(brought[one] for one in (*town.carriers, *town.roads))),
    )


def opened_roads(roads: Iterable[OpenedRoad], words: Words, towns: Names) -> Table:
    """Return the roads that open, each with what is known of its length."""
    t = words.t
    headings = (
        Heading(t("scenario.road")),
        Heading(t("column.town")),
        Heading(t("scenario.length"), wide=True),
    )
    rows = tuple(
        (
            Cell(t.pick(road.name_zh, road.name_en), show=f"road_segments:{road.segment}"),
            Cell(_towns(road.towns, words, towns)),
            Cell(_length(road, words)),
        )
        for road in roads
    )
    return Table("roads-opened", t("scenario.roads.caption"), headings, rows)


def _length(road: OpenedRoad, words: Words) -> str:
    t = words.t
    if road.published_km is not None:
        return t("scenario.length.published", length=words.distance(road.published_km * 1_000))
    if road.at_least_km is not None and road.drawn_km is not None:
        return t(
            "scenario.length.drawn",
            least=words.distance(road.at_least_km * 1_000),
            drawn=words.distance(road.drawn_km * 1_000),
        )
    known = road.basis is LengthBasis.SCHEMATIC
    return t("scenario.length.schematic") if known else t("scenario.length.unknown")


def added_carriers(carriers: Iterable[AddedCarrierRow], words: Words, towns: Names) -> Table:
    """Return the carriers that are new."""
    t, spec = words.t, LAYERS["carriers"]
    headings = (
        Heading(t("scenario.carrier")),
        Heading(t("column.kind")),
        Heading(t("column.town")),
        Heading(t("scenario.clusters"), wide=True),
    )
    rows = tuple(
        (
            Cell(t.pick(one.name_zh, one.name_en)),
            Cell(words.value(spec.column("kind"), one.kind)),
            Cell(_towns(one.towns, words, towns)),
            Cell(words.value(spec.column("clusters"), one.clusters)),
        )
        for one in carriers
    )
    return Table("carriers-added", t("scenario.carriers.caption"), headings, rows)


def _towns(ids: Iterable[str], words: Words, towns: Names) -> str:
    names = words.t("list.comma").join(towns.get(one, one) for one in ids)
    return names or words.t("scenario.not_stated")


def operator_towns(reading: OperatorReading, words: Words) -> Table:
    """Return coverage by town, before and after, the towns that change only."""
    changes = [
        (step.change, step.before.covered_m2, step.after.covered_m2)
        for step in reading.towns
        if step.change.gains is not Certainty.NO or step.change.loses is not Certainty.NO
    ]
    changes.sort(key=lambda row: (-row[0].gained_m2.low, -row[0].gained_m2.high, row[0].town))
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("scenario.before")),
        Heading(t("scenario.after")),
        Heading(t("scenario.gained_area"), number=True),
        Heading(t("scenario.lost_area"), number=True),
    )
    rows = tuple(_operator_town(*change, words) for change in changes)
    return Table("towns-covered", t("scenario.coverage.caption"), headings, rows, brief=BRIEF)


def _operator_town(row: ChangeRow, old: Interval, new: Interval, words: Words) -> tuple[Cell, ...]:
    before, after = old.share_of(row.area_m2), new.share_of(row.area_m2)
    return (
        Cell(words.t.pick(row.name_zh, row.name_en)),
        Cell(words.share(before), sort=before.low, bar=before),
        Cell(words.share(after), sort=after.low, bar=after),
        Cell(words.area(row.gained_m2), sort=row.gained_m2.low),
        Cell(words.area(row.lost_m2), sort=row.lost_m2.low),
    )


def gap_changes(gaps: Iterable[GapChange], words: Words) -> Table:
    """Return the gaps that become smaller or larger, those that close most first."""
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("column.reason")),
        Heading(t("scenario.before"), number=True),
        Heading(t("scenario.after"), number=True),
        Heading(t("scenario.people_missed_after"), number=True),
    )
    rows = tuple(
        (
            Cell(t.pick(gap.name_zh, gap.name_en)),
            Cell(t(f"gap.{gap.reason}"), swatch=str(gap.reason)),
            Cell(words.area(gap.before_m2), sort=gap.before_m2),
            Cell(words.area(gap.after_m2), sort=gap.after_m2),
            Cell(words.people(gap.after_people), sort=gap.after_people or 0.0),
        )
        for gap in gaps
        if abs(gap.after_m2 - gap.before_m2) > 1.0
    )
    return Table("gaps-changed", t("scenario.gaps.caption"), headings, rows, brief=BRIEF)


def what_comes_near(found: Iterable[NewlyNear], words: Words) -> Table:
    """Return what comes near landmarks and stations, surely near ones first."""
    t = words.t
    headings = (
        Heading(t("scenario.place")),
        Heading(t("scenario.comes_near")),
        Heading(t("column.distance"), number=True),
        Heading(t("scenario.sure"), wide=True),
        Heading(t("scenario.was")),
    )
    rows = tuple(
        (
            Cell(t.pick(one.name_zh, one.name_en)),
            Cell(t(_SORTS[one.sort]), minor=t.pick(one.reached.name_zh, one.reached.name_en)),
            Cell(
                t("none.value")
                if one.reached.after_m is None
                else words.reach(one.reached.after_m),
                sort=one.reached.after_m.high if one.reached.after_m else float("inf"),
            ),
            Cell(t(_NEAR[one.reached.near_after]), sort=_RANK[one.reached.near_after]),
            Cell(_was(one, words)),
        )
        for one in found
    )
    return Table("newly-near", t("scenario.near.caption"), headings, rows, brief=BRIEF)


def _was(one: NewlyNear, words: Words) -> str:
    if one.reached.before_m is None:
        return words.t("scenario.was_none")
    return words.reach(one.reached.before_m)


def change_rows(rows: Iterable[ChangeRow], words: Words) -> Table:
    """Return the towns between two scenarios: what the second covers and the first does not."""
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("scenario.b_only"), number=True),
        Heading(t("scenario.b_only_people"), number=True),
        Heading(t("scenario.a_only"), number=True),
        Heading(t("scenario.a_only_people"), number=True),
    )
    differing = [
        row for row in rows if row.gains is not Certainty.NO or row.loses is not Certainty.NO
    ]
    cells = tuple(
        (
            Cell(t.pick(row.name_zh, row.name_en)),
            Cell(words.area(row.gained_m2), sort=row.gained_m2.low),
            Cell(words.people(row.gained_people), sort=row.gained_m2.low),
            Cell(words.area(row.lost_m2), sort=row.lost_m2.low),
            Cell(words.people(row.lost_people), sort=row.lost_m2.low),
        )
        for row in differing
    )
    return Table("difference", t("scenario.difference.caption"), headings, cells, brief=BRIEF)
