"""The parts of a road network, and the shortest links that would join them.

Two elements (surveyed segments, or places to be joined such as hubs) surely touch if they are
within the joining distance for any positions within their accuracies, and possibly touch if they
are for some. The missing links are a minimum spanning tree between the surely joined parts, over
the exact least distances between their geometries; no other set of straight links from element to
element is shorter. Schematic lines touch nothing surely, and no link is drawn to or from one.
Metres, EPSG:4547.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import fsum, isfinite

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_metric
from gis.discs import Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.partition import Partition, partition
from gis.progress import Progress, part, reporting, unheard
from gis.results import Interval, SiteName
from gis.results_roads import MissingLink, RoadLinks, Verdict
from gis.road_lines import read_road_lines, strips
from gis.road_reach import MAX_WALK_M, OPEN
from gis.sites import positioned

MAX_ELEMENTS = 1_000
"""More segments and places than this are refused: every pair is measured."""
JOIN_M = 50.0
"""Elements this near each other are joined: a junction's size, an assumption."""


@dataclass(frozen=True, slots=True)
class _Elements:
    """Surveyed segments, then places."""

    names: tuple[SiteName, ...]
    shapes: Geometries
    accuracies_m: Floats

    def __len__(self) -> int:
        return len(self.names)


class _Joined:
    """Which elements are joined so far: each part is named by its first element."""

    def __init__(self, part: Indices) -> None:
        self.part = part.copy()

    def join(self, one: int, other: int) -> bool:
        """Join two elements' parts; say whether they were apart."""
        first, second = sorted((int(self.part[one]), int(self.part[other])))
        self.part[self.part == second] = first
        return first != second


def road_links(
    segments: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame | None = None,
    *,
    walk_m: float = 500.0,
    join_m: float = JOIN_M,
    statuses: Collection[str] = OPEN,
    on_progress: Progress | None = None,
) -> RoadLinks:
    """Find the parts of the network and the links that would join them.

    Parameters
    ----------
    segments, towns
        Frames of the layers ``road_segments`` and ``towns`` in EPSG:4547.
    places
        Points that the network should also join (hubs), in EPSG:4547; ``None`` for none.
    walk_m
        Whoever lives within this straight walk of a line is counted with it.
    join_m
        Elements this near each other count as joined.
    statuses
        Statuses of segments that count.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If a length is out of range, there are too many elements, or an input is wrong.
    """
    for field, length in (("walk_m", walk_m), ("join_m", join_m)):
        if not (isfinite(length) and 0 < length <= MAX_WALK_M):
            raise InvalidInputError(
                f"{field} must be above 0 and at most {MAX_WALK_M:,.0f} metres", field=field
            )
    report = on_progress or unheard
    report(0.0)
    whole = partition(towns)
    roads = read_road_lines(segments, statuses)
    stated = np.flatnonzero(roads.surveyed)
    added, lost = _places(places)
    elements = _Elements(
        tuple(roads.names[i] for i in stated) + added.names,
        np.concatenate((roads.lines[stated], added.shapes)),
        np.concatenate((roads.accuracies_m[stated], added.accuracies_m)),
    )
    if len(elements) + len(roads.names) - len(stated) > MAX_ELEMENTS:
        raise InvalidInputError(
            f"more than {MAX_ELEMENTS:,} segments and places cannot be joined at once",
            field="places",
        )
    parts = np.arange(len(elements))
    links: tuple[MissingLink, ...] = ()
    total = Interval(0.0, 0.0)
    if roads.verdict() is Verdict.SAID:
        apart = shapely.distance(elements.shapes[:, None], elements.shapes[None, :])
        doubt = np.add.outer(elements.accuracies_m, elements.accuracies_m)
        parts = _joined_within(apart + doubt, join_m)
        report(0.2)
        links = _ranked(whole, elements, parts, (apart, walk_m), part(report, 0.2, 0.8))
        total = _least_total(elements, np.maximum(0.0, apart - doubt), apart + doubt, join_m)
    sure = [
        tuple(elements.names[i].site for i in np.flatnonzero(parts == part))
        for part in np.unique(parts)
    ]
    sure.sort(key=lambda part: (-len(part), part))
    report(0.9)
    loose = len(roads.schematic())
    everything = _Elements(
        elements.names + roads.schematic(),
        np.concatenate((elements.shapes, roads.lines[~roads.surveyed])),
        np.concatenate((elements.accuracies_m, roads.accuracies_m[~roads.surveyed])),
    )
    fewest = _fewest_parts(everything, join_m)
    report(1.0)
    return RoadLinks(
        verdict=roads.verdict(),
        parts=Interval(float(fewest), float(len(sure) + loose)),
        surely_joined=tuple(sure),
        links=links,
        total_km=total,
        schematic=roads.schematic(),
        unplaced=roads.unplaced + lost,
    )


