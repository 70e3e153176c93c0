"""The walk-shed of road segments: who and what is within a walk of one, as intervals.

A surveyed line and the true road lie within its accuracy e of each other. So a place within
``walk - e`` of the line is surely within a walk, and one farther than ``walk + e`` surely is not. A
schematic line says only that the road is somewhere within its accuracy: nothing is sure then, and
everything within ``walk + e`` is possible. The walk is a straight line; a real one is longer, so
fewer people may truly be within it. Metres, EPSG:4547.
"""

from collections.abc import Collection, Mapping
from math import fsum, isfinite

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.crs import require_metric
from gis.discs import Floats, Geometries
from gis.errors import InvalidInputError
from gis.partition import Partition, partition
from gis.progress import Progress, part, reporting, unheard
from gis.results import Area, Interval
from gis.results_roads import ReachedFeature, ReachRow, RoadReach
from gis.road_lines import RoadLines, read_road_lines, strips

MAX_WALK_M = 5_000.0
OPEN = ("open",)


def road_reach(
    segments: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    features: Mapping[str, gpd.GeoDataFrame],
    *,
    walk_m: float,
    statuses: Collection[str] = OPEN,
    on_progress: Progress | None = None,
) -> RoadReach:
    """Measure what is within a walk of the segments.

    Parameters
    ----------
    segments, towns
        Frames of the layers ``road_segments`` and ``towns`` in EPSG:4547.
    features
        Frames of layers to look for (hubs, landmarks, stations) by name, in EPSG:4547; features
        without a position or accuracy are not found.
    walk_m
        The walk in metres.
    statuses
        Statuses of segments that count.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If the walk is not above 0 m and at most 5 km, or an input is wrong.
    """
    if not (isfinite(walk_m) and 0 < walk_m <= MAX_WALK_M):
        raise InvalidInputError(
            f"a walk must be above 0 and at most {MAX_WALK_M:,.0f} metres, not {walk_m:g}",
            field="walk_m",
        )
    report = on_progress or unheard
    report(0.0)
    whole = partition(towns)
    roads = read_road_lines(segments, statuses)
    surely, possibly = _sheds(roads, walk_m)
    report(0.4)
    found, where = _features(roads, whole, features, walk_m, part(report, 0.4, 0.8))
    rows = _rows(whole, (surely, possibly), found, where, sorted(features))
    city = shapely.union_all(whole.polygons)
    inside = [_area(shapely.intersection(shed, city)) for shed in (surely, possibly)]
    report(1.0)
    return RoadReach(
        verdict=roads.verdict(),
        walk_m=float(walk_m),
        city=_city(rows, found, sorted(features)),
        towns=rows,
        features=tuple(sorted(found, key=_by_nearness)),
        surely=inside[0],
        possibly=inside[1],
        segments=len(roads.names) + len(roads.unplaced),
        schematic=roads.schematic(),
        unplaced=roads.unplaced,
    )


def _by_nearness(feature: ReachedFeature) -> tuple[bool, float, str, str]:
    return not feature.surely, feature.distance_m.high, feature.layer, feature.feature


def _sheds(roads: RoadLines, walk_m: float) -> tuple[shapely.Geometry, shapely.Geometry]:
    near = roads.surveyed & (roads.accuracies_m < walk_m)
    inner = strips(roads.lines[near], walk_m - roads.accuracies_m[near], outside=False)
    outer = strips(roads.lines, walk_m + roads.accuracies_m, outside=True)
    return shapely.union_all(inner), shapely.union_all(outer)


def _area(shape: shapely.Geometry) -> Area:
    parts = shapely.get_parts(shape)
    kept = parts[shapely.get_dimensions(parts) == 2]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(list(kept))


