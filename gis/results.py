"""Frozen results: what the analyses answer, with units in the names.

Geometries are in EPSG:4547 (metres). Areas are square metres, people are expected numbers of
residents under an even spread of each town's census population over its polygon.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import Self

from shapely import Polygon
from shapely.geometry import MultiPolygon

Area = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure that the stated accuracies guarantee to lie between two bounds.

    Attributes
    ----------
    low, high
        The bounds, ``low <= high``, in the unit of the attribute that holds the interval.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse an empty interval."""
        if not self.low <= self.high:
            raise ValueError(f"interval bounds out of order: {self.low} > {self.high}")

    def __add__(self, other: Self) -> "Interval":
        """Add bound by bound: the figures are of disjoint parts."""
        return Interval(fsum((self.low, other.low)), fsum((self.high, other.high)))

    def share_of(self, total: float) -> "Interval":
        """Return the interval as a share of ``total`` (0 where the total is 0)."""
        if total <= 0:
            return Interval(0.0, 0.0)
        return Interval(min(1.0, self.low / total), min(1.0, self.high / total))


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Coverage of one town, or of the whole city.

    Attributes
    ----------
    town
        The town's id; ``city`` for the whole.
    name_zh, name_en
        Titles.
    area_m2
        Area of the polygon in square metres.
    people
        Census population; ``None`` where none is published for this unit.
    covered_m2, covered_people
        At least one serving site reaches: low = surely, high = possibly. ``covered_people`` is
        ``None`` exactly when ``people`` is.
    k_covered_m2
        At least k serving sites reach, for k = 1, 2, 3 in order; the first equals
        ``covered_m2``.
    with_planned_m2
        As ``covered_m2``, once every planned or building site has opened.
    """

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None
    covered_m2: Interval
    covered_people: Interval | None
    k_covered_m2: tuple[Interval, ...]
    with_planned_m2: Interval


class RadiusBasis(StrEnum):
    """Where a site's service radius comes from; an assumption must be shown as one."""

    STATED = "stated"
    """The site's own, stated for the mission."""
    ASKED = "asked"
    """Set by whoever asked."""
    ASSUMED = "assumed"
    """The mission's planning assumption."""


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site named beside a figure: its id, titles and status (a word of the layer)."""

    site: str
    name_zh: str
    name_en: str
    status: str


@dataclass(frozen=True, slots=True)
class SiteShare:
    """What one site adds that no other serving site does.

    Attributes
    ----------
    site, name_zh, name_en
        The site.
    radius_m, accuracy_m
        The service radius used and the position's accuracy.
    reach_m2
        Area served inside the city.
    alone_m2
        Area that only this site serves: low = surely by it and by no other possibly; high =
        possibly by it and by no other surely.
    radius_basis
        Where ``radius_m`` comes from.
    """

    site: str
    name_zh: str
    name_en: str
    radius_m: float
    accuracy_m: float
    reach_m2: Interval
    alone_m2: Interval
    radius_basis: RadiusBasis = RadiusBasis.ASSUMED


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of the city by its serving sites.

    Attributes
    ----------
    city
        The whole city.
    towns
        One row a town, by id.
    sites
        One row a serving site, by id.
    surely, possibly
        The areas themselves, clipped to the city (EPSG:4547); ``possibly`` contains ``surely``.
    error_m2
        Upper bound of the area by which drawing discs as polygons can widen ``city.covered_m2``.
    coming
        The planned and building sites that ``with_planned_m2`` counts, by id.
    not_counted
        Sites that count nowhere because of their status (candidate, unknown), by id.
    unplaced
        Sites that count nowhere because they have no position or no stated accuracy, by id.
    """

    city: CoverageRow
    towns: tuple[CoverageRow, ...]
    sites: tuple[SiteShare, ...]
    surely: Area
    possibly: Area
    error_m2: float
    coming: tuple[SiteName, ...] = ()
    not_counted: tuple[SiteName, ...] = ()
    unplaced: tuple[SiteName, ...] = ()


class GapReason(StrEnum):
    """Why a place is not surely covered; every gap face has exactly one."""

    OUT_OF_RANGE = "out_of_range"
    """No serving, building or planned site possibly reaches it."""
    UNDECIDED = "undecided"
    """A serving site possibly reaches it: a better position would settle it."""
    PLANNED_ONLY = "planned_only"
    """Only a planned or building site possibly reaches it."""
    BLOCKED_BY_ZONE = "blocked_by_zone"
    """A site would possibly reach it, but geozones are in the way."""
    HEIGHT_LIMITED = "height_limited"
    """As blocked, but only by zones whose ceiling is under the flight's height."""
    SITE_FULL = "site_full"
    """Every site that surely reaches it is asked to carry more than its stated capacity."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The part of one town that is not surely covered for one reason.

    Attributes
    ----------
    rank
        1 for the worst: most people first, then the largest area.
    town, name_zh, name_en, reason
        Where and why.
    geometry
        The gap's faces, merged (EPSG:4547).
    area_m2, people
        Its size; ``people`` is ``None`` where the town has no published population.
    nearest_site, nearest_name_zh, nearest_name_en
        The serving site nearest to the gap's inner point; ``None`` where no site serves.
    distance_m
        From the gap's inner point to that site, given the site's accuracy; ``None`` likewise.
    zones
        Ids of the geozones in the way; empty for other reasons.
    """

    rank: int
    town: str
    name_zh: str
    name_en: str
    reason: GapReason
    geometry: Area
    area_m2: float
    people: float | None
    nearest_site: str | None
    nearest_name_zh: str | None
    nearest_name_en: str | None
    distance_m: Interval | None
    zones: tuple[str, ...] = ()
