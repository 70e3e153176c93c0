"""Use case: the airspace as one flight meets it, made ready once and kept while nothing changes."""

import datetime as dt
import re
import threading
from collections import deque
from dataclasses import dataclass, replace

import geopandas as gpd

from api.answers import AirspaceAnswer
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.missions import mission_of
from gis.opening_hours import CITY_TIME
from gis.reach import Airspace, Regions, airspace
from gis.siting.round_zones import Around
from gis.zones import Flight, Zones, read_zones

LAYER = "geozones"
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)([Zz]|[+\- ]\d{2}:\d{2})?"
)
_YEARS = range(2000, 2101)
_REGIONS_KEPT = 4


@dataclass(frozen=True, slots=True)
class FlightAsked:
    """How high and when somebody wants to fly.

    Attributes
    ----------
    height_m
        Metres above ground; ``None`` for the mission's planning assumption.
    at
        The time, with its zone; ``None`` for whatever time.
    permitted
        Whether permissions count as given and conditions as met.
    """

    height_m: float | None = None
    at: dt.datetime | None = None
    permitted: bool = False

    def on(self, mission: str) -> Flight:
        """Return the flight of a mission, a key of :data:`gis.missions.MISSIONS`.

        Raises
        ------
        gis.errors.InvalidInputError
            If there is no such mission, or the height or time is none.
        """
        assumed = mission_of(mission).height_m
        height = assumed if self.height_m is None else self.height_m
        return Flight(height, self.at, self.permitted)


ANY_FLIGHT = FlightAsked()


class KeptRegions:
    """The latest regions found round the same obstacles, for sites that stay where they are."""

    def __init__(self) -> None:
        self._latest: deque[Regions] = deque(maxlen=_REGIONS_KEPT)
        self._lock = threading.Lock()

    def latest(self) -> tuple[Regions, ...]:
        """Return them, oldest first."""
        with self._lock:
            return tuple(self._latest)

    def keep(self, found: Regions) -> None:
        """Keep regions, and forget the oldest."""
        with self._lock:
            self._latest.append(found)


@dataclass(frozen=True, slots=True)
class MetAirspace:
    """The airspace as a flight meets it.

    Attributes
    ----------
    space
        The zones made ready; none of them where there is no data.
    assumed_height
        Whether the height is the mission's planning assumption.
    regions
        The latest regions found round these obstacles.
    """

    space: Airspace
    assumed_height: bool
    regions: KeptRegions

    @property
    def zones(self) -> Airspace | None:
        """The zones to go round; ``None`` where there is no data."""
        return self.space if len(self.space.zones) else None

    @property
    def around(self) -> Around:
        """The airspace of a siting question."""
        return Around(self.zones, self.regions.latest())

    def answer(self) -> AirspaceAnswer:
        """Return what is known of the airspace as JSON's shape."""
        summary = self.space.zones.summary()
        return AirspaceAnswer(
            basis=summary.basis,
            height_m=summary.height_m,
            height_basis="assumed" if self.assumed_height else "asked",
            at=summary.at,
            permitted=summary.permitted,
            zones=summary.zones,
            undrawn=summary.undrawn,
        )


@dataclass(frozen=True, slots=True)
class ChangedZones:
    """Zones of a what-if.

    Attributes
    ----------
    name
        Differs where the zones differ.
    frame
        The layer ``geozones`` as it would be, in EPSG:4547.
    """

    name: str
    frame: gpd.GeoDataFrame


def met_airspace(
    snapshot: Snapshot,
    mission: str,
    asked: FlightAsked,
    zones: ChangedZones | None = None,
) -> MetAirspace:
    """Return the airspace that a mission's flight meets.

    Zones are read once for a flight. What is costly, the ways between their corners, is made once
    for all flights that the same zones stand in the way of, at whatever height and time.

    Parameters
    ----------
    snapshot
        The layers.
    mission, asked
        The flight.
    zones
        Other zones than the stored ones: a what-if.

    Raises
    ------
    gis.errors.InvalidInputError
        If the flight or a zone cannot be.
    """
    flight = asked.on(mission)
    name = "" if zones is None else zones.name
    frame = snapshot.metric(LAYER) if zones is None else zones.frame
    read = snapshot.answer(("zones", name, flight), lambda: read_zones(frame, flight))
    ready, kept = snapshot.answer(("airspace", name, _effects(read)), lambda: _made(read))
    return MetAirspace(replace(ready, zones=read), asked.height_m is None, kept)


def _effects(zones: Zones) -> tuple[str, ...]:
    return tuple(verdict.effect for verdict in zones.verdicts)


def _made(zones: Zones) -> tuple[Airspace, KeptRegions]:
    return airspace(zones), KeptRegions()


def flight_time(given: object) -> dt.datetime | None:
    """Return the time of a flight on the city's clock; ``None`` where none is given.

    Parameters
    ----------
    given
        A time with its zone, or ISO 8601 with its zone, such as ``2026-05-01T09:00+08:00``; a plus
        sign that stands bare in an address arrives as a space and is read as what it was.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is no time, states no zone, or is not of this century.
    """
    if given is None or given == "":
        return None
    if isinstance(given, dt.datetime) and given.tzinfo is not None:
        return given.astimezone(CITY_TIME)
    match = _TIME.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise _no_time("cannot be read")
    day, clock, zone = match.groups()
    if zone is None:
        raise _no_time("needs its zone")
    try:
        time = dt.datetime.fromisoformat(f"{day}T{clock}{zone.replace(' ', '+').upper()}")
    except ValueError:
        raise _no_time("cannot be read") from None
    if time.year not in _YEARS:
        raise _no_time(f"is not of the years {_YEARS[0]} to {_YEARS[-1]}")
    return time.astimezone(CITY_TIME)


def _no_time(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"a flight's time {why}",
        field="at",
        remedy="Write it as 2026-05-01T09:00+08:00 (+ is %2B in an address), or leave it out.",
    )
