"""A scenario: named changes to the layers, and the id that its own content gives it.

The id is a digest of the canonical document, so a link to a scenario can never come to mean
another one. The document is in docs/methods/scenarios.md.
"""

import base64
import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gis.opening_hours import CITY_TIME

FORMAT = "guantu-scenario/1"
ID_PATTERN = "[a-z2-7]{26}"
DIGEST_PATTERN = "[0-9a-f]{64}"
_ID_BYTES = 16
_ID_CHARACTERS = 26

Document = dict[str, Any]
"""A scenario as JSON values."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site of a what-if stands: degrees (CRS84), metres of accuracy."""

    lon: float
    lat: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class AddedSite:
    """A site that does not exist yet; without a radius the mission's is used."""

    place: Place
    name: str = ""
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class AddedSegment:
    """A road segment that does not exist yet, open to driverless vehicles.

    Attributes
    ----------
    line
        Longitude and latitude of its vertices (degrees, CRS84), two at least.
    accuracy_m
        The true road and the line lie within this of each other.
    name
        What to call it.
    """

    line: tuple[tuple[float, float], ...]
    accuracy_m: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class AddedCarrier:
    """A carrier that does not exist yet.

    Attributes
    ----------
    name
        What to call it.
    kind
        A word of the carriers' kinds.
    town
        Id of its town.
    clusters
        Ids of its clusters.
    place
        Where it stands; ``None`` where only the town is known.
    """

    name: str
    kind: str
    town: str
    clusters: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a scenario changes.

    Attributes
    ----------
    add_sites, drop_sites, move_sites
        Takeoff points: new ones, counted as serving; ids to leave out; id to new place.
    open_segments, add_segments
        Road segments: ids of the register's that open; new ones.
    add_carriers
        New carriers.
    """

    add_sites: tuple[AddedSite, ...] = ()
    drop_sites: tuple[str, ...] = ()
    move_sites: Mapping[str, Place] = field(default_factory=dict)
    open_segments: tuple[str, ...] = ()
    add_segments: tuple[AddedSegment, ...] = ()
    add_carriers: tuple[AddedCarrier, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is changed."""
        sites = self.add_sites or self.drop_sites or self.move_sites
        return bool(sites or self.open_segments or self.add_segments or self.add_carriers)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scenario is looked at with.

    Attributes
    ----------
    mission
        Id of the mission.
    radius_m
        Service radius in metres of sites that state none; ``None`` for the mission's assumption.
    height_m, at, permitted
        The flight: metres above ground (``None`` for the mission's assumption), time with its zone
        (``None`` for whatever time), and whether permissions count as given.
    """

    mission: str
    radius_m: float | None = None
    height_m: float | None = None
    at: dt.datetime | None = None
    permitted: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One version of a scenario.

    Attributes
    ----------
    title
        Its user's words.
    settings, changes
        What is asked, and of which city.
    base_digest
        Digest of the layers it was made on, from :func:`layers.base_digest.base_digest`.
    parent
        Id of the version it was made from; ``None`` for a first one.
    """

    title: str
    settings: Settings
    changes: Changes
    base_digest: str
    parent: str | None = None


def document(scenario: Scenario) -> Document:
    """Return a scenario as JSON values: the same ones however it was written down.

    Ids stand in order, numbers as floats and texts composed (NFC); additions keep their order,
    for their ids follow it.
    """
    changes = scenario.changes
    return {
        "format": FORMAT,
        "title": plain_text(scenario.title),
        "parent": scenario.parent,
        "base": {"digest": scenario.base_digest},
        "settings": {
            "mission": scenario.settings.mission,
            "radius_m": _number(scenario.settings.radius_m),
            "height_m": _number(scenario.settings.height_m),
            "at": None if scenario.settings.at is None else _moment(scenario.settings.at),
            "permitted": scenario.settings.permitted,
        },
        "changes": {
            "takeoff_points": {
                "add": [_site(site) for site in changes.add_sites],
                "move": [
                    {"id": site, **_place(changes.move_sites[site])}
                    for site in sorted(changes.move_sites)
                ],
                "drop": sorted(set(changes.drop_sites)),
            },
            "road_segments": {
                "open": sorted(set(changes.open_segments)),
                "add": [_segment(segment) for segment in changes.add_segments],
            },
            "carriers": {"add": [_carrier(carrier) for carrier in changes.add_carriers]},
        },
    }


def canonical(values: Document) -> str:
    """Return JSON values as the one text that stands for them."""
    return json.dumps(
        values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def scenario_id(scenario: Scenario) -> str:
    """Return the id that a scenario's content gives it: 128 bits of its SHA-256 in base32."""
    digest = hashlib.sha256(canonical(document(scenario)).encode()).digest()
    return base64.b32encode(digest[:_ID_BYTES]).decode().lower()[:_ID_CHARACTERS]


def plain_text(text: str) -> str:
    """Return a text composed (NFC), without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def _number(value: float | None) -> float | None:
    # Adding zero makes -0.0 the 0.0 it equals.
    return None if value is None else float(value) + 0.0


def _moment(time: dt.datetime) -> str:
    return time.astimezone(CITY_TIME).isoformat()


def _place(place: Place) -> Document:
    return {
        "lon": _number(place.lon),
        "lat": _number(place.lat),
        "accuracy_m": _number(place.accuracy_m),
    }


def _site(site: AddedSite) -> Document:
    return {
        **_place(site.place),
        "name": plain_text(site.name),
        "radius_m": _number(site.radius_m),
    }


def _segment(segment: AddedSegment) -> Document:
    return {
        "name": plain_text(segment.name),
        "line": [[_number(lon), _number(lat)] for lon, lat in segment.line],
        "accuracy_m": _number(segment.accuracy_m),
    }


def _carrier(carrier: AddedCarrier) -> Document:
    return {
        "name": plain_text(carrier.name),
        "kind": carrier.kind,
        "town": carrier.town,
        "clusters": sorted(set(carrier.clusters)),
        "place": None if carrier.place is None else _place(carrier.place),
    }
