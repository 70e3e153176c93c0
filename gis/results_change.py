"""Frozen results about what a change of the layers gains and loses.

Areas are square metres in EPSG:4547, people expected numbers of residents under an even spread of
each town's census population over its polygon.
"""

from dataclasses import dataclass
from enum import StrEnum

from gis.results import Area, Interval


class Certainty(StrEnum):
    """Whether something holds for the true positions, which nobody knows exactly; surest first."""

    SURELY = "surely"
    """For any true positions within the accuracies."""
    POSSIBLY = "possibly"
    """For some of them."""
    NO = "no"
    """For none of them."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What one town, or the whole city, gains and loses.

    Attributes
    ----------
    town, name_zh, name_en
        The town; ``city`` for the whole.
    area_m2, people
        Its size; ``people`` is ``None`` where none is published.
    gained_m2, gained_people
        Served afterwards and not before: low = surely, high = possibly.
    lost_m2, lost_people
        Served before and not afterwards.
    gains, loses
        Whether there is any such place.
    """

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None
    gained_m2: Interval
    gained_people: Interval | None
    lost_m2: Interval
    lost_people: Interval | None
    gains: Certainty
    loses: Certainty


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """What coverage gains and loses from one set of sites to another.

    Attributes
    ----------
    city, towns
        The whole, and every town by id.
    surely_gained, possibly_gained, surely_lost, possibly_lost
        The places themselves, inside the city (EPSG:4547).
    """

    city: ChangeRow
    towns: tuple[ChangeRow, ...]
    surely_gained: Area
    possibly_gained: Area
    surely_lost: Area
    possibly_lost: Area


@dataclass(frozen=True, slots=True)
class Reached:
    """The nearest feature of one sort to a place, before and after a change.

    Attributes
    ----------
    near_before, near_after
        Whether one is nearby.
    before_m, after_m
        Straight distance to the nearest in metres; ``None`` where there is none to measure to.
    feature, name_zh, name_en
        The feature whose distance has the least upper bound afterwards; ``None`` likewise.
    """

    near_before: Certainty
    near_after: Certainty
    before_m: Interval | None
    after_m: Interval | None
    feature: str | None
    name_zh: str | None
    name_en: str | None


@dataclass(frozen=True, slots=True)
class NewlyNear:
    """A place that something comes nearer to.

    Attributes
    ----------
    layer, place, name_zh, name_en
        The place: a landmark or a station.
    sort
        The layer of what comes nearer: ``takeoff_points`` or ``road_segments``.
    reached
        The nearest one before and after.
    """

    layer: str
    place: str
    name_zh: str
    name_en: str
    sort: str
    reached: Reached
