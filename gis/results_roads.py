"""Frozen results about the network of road segments: what it reaches, and what it lacks.

Geometries are in EPSG:4547 (metres). A figure rests only on lines that somebody surveyed; where
there is none, the verdict says so and no figure is made up.
"""

from dataclasses import dataclass
from enum import StrEnum

from shapely import LineString

from gis.results import Area, Interval, SiteName


class Verdict(StrEnum):
    """What can be said about a network."""

    SAID = "said"
    """At least one counted segment has a surveyed line."""
    CANNOT_BE_SAID = "cannot_be_said"
    """Segments count, but every line is schematic or missing: nothing is sure."""
    NO_SEGMENT = "no_segment"
    """No segment has a status that counts."""


@dataclass(frozen=True, slots=True)
class ReachRow:
    """What lies within a walk of the segments in one town, or in the whole city.

    Attributes
    ----------
    town, name_zh, name_en
        The town; ``city`` for the whole.
    area_m2, people
        Its size; ``people`` is ``None`` where none is published.
    reached_m2, reached_people
        Within a walk: low = surely, high = possibly.
    features
        Number of features within a walk by layer, as intervals, in order of layer. A feature
        counts in the town its stated position lies in.
    """

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None
    reached_m2: Interval
    reached_people: Interval | None
    features: tuple[tuple[str, Interval], ...]


@dataclass(frozen=True, slots=True)
class ReachedFeature:
    """A feature that is possibly within a walk of a segment.

    Attributes
    ----------
    layer, feature, name_zh, name_en
        The feature.
    distance_m
        Straight line to the nearest counted segment; ``low`` 0 for a schematic one.
    surely
        Whether it is within the walk for any positions within the accuracies.
    """

    layer: str
    feature: str
    name_zh: str
    name_en: str
    distance_m: Interval
    surely: bool


@dataclass(frozen=True, slots=True)
class RoadReach:
    """The walk-shed of road segments.

    Attributes
    ----------
    verdict
        Whether anything can be said.
    walk_m
        The walk, in a straight line.
    city, towns
        What it reaches; towns by id.
    features
        Hubs, landmarks, stations possibly within the walk, surely reached ones first.
    surely, possibly
        The areas themselves.
    segments, schematic, unplaced
        Segments counted by status, those of them with a schematic line, and those without a line
        or accuracy, which no figure contains.
    """

    verdict: Verdict
    walk_m: float
    city: ReachRow
    towns: tuple[ReachRow, ...]
    features: tuple[ReachedFeature, ...]
    surely: Area
    possibly: Area
    segments: int
    schematic: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]


@dataclass(frozen=True, slots=True)
class MissingLink:
    """One link of the shortest set that joins the network.

    Attributes
    ----------
    rank
        1 for the fewest kilometres a person gained; links that gain nobody come last.
    start, end
        Ids of the elements it joins (segments or hubs).
    line
        The shortest straight line between them as stated.
    km
        Its length: no road between the two can be shorter than the low bound.
    people_gained
        People within a walk of what the link newly joins to the main part or of the link itself,
        and of nothing that is joined already; by the lines as stated.
    km_per_thousand
        ``km.high`` for every 1,000 people gained; ``None`` where nobody is gained.
    """

    rank: int
    start: str
    end: str
    line: LineString
    km: Interval
    people_gained: float
    km_per_thousand: float | None


@dataclass(frozen=True, slots=True)
class RoadLinks:
    """The parts of a network and the links it lacks.

    Attributes
    ----------
    verdict
        Whether anything can be said; no link is named where it cannot.
    parts
        Number of connected parts: low where all that possibly touches does, high where only what
        surely touches does. Schematic segments possibly touch whatever their accuracy allows.
    surely_joined
        The parts that are surely connected, ids in order, the largest first.
    links
        The links that join all surveyed elements at the least total length as stated.
    total_km
        The least total length of straight links that would join them all.
    schematic, unplaced
        Elements that no link is named for: their lines say nothing, or there is none.
    """

    verdict: Verdict
    parts: Interval
    surely_joined: tuple[tuple[str, ...], ...]
    links: tuple[MissingLink, ...]
    total_km: Interval
    schematic: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
