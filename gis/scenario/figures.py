"""The headline of a scenario: the figures that are kept with its link."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from gis.results import Coverage, Gap, Interval
from gis.results_change import Certainty, ChangeRow, CoverageChange, NewlyNear
from gis.results_roads import RoadReach
from gis.scenario.additions import AddedCarrierRow, OpenedRoad, by_cluster


@dataclass(frozen=True, slots=True)
class Counted:
    """What coverage is, before and after, and what is gained and lost.

    Attributes
    ----------
    total
        The whole: the city's square metres, or its people.
    before, after
        Covered: low = surely, high = possibly.
    gained, lost
        Covered afterwards and not before, and the other way round.
    """

    total: float
    before: Interval
    after: Interval
    gained: Interval
    lost: Interval


@dataclass(frozen=True, slots=True)
class NearFigure:
    """That something is nearer to a place than it was: ids, and the certainty before and after."""

    layer: str
    place: str
    sort: str
    before: Certainty
    after: Certainty


@dataclass(frozen=True, slots=True)
class Figures:
    """The headline of a scenario: what is kept with its link.

    Attributes
    ----------
    area_m2, people
        Coverage by area, and by people; ``None`` where no town's population is published.
    towns_surely_gaining, towns_possibly_gaining, towns_surely_losing, towns_possibly_losing
        Ids of towns.
    near_m, newly_near
        What is called nearby, and the landmarks and stations that something comes near to.
    walk_m, hubs_before, hubs_after, landmarks_before, landmarks_after
        Hubs and landmarks within a straight walk of an open road segment.
    roads_opened, roads_with_length, published_km
        Segments that open, how many of them have a published length, and the sum of those;
        ``None`` where there is none.
    carriers_added, carriers_by_cluster
        How many carriers are new; one of several clusters counts in each.
    """

    area_m2: Counted
    people: Counted | None
    towns_surely_gaining: tuple[str, ...]
    towns_possibly_gaining: tuple[str, ...]
    towns_surely_losing: tuple[str, ...]
    towns_possibly_losing: tuple[str, ...]
    near_m: float
    newly_near: tuple[NearFigure, ...]
    walk_m: float
    hubs_before: Interval
    hubs_after: Interval
    landmarks_before: Interval
    landmarks_after: Interval
    roads_opened: int
    roads_with_length: int
    published_km: float | None
    carriers_added: int
    carriers_by_cluster: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a scenario's readings and its headline are made from.

    Attributes
    ----------
    before, after
        Coverage without and with the changes.
    gaps_before, gaps_after
        Its gaps.
    change
        What coverage gains and loses.
    reach_before, reach_after
        The walk-shed of the open road segments.
    near_m, newly_near
        What is called nearby, and what comes near to.
    roads, carriers
        What opens and what is new.
    """

    before: Coverage
    after: Coverage
    gaps_before: tuple[Gap, ...]
    gaps_after: tuple[Gap, ...]
    change: CoverageChange
    reach_before: RoadReach
    reach_after: RoadReach
    near_m: float
    newly_near: tuple[NewlyNear, ...]
    roads: tuple[OpenedRoad, ...]
    carriers: tuple[AddedCarrierRow, ...]


def figures(found: Found) -> Figures:
    """Return the headline of what was found."""
    city, rows = found.change.city, found.change.towns
    before, after = found.before.city, found.after.city
    area = Counted(
        before.area_m2, before.covered_m2, after.covered_m2, city.gained_m2, city.lost_m2
    )
    people = (before.covered_people, after.covered_people, city.gained_people, city.lost_people)
    lengths = [road.published_km for road in found.roads if road.published_km is not None]
    return Figures(
        area_m2=area,
        people=_counted(before.people, people),
        towns_surely_gaining=_gaining(rows, Certainty.SURELY),
        towns_possibly_gaining=_gaining(rows, Certainty.POSSIBLY),
        towns_surely_losing=_losing(rows, Certainty.SURELY),
        towns_possibly_losing=_losing(rows, Certainty.POSSIBLY),
        near_m=found.near_m,
        newly_near=tuple(
            NearFigure(
                one.layer, one.place, one.sort, one.reached.near_before, one.reached.near_after
            )
            for one in found.newly_near
        ),
        walk_m=found.reach_after.walk_m,
        hubs_before=_within_walk(found.reach_before, "hubs"),
        hubs_after=_within_walk(found.reach_after, "hubs"),
        landmarks_before=_within_walk(found.reach_before, "landmarks"),
        landmarks_after=_within_walk(found.reach_after, "landmarks"),
        roads_opened=len(found.roads),
        roads_with_length=len(lengths),
        published_km=fsum(lengths) if lengths else None,
        carriers_added=len(found.carriers),
        carriers_by_cluster=by_cluster(found.carriers),
    )


def _counted(total: float | None, parts: tuple[Interval | None, ...]) -> Counted | None:
    known = [part for part in parts if part is not None]
    return Counted(total, *known) if total is not None and len(known) == len(parts) else None


def _gaining(rows: tuple[ChangeRow, ...], certainty: Certainty) -> tuple[str, ...]:
    return tuple(row.town for row in rows if row.gains is certainty)


def _losing(rows: tuple[ChangeRow, ...], certainty: Certainty) -> tuple[str, ...]:
    return tuple(row.town for row in rows if row.loses is certainty)


def _within_walk(reach: RoadReach, layer: str) -> Interval:
    return dict(reach.city.features)[layer]
