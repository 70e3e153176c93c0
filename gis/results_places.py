"""Frozen results about places: landmark cards, the road register.

Ids refer to the layers of :mod:`gis.catalogue`; distances are metres in EPSG:4547.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gis.results import Interval


class PositionClass(StrEnum):
    """How well a position is known, in words."""

    EXACT = "exact"
    """Surveyed, or known to 25 m or better."""
    ABOUT = "about"
    """Within about ``accuracy_m`` of the point shown."""
    TOWN = "town"
    """Only its town is known, or the drawing is schematic."""
    UNKNOWN = "unknown"
    """No position, or none whose accuracy is known."""


@dataclass(frozen=True, slots=True)
class FacilityCard:
    """One facility that a landmark rests on.

    Attributes
    ----------
    facility, name_zh, name_en, town, status, source
        As in the facilities layer; ``town`` is ``None`` where it is not stated.
    position
        How well its position is known.
    accuracy_m
        The radius within which it truly lies; ``None`` where the position is unknown.
    """

    facility: str
    name_zh: str
    name_en: str
    town: str | None
    status: str
    source: str
    position: PositionClass
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class Nearby:
    """A feature near a landmark.

    Attributes
    ----------
    layer, feature, name_zh, name_en, status
        The feature; ``kind`` where its layer has kinds, else ``""``.
    distance_m
        Distance to the nearest of the landmark's facilities, in a straight line (EPSG:4547);
        both accuracies are in it.
    facility
        The facility whose distance has the least upper bound; ``None`` where the landmark's own
        point was measured from.
    """

    layer: str
    feature: str
    kind: str
    name_zh: str
    name_en: str
    status: str
    distance_m: Interval
    facility: str | None


@dataclass(frozen=True, slots=True)
class LandmarkCard:
    """What there is to say about one landmark.

    Attributes
    ----------
    landmark, number, name_zh, name_en, status, source, as_of
        As in the landmarks layer.
    place_zh, place_en, towns
        Where, as written, and the ids of the towns meant.
    sub_scenarios_zh, sub_scenarios_en, lead_zh, lead_en, vehicles, roads
        As in the landmarks layer.
    position, accuracy_m
        Of the landmark's own geometry; ``accuracy_m`` is ``None`` where it is unknown.
    facilities
        The facilities it rests on, by id.
    stations, hospitals, takeoff_points, road_segments
        The nearest of each, the least upper bound first. Features without a position or without
        a known accuracy cannot be measured and are not among them.
    """

    landmark: str
    number: int
    name_zh: str
    name_en: str
    status: str
    source: str
    as_of: date
    place_zh: str
    place_en: str
    towns: tuple[str, ...]
    sub_scenarios_zh: tuple[str, ...]
    sub_scenarios_en: tuple[str, ...]
    lead_zh: str
    lead_en: str
    vehicles: tuple[str, ...]
    roads: tuple[str, ...]
    position: PositionClass
    accuracy_m: float | None
    facilities: tuple[FacilityCard, ...]
    stations: tuple[Nearby, ...]
    hospitals: tuple[Nearby, ...]
    takeoff_points: tuple[Nearby, ...]
    road_segments: tuple[Nearby, ...]


@dataclass(frozen=True, slots=True)
class RoadTally:
    """Number and published length of the road segments of one group.

    Attributes
    ----------
    key
        The group: a status, town, vehicle class or level; ``None`` where none is stated.
    segments
        Number of segments.
    with_length
        How many of them have a published length that belongs to this group alone.
    km
        Sum of those lengths in kilometres; ``None`` where there is none. The length of a drawn
        line is never counted: lines are schematic until surveyed.
    """

    key: str | None
    segments: int
    with_length: int
    km: float | None


@dataclass(frozen=True, slots=True)
class RoadRegister:
    """The register of autonomous-driving segments in figures.

    Attributes
    ----------
    total
        All segments; its key is ``None``.
    by_status, by_level
        Every segment in one group.
    by_town
        A segment through several towns counts in each; its length, which nobody published town
        by town, in none.
    by_vehicle_class
        A segment open to several classes counts in each, with its whole length.
    """

    total: RoadTally
    by_status: tuple[RoadTally, ...]
    by_town: tuple[RoadTally, ...]
    by_vehicle_class: tuple[RoadTally, ...]
    by_level: tuple[RoadTally, ...]
