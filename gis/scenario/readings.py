"""One scenario, three readings: the planner's towns, the operator's coverage, the resident's ways.

All are made from the same findings, so that no role is told another figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gis.results import CoverageRow, Gap, GapReason, Interval, SiteShare
from gis.results_change import Certainty, ChangeRow, NewlyNear
from gis.results_roads import Verdict
from gis.scenario.additions import AddedCarrierRow, OpenedRoad, by_cluster
from gis.scenario.figures import Found


@dataclass(frozen=True, slots=True)
class PlannerTown:
    """What a scenario brings one town.

    Attributes
    ----------
    town, name_zh, name_en, area_m2, people
        The town; ``people`` is ``None`` where none is published.
    before_m2, after_m2
        Area covered: low = surely, high = possibly.
    gained_m2, gained_people, lost_m2, lost_people
        Covered afterwards and not before, and the other way round.
    gains, loses
        How certain that is.
    carriers, roads
        Ids of the carriers added in it and of the roads opened whose stated towns hold it.
    """

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None
    before_m2: Interval
    after_m2: Interval
    gained_m2: Interval
    gained_people: Interval | None
    lost_m2: Interval
    lost_people: Interval | None
    gains: Certainty
    loses: Certainty
    carriers: tuple[str, ...]
    roads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannerReading:
    """What a planner reads: the towns, those that surely gain most first, and what they get.

    Attributes
    ----------
    towns
        Every town.
    carriers, carriers_by_cluster
        The carriers added, and how many for each cluster; one of several counts in each.
    roads
        The road segments opened.
    roads_verdict
        Whether anything sure can be said of what open roads reach.
    """

    towns: tuple[PlannerTown, ...]
    carriers: tuple[AddedCarrierRow, ...]
    carriers_by_cluster: Mapping[str, int]
    roads: tuple[OpenedRoad, ...]
    roads_verdict: Verdict


@dataclass(frozen=True, slots=True)
class GapChange:
    """What of one town was not surely covered for one reason, before and after.

    Attributes
    ----------
    town, name_zh, name_en, reason
        Where and why.
    before_m2, after_m2
        Its area.
    before_people, after_people
        The people there; ``None`` where no population is published.
    """

    town: str
    name_zh: str
    name_en: str
    reason: GapReason
    before_m2: float
    after_m2: float
    before_people: float | None
    after_people: float | None


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """Coverage of one town or the city before and after, and the difference."""

    before: CoverageRow
    after: CoverageRow
    change: ChangeRow


@dataclass(frozen=True, slots=True)
class OperatorReading:
    """What an operator reads.

    Attributes
    ----------
    city, towns
        Coverage before, after, and the difference; towns by id.
    gaps
        Every gap that there is before or after, by town and reason: most closed first.
    sites
        The sites that serve afterwards and did not serve before as they do now.
    """

    city: CoverageStep
    towns: tuple[CoverageStep, ...]
    gaps: tuple[GapChange, ...]
    sites: tuple[SiteShare, ...]


@dataclass(frozen=True, slots=True)
class ResidentReading:
    """What a resident reads: where something comes near that was not, of the public layers.

    Attributes
    ----------
    near_m
        What is called nearby, in metres of straight distance.
    newly_near
        Landmarks and stations, and what comes near them.
    """

    near_m: float
    newly_near: tuple[NewlyNear, ...]


def planner_reading(found: Found) -> PlannerReading:
    """Return what a planner reads in what was found."""
    before = {row.town: row for row in found.before.towns}
    after = {row.town: row for row in found.after.towns}
    towns = [
        _planner_town(row, before[row.town], after[row.town], found) for row in found.change.towns
    ]
    towns.sort(key=lambda town: (-town.gained_m2.low, -town.gained_m2.high, town.town))
    return PlannerReading(
        tuple(towns),
        found.carriers,
        by_cluster(found.carriers),
        found.roads,
        found.reach_after.verdict,
    )


def _planner_town(
    row: ChangeRow, before: CoverageRow, after: CoverageRow, found: Found
) -> PlannerTown:
    return PlannerTown(
        town=row.town,
        name_zh=row.name_zh,
        name_en=row.name_en,
        area_m2=row.area_m2,
        people=row.people,
        before_m2=before.covered_m2,
        after_m2=after.covered_m2,
        gained_m2=row.gained_m2,
        gained_people=row.gained_people,
        lost_m2=row.lost_m2,
        lost_people=row.lost_people,
        gains=row.gains,
        loses=row.loses,
        carriers=tuple(one.carrier for one in found.carriers if row.town in one.towns),
        roads=tuple(one.segment for one in found.roads if row.town in one.towns),
    )


def operator_reading(found: Found) -> OperatorReading:
    """Return what an operator reads in what was found."""
    after = {row.town: row for row in found.after.towns}
    change = {row.town: row for row in found.change.towns}
    steps = tuple(
        CoverageStep(row, after[row.town], change[row.town]) for row in found.before.towns
    )
    old = set(_services(found.before.sites))
    shares = zip(found.after.sites, _services(found.after.sites), strict=True)
    return OperatorReading(
        city=CoverageStep(found.before.city, found.after.city, found.change.city),
        towns=steps,
        gaps=_gap_changes(found.gaps_before, found.gaps_after),
        sites=tuple(share for share, service in shares if service not in old),
    )


def _services(shares: tuple[SiteShare, ...]) -> list[tuple[str, float, float, Interval]]:
    """Return what tells a site that serves as it did from a new or moved one."""
    return [(one.site, one.radius_m, one.accuracy_m, one.reach_m2) for one in shares]


def _gap_changes(before: tuple[Gap, ...], after: tuple[Gap, ...]) -> tuple[GapChange, ...]:
    old = {(gap.town, gap.reason): gap for gap in before}
    new = {(gap.town, gap.reason): gap for gap in after}
    changes = [_gap_change(old.get(key), new.get(key)) for key in {**old, **new}]
    changes.sort(key=lambda gap: (gap.after_m2 - gap.before_m2, gap.town, gap.reason))
    return tuple(changes)


def _gap_change(old: Gap | None, new: Gap | None) -> GapChange:
    one = old or new
    assert one is not None  # noqa: S101  # each key is of one of the two
    # A gap that is not there has nobody in it, if anybody's number is known at all.
    nobody = None if one.people is None else 0.0
    return GapChange(
        town=one.town,
        name_zh=one.name_zh,
        name_en=one.name_en,
        reason=one.reason,
        before_m2=old.area_m2 if old else 0.0,
        after_m2=new.area_m2 if new else 0.0,
        before_people=old.people if old else nobody,
        after_people=new.people if new else nobody,
    )


def resident_reading(found: Found) -> ResidentReading:
    """Return what a resident reads in what was found."""
    return ResidentReading(found.near_m, found.newly_near)