def _places(frame: gpd.GeoDataFrame | None) -> tuple[_Elements, tuple[SiteName, ...]]:
    none = np.zeros(0)
    if frame is None:
        return _Elements((), np.array([], dtype=object), none), ()
    require_metric(frame, "places")
    rows = frame.sort_values("id", kind="stable")
    placed = positioned(rows)
    columns = (rows[name] for name in ("id", "name_zh", "name_en", "status"))
    names = [SiteName(*row) for row in zip(*columns, strict=True)]
    shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)[placed]
    accuracies = rows["accuracy_m"].to_numpy(dtype=np.float64)[placed]
    kept = tuple(names[i] for i in np.flatnonzero(placed))
    lost = tuple(names[i] for i in np.flatnonzero(~placed))
    return _Elements(kept, shapes, accuracies), lost


def _joined_within(apart: Floats, join_m: float) -> Indices:
    """Return the part of each element if pairs within the joining distance are joined."""
    joined = _Joined(np.arange(len(apart)))
    for one, other in np.argwhere(np.triu(apart <= join_m, 1)).tolist():
        joined.join(one, other)
    return joined.part


def _fewest_parts(elements: _Elements, join_m: float) -> int:
    apart = shapely.distance(elements.shapes[:, None], elements.shapes[None, :])
    doubt = np.add.outer(elements.accuracies_m, elements.accuracies_m)
    return len(np.unique(_joined_within(apart - doubt, join_m)))


def _spanning(apart: Floats, parts: Indices) -> list[tuple[int, int]]:
    """Return the pairs that join all parts at the least total distance (Kruskal)."""
    joined = _Joined(parts)
    one, other = np.triu_indices(len(apart), 1)
    chosen = []
    for pair in np.argsort(apart[one, other], kind="stable").tolist():
        first, second = int(one[pair]), int(other[pair])
        if joined.join(first, second):
            chosen.append((first, second))
    return chosen


def _least_total(elements: _Elements, low: Floats, high: Floats, join_m: float) -> Interval:
    """Return the least total of links that would join everything, in km.

    The least total grows with every distance, so it lies between those of the least and of the
    greatest distances. A pair within the joining distance needs no link.
    """
    bounds = []
    for distance in (low, high):
        needed = np.where(distance <= join_m, 0.0, distance)
        pairs = _spanning(needed, np.arange(len(elements)))
        bounds.append(fsum(needed[pair] for pair in pairs) / 1_000)
    return Interval(bounds[0], bounds[1])


def _ranked(
    towns: Partition,
    elements: _Elements,
    parts: Indices,
    near: tuple[Floats, float],
    on_progress: Progress,
) -> tuple[MissingLink, ...]:
    """Choose the links on the distances as stated and rank them by km a person gained.

    ``near`` holds the distances between elements, and how far people walk.
    """
    apart, walk_m = near
    pairs = _spanning(apart, parts)
    lines = [shapely.shortest_line(elements.shapes[a], elements.shapes[b]) for a, b in pairs]
    density = np.nan_to_num(towns.people_per_m2(shapely.area(towns.polygons)))
    shed = _sheds(elements.shapes, walk_m)

    def people(shape: shapely.Geometry) -> float:
        return fsum(shapely.area(shapely.intersection(towns.polygons, shape)) * density)

    sheds = {int(p): shapely.union_all(shed[parts == p]) for p in np.unique(parts)}
    main = max(sheds, key=lambda part: (people(sheds[part]), -part))
    links = []
    for index in reporting(range(len(pairs)), on_progress):
        a, b = pairs[index]
        beyond = _cut_off(parts, [pair for at, pair in enumerate(pairs) if at != index], main)
        new = [sheds[part] for part in beyond]
        corridor = _sheds(np.array([lines[index]], dtype=object), walk_m)
        old = shapely.union_all([sheds[part] for part in sheds if part not in beyond])
        gained = people(shapely.difference(shapely.union_all([*new, *corridor]), old))
        doubt = float(elements.accuracies_m[a] + elements.accuracies_m[b])
        length = float(apart[a, b])
        km = Interval(max(0.0, length - doubt) / 1_000, (length + doubt) / 1_000)
        each = km.high / gained * 1_000 if gained > 0 else None
        ends = elements.names[a].site, elements.names[b].site
        links.append((each, ends, lines[index], km, gained))
    links.sort(key=lambda link: (link[0] is None, link[0] or 0.0, link[1]))
    return tuple(
        MissingLink(rank, *ends, line, km, gained, each)
        for rank, (each, ends, line, km, gained) in enumerate(links, start=1)
    )


def _sheds(shapes: Geometries, walk_m: float) -> Geometries:
    """Return the walk-shed of each shape as stated: a strip along a line, a disc round a point."""
    lines = np.array([_as_line(shape) for shape in shapes], dtype=object)
    return strips(lines, np.full(len(lines), walk_m), outside=False)


def _as_line(shape: shapely.Geometry) -> shapely.Geometry:
    if shapely.get_dimensions(shape) == 1:
        return shape
    place = shapely.get_coordinates(shape)[0]
    return shapely.LineString([place, place])


def _cut_off(parts: Indices, pairs: list[tuple[int, int]], main: int) -> list[int]:
    """Return the parts that these links do not join to the main one."""
    joined = _Joined(parts)
    for one, other in pairs:
        joined.join(one, other)
    return [int(part) for part in np.unique(parts) if joined.part[part] != joined.part[main]]