def _features(
    roads: RoadLines,
    towns: Partition,
    features: Mapping[str, gpd.GeoDataFrame],
    walk_m: float,
    on_progress: Progress,
) -> tuple[list[ReachedFeature], list[int]]:
    """Return the features possibly within the walk, and the town each lies in (-1: in none)."""
    found: list[ReachedFeature] = []
    where: list[int] = []
    tree = shapely.STRtree(towns.polygons)
    for layer in reporting(sorted(features), on_progress):
        frame = features[layer]
        require_metric(frame, layer)
        rows = frame.sort_values("id", kind="stable")
        shapes = np.asarray(rows.geometry.to_numpy(), dtype=object)
        accuracy = pd.to_numeric(rows["accuracy_m"]).to_numpy(dtype=np.float64, na_value=np.nan)
        low, high, sure = _distances(roads, shapes, accuracy)
        for index in np.flatnonzero(low <= walk_m).tolist():
            row = rows.iloc[index]
            distance = Interval(float(low[index]), float(high[index]))
            title = (layer, row["id"], row["name_zh"], row["name_en"])
            found.append(ReachedFeature(*title, distance, bool(sure[index] <= walk_m)))
            inside = tree.query(shapes[index], predicate="intersects")
            where.append(int(inside.min()) if len(inside) else -1)
    return found, where


def _distances(
    roads: RoadLines, shapes: Geometries, accuracy: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the least and greatest distance to the nearest road, and to the nearest surveyed one.

    A road drawn schematically may be at the far end of its line: the greatest distance counts.
    """
    if not len(roads.lines):
        none = np.full(len(shapes), np.inf)
        return none, none, none
    drawn = shapely.distance(shapes[:, None], roads.lines[None, :])
    farthest = shapely.hausdorff_distance(shapes[:, None], roads.lines[None, :])
    doubt = np.add.outer(accuracy, roads.accuracies_m)
    low = np.maximum(0.0, drawn - doubt).min(axis=1)
    surveyed = np.where(roads.surveyed, drawn + doubt, np.inf).min(axis=1)
    high = np.minimum(surveyed, np.where(roads.surveyed, np.inf, farthest + doubt).min(axis=1))
    return low, high, surveyed


def _rows(
    towns: Partition,
    sheds: tuple[shapely.Geometry, shapely.Geometry],
    found: list[ReachedFeature],
    where: list[int],
    layers: list[str],
) -> tuple[ReachRow, ...]:
    sizes = shapely.area(towns.polygons)
    low, high = (shapely.area(shapely.intersection(towns.polygons, shed)) for shed in sheds)
    rows = []
    for town in range(len(towns)):
        # Rounding may turn two areas that are equal.
        least, most = sorted((float(low[town]), float(high[town])))
        reached = Interval(least, most)
        people = None if np.isnan(towns.people[town]) else float(towns.people[town])
        inside = [one for one, place in zip(found, where, strict=True) if place == town]
        rows.append(
            ReachRow(
                towns.ids[town],
                towns.names_zh[town],
                towns.names_en[town],
                float(sizes[town]),
                people,
                reached,
                None if people is None else _times(reached.share_of(sizes[town]), people),
                _counts(inside, layers),
            )
        )
    return tuple(rows)


def _times(share: Interval, people: float) -> Interval:
    return Interval(share.low * people, share.high * people)


def _counts(found: list[ReachedFeature], layers: list[str]) -> tuple[tuple[str, Interval], ...]:
    def counted(layer: str) -> Interval:
        mine = [one for one in found if one.layer == layer]
        return Interval(float(sum(one.surely for one in mine)), float(len(mine)))

    return tuple((layer, counted(layer)) for layer in layers)


def _city(rows: tuple[ReachRow, ...], found: list[ReachedFeature], layers: list[str]) -> ReachRow:
    people = [row.people for row in rows if row.people is not None]
    reached = [row.reached_people for row in rows if row.reached_people is not None]
    return ReachRow(
        "city",
        "全市",
        "Whole city",
        fsum(row.area_m2 for row in rows),
        fsum(people) if people else None,
        _sum([row.reached_m2 for row in rows]),
        _sum(reached) if reached else None,
        _counts(found, layers),
    )


def _sum(parts: list[Interval]) -> Interval:
    return Interval(fsum(part.low for part in parts), fsum(part.high for part in parts))
