"""Frozen results about airspace: what zones mean for a flight, reach, losses, routes.

Geometries are in EPSG:4547 (metres); an interval is guaranteed by the stated accuracies.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from shapely import LineString

from gis.results import Area, Interval, SiteName


class AirspaceBasis(StrEnum):
    """What is known of the airspace. There is no word for "free": nobody states that here."""

    NO_DATA = "no_data"
    """No zone with an outline is imported."""
    IMPORTED = "imported"
    """Zones are imported; a place outside all of them is still without data, not free."""


class ZoneEffect(StrEnum):
    """What a zone does to a flight."""

    BARS = "bars"
    """It is in the way."""
    LIMITS_HEIGHT = "limits_height"
    """It is in the way because the flight is higher than its ceiling."""
    UNDECIDED = "undecided"
    """What it states does not tell: in the way of *surely*, out of the way of *possibly*."""
    LEAVES_FREE = "leaves_free"
    """It is not in the way at this height and time, or has expired."""


class Unstated(StrEnum):
    """Why a zone's effect is undecided."""

    HEIGHT = "height"
    """Its heights are by another reference than the ground, or a height limit states none."""
    HOURS = "hours"
    """Its hours are not stated, cannot be read, or no time was asked about."""
    ADVISORY = "advisory"
    """No authority has put it in force."""
    ACCURACY = "accuracy"
    """The accuracy of its outline is not stated; it is taken as drawn."""


@dataclass(frozen=True, slots=True, order=True)
class ZoneName:
    """A zone named beside a figure."""

    zone: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ZoneVerdict:
    """What one zone means for the flight.

    Attributes
    ----------
    name
        The zone.
    restriction, status, floor_m, ceiling_m, vertical_reference, hours, authority, edition
        As in the layer ``geozones``; ``None`` where it states none.
    effect
        What follows for the flight.
    unstated
        What would have to be stated to decide; empty unless the effect is undecided.
    """

    name: ZoneName
    restriction: str
    status: str
    floor_m: float | None
    ceiling_m: float | None
    vertical_reference: str
    hours: str | None
    authority: str | None
    edition: str | None
    effect: ZoneEffect
    unstated: tuple[Unstated, ...]


@dataclass(frozen=True, slots=True)
class AirspaceSummary:
    """What was known of the airspace when a figure was computed.

    Attributes
    ----------
    basis
        Whether there is any data.
    height_m, at, permitted
        The flight: metres above ground, time, and whether permissions count as given.
    zones
        Every zone with its verdict, by id.
    undrawn
        Zones without an outline, which count nowhere.
    """

    basis: AirspaceBasis
    height_m: float
    at: dt.datetime | None
    permitted: bool
    zones: tuple[ZoneVerdict, ...]
    undrawn: tuple[ZoneName, ...]


@dataclass(frozen=True, slots=True)
class SiteReach:
    """Where one site serves, round the zones.

    Attributes
    ----------
    site
        The site.
    radius_m, accuracy_m
        Its range, along the path flown, and the accuracy of its position.
    surely, possibly
        The areas; not clipped to the city. ``surely`` is empty where the site may stand in a zone.
    free_m2
        Area of the two discs without any zone, as drawn: low = surely, high = possibly.
    reach_m2
        Area of the two regions.
    """

    site: SiteName
    radius_m: float
    accuracy_m: float
    surely: Area
    possibly: Area
    free_m2: Interval
    reach_m2: Interval


@dataclass(frozen=True, slots=True)
class TownLoss:
    """What one town loses: area in square metres, and people (``None`` where none are published).

    ``surely`` is what is no longer surely served, ``possibly`` what is no longer possibly served.
    """

    town: str
    name_zh: str
    name_en: str
    surely_m2: float
    possibly_m2: float
    surely_people: float | None
    possibly_people: float | None


@dataclass(frozen=True, slots=True)
class ZoneLoss:
    """What is lost because of one zone: served if it alone were not there, and not served now.

    Attributes
    ----------
    zone
        The zone; ``None`` for all zones together.
    effect
        What it does to the flight; ``None`` for all together.
    surely_m2, possibly_m2
        Area in the city no longer surely, no longer possibly served.
    surely_people, possibly_people
        The people there; towns without published people count none, and where no town has any
        published both are ``None``.
    towns
        The towns that lose something, by id.

    Notes
    -----
    The losses of single zones do not add up to that of all together: behind two zones a place is
    lost to neither alone.
    """

    zone: ZoneName | None
    effect: ZoneEffect | None
    surely_m2: float
    possibly_m2: float
    surely_people: float | None
    possibly_people: float | None
    towns: tuple[TownLoss, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One straight leg of a route: metres in EPSG:4547, and its length."""

    from_x_m: float
    from_y_m: float
    to_x_m: float
    to_y_m: float
    length_m: float


@dataclass(frozen=True, slots=True)
class HeightStretch:
    """A stretch of a route and the heights above ground that its zones leave.

    Attributes
    ----------
    from_m, to_m
        Along the route.
    above_m
        Fly above this; ``None`` where no zone asks for it.
    below_m
        Fly no higher than this; ``None`` where no zone states it, which is not "no limit".
    zones
        The zones that set these heights.
    unknown
        Zones on the stretch whose heights cannot be told.
    """

    from_m: float
    to_m: float
    above_m: float | None
    below_m: float | None
    zones: tuple[ZoneName, ...]
    unknown: tuple[ZoneName, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The shortest way between two places round the zones.

    Attributes
    ----------
    straight_m
        The distance in a straight line.
    least_m
        The shortest way is never shorter; ``None`` if there surely is none.
    most_m
        The shortest way is never longer; ``None`` where there may be none.
    line, legs
        The way drawn between the stated positions: round everything that is or may be in the way
        if there is such a way, else round what surely is; ``None`` and empty if there is none.
    round_all
        Whether the way drawn goes round the undecided zones too.
    heights
        The stretches of the way drawn that cross a zone, from its start.
    airspace
        What was known.
    """

    straight_m: Interval
    least_m: float | None
    most_m: float | None
    line: LineString | None
    legs: tuple[Leg, ...]
    round_all: bool
    heights: tuple[HeightStretch, ...]
    airspace: AirspaceSummary


@dataclass(frozen=True, slots=True)
class NearestSite:
    """A landing site and how long the shortest way to it is (``most_m`` as in :class:`Route`)."""

    site: SiteName
    least_m: float
    most_m: float | None


@dataclass(frozen=True, slots=True)
class HospitalAccess:
    """Which landing site a hospital has.

    Attributes
    ----------
    hospital, name_zh, name_en
        The place.
    accuracy_m
        The accuracy of its position.
    surely
        Of the sites surely reached within the range, the one with the least ``most_m``.
    possibly
        Of the sites possibly reached within the range, the one with the least ``least_m``.
    """

    hospital: str
    name_zh: str
    name_en: str
    accuracy_m: float
    surely: NearestSite | None
    possibly: NearestSite | None
